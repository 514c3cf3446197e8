"""The fields of a picture's own file, cleaned before it is stored, and of its sizes."""

from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image
from wagtail.images.models import (
    WagtailImageField,
    WagtailImageFieldFile,
    get_rendition_storage,
    get_rendition_upload_to,
)

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


class SizeFile(WagtailImageFieldFile):
    def get_image_dimensions(self) -> tuple[int, int]:
        """As its head says: Wagtail decodes all pixels, for a third of what it costs to make."""
        was_closed = self.closed
        self.open()
        try:
            return Image.open(self).size
        finally:
            if was_closed:
                self.close()
            else:
                self.seek(0)


class SizeFileField(WagtailImageField):
    """The file of one size of a picture."""

    attr_class = SizeFile

    def __init__(self, **options: Any) -> None:
        where = {"upload_to": get_rendition_upload_to, "storage": get_rendition_storage}
        super().__init__(**where | {"width_field": "width", "height_field": "height"} | options)

    def deconstruct(self) -> Any:
        """To migrations it is Wagtail's: the column is the same."""
        name, _path, args, options = super().deconstruct()
        return name, "wagtail.images.models.WagtailImageField", args, options


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
