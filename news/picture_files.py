"""The field that a picture's own file is kept in: nothing is stored before it is cleaned."""

from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from wagtail.images.models import WagtailImageField, WagtailImageFieldFile

from news.photo_metadata import Facts, clean
from news.typed_text import clean_text

SUFFIXES = {"jpeg": (".jpg", ".jpeg")}


class PictureFile(WagtailImageFieldFile):
    """A file that loses what its camera wrote on its way into the storage, by whichever door.

    What was written there fills the empty fields of its picture first.
    """

    def save(self, name: str, content: Any, save: bool = True) -> None:
        cleaned = getattr(content, "cleaned", None)
        if cleaned is None:
            content.seek(0)
            cleaned = clean(content.read())
        name = named_for(name, cleaned.kind)
        super().save(name, ContentFile(cleaned.content, name), save=False)
        picture: Any = self.instance
        if not picture.facts_were_shown:
            fill(picture, cleaned.facts)
        picture._set_image_file_metadata()
        # Whoever reads it next reads what is stored.
        del picture.file.file
        picture.is_clean = True
        if save:
            picture.save()

    save.alters_data = True  # type: ignore[attr-defined]


class PictureFileField(WagtailImageField):
    attr_class = PictureFile


def named_for(name: str, kind: str) -> str:
    """`name` with the ending of the format that its file has now."""
    endings = SUFFIXES.get(kind, (f".{kind}",))
    path = PurePath(name)
    return name if path.suffix.lower() in endings else str(path.with_suffix(endings[0]))


def fill(picture: Any, facts: Facts) -> list[str]:
    """Put `facts` into the fields that are still empty; returns the names of those it filled."""
    texts = {
        "description": facts.description,
        "credit": facts.credit_line,
        "rights_note": facts.rights,
    }
    filled = []
    for name, text in texts.items():
        longest = picture._meta.get_field(name).max_length
        if text and not getattr(picture, name):
            setattr(picture, name, clean_text(text, one_line=True).strip()[:longest])
            filled.append(name)
    if facts.taken_on and picture.taken_on is None:
        picture.taken_on = facts.taken_on
        filled.append("taken_on")
    return filled
