"""Forms of the admin for pictures and documents."""

from hashlib import sha256
from io import BytesIO
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db.models import Model
from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from news.document_metadata import Names, Unreadable, names_in, without_names
from news.file_tags import KeepsOneTag
from news.images import LONGEST_SIDE
from news.kept_uploads import KeepsItsFile
from news.moments.fields import WordedDateField
from news.moments.widgets import FutureDateInput
from news.photo_metadata import clean, in_turn
from news.photo_metadata.facts import TROUBLE
from news.picture_notes import notes_on
from news.typed_text import clean_text


class PictureField(WagtailImageField):
    """A picture that is known to be readable to its last byte when it is accepted.

    Wagtail's field reads the header only, and asks for its size outside any guard: a file that
    was cut short then answers 500, at once or when it is first resized.
    """

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.error_messages["invalid_image"] = _(
            "This file cannot be read as a picture: it is damaged, cut short, or not a picture. "
            "Save it again from its program and upload that copy."
        )
        self.error_messages["moving"] = _(
            "This picture moves, in a format that cannot be resized. Upload it as a GIF or WebP "
            "file, or one picture of it."
        )
        self.error_messages["too_long"] = _(
            "A side of this picture has more than %(limit)d pixels. Cut it into several pictures."
        ) % {"limit": LONGEST_SIDE["jpeg"]}

    def to_python(self, data: UploadedFile | None) -> UploadedFile | None:
        try:
            upload = super().to_python(data)
            if upload is not None:
                self._decode(upload)
                self._clean(upload)
        except ValidationError as error:
            if error.code == "invalid_image":
                raise self._unreadable(data) from error
            raise
        # The decoders raise whatever they like on bytes made to hurt them.
        except Exception as error:
            raise self._unreadable(data) from error
        return upload

    def _unreadable(self, data: UploadedFile | None) -> ValidationError:
        code = "moving" if _moves(data) else "invalid_image"
        return ValidationError(self.error_messages[code], code=code)

    def check_image_file_format(self, f: Any) -> None:
        """Let the content decide: a WebP that a phone has named `.jpg` gets its true name."""
        kind = f.image.format_name
        if kind not in self.allowed_image_extensions:
            raise ValidationError(
                self.error_messages["invalid_image_extension"], code="invalid_image_extension"
            )
        name = PurePath(f.name or "")
        if name.suffix.lower().removeprefix(".").replace("jpg", "jpeg") != kind:
            f.name = f"{name.stem}.{kind}"

    def check_image_pixel_size(self, f: Any) -> None:
        super().check_image_pixel_size(f)
        if max(f.image.get_size()) > LONGEST_SIDE["jpeg"]:
            raise ValidationError(self.error_messages["too_long"], code="too_long")

    @staticmethod
    def _decode(upload: UploadedFile) -> None:
        upload.seek(0)
        with Image.open(BytesIO(upload.read())) as picture, in_turn(picture):
            picture.load()
            # What every resizing does next; small, since only the way through is of interest.
            picture.thumbnail((64, 64))
            ImageOps.exif_transpose(picture).convert("RGBA")
        upload.seek(0)

    @staticmethod
    def _clean(upload: Any) -> None:
        """Clean it now, while it can still be refused; the picture's own field keeps the result."""
        upload.cleaned = clean(upload.read())
        upload.seek(0)


def _moves(upload: UploadedFile | None) -> bool:
    """Whether it is a moving picture of a kind that moves in browsers, and not here."""
    if upload is None:
        return False
    try:
        upload.seek(0)
        with Image.open(BytesIO(upload.read())) as picture:
            return picture.format in ("PNG", "AVIF") and getattr(picture, "n_frames", 1) > 1
    except TROUBLE:
        return False


class NewsImageForm(KeepsItsFile, KeepsOneTag, BaseImageForm):
    """The form of every way to upload or change a picture (`WAGTAILIMAGES_IMAGE_FORM_BASE`)."""

    # Filled by `picture.js` once it has shown what the file says.
    facts_shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        # The form for many pictures at once has no file, and a partial update may have less.
        if stock := self.fields.get("file"):
            self.fields["file"] = PictureField(
                label=stock.label, required=stock.required, widget=stock.widget
            )
        else:
            del self.fields["facts_shown"]
        # Wagtail makes this form past its own registry of fields.
        if stock := self.fields.get("rights_expire_on"):
            self.fields["rights_expire_on"] = WordedDateField(
                label=stock.label,
                required=stock.required,
                help_text=stock.help_text,
                widget=FutureDateInput,
            )
        if stock := self.fields.get("taken_on"):
            self.fields["taken_on"] = WordedDateField(
                label=stock.label, required=stock.required, help_text=stock.help_text
            )
        if title := self.fields.get("title"):
            title.help_text = _("To find it again in the library. Readers never see it.")
        if description := self.fields.get("description"):
            description.label = _("Alternative text")
            description.help_text = _(
                "What the picture shows, in one sentence, for those who cannot see it. "
                "It goes with the picture wherever it is used."
            )
        if self.instance.pk and not self.is_bound and self.fields:
            # The form of a picture that is stored, and of each that came with many others.
            first = next(iter(self.fields.values()))
            first.help_text = f"{notes_on(self.instance)} {first.help_text}".strip()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name, field in self.fields.items():
            if isinstance(field, forms.CharField) and isinstance(cleaned.get(name), str):
                cleaned[name] = clean_text(cleaned[name], one_line=True).strip()
        return cleaned

    def save(self, commit: bool = True) -> Model:
        self.instance.facts_were_shown = bool(self.cleaned_data.get("facts_shown"))
        return super().save(commit)


class NewsDocumentForm(KeepsItsFile, KeepsOneTag, BaseDocumentForm):
    """The form of every way to upload a document (`WAGTAILDOCS_DOCUMENT_FORM_BASE`).

    A file that names people comes back once, with the names, before it is taken. A form that does
    not show them, as that of many uploads at once, takes them out; `removed` has them then.
    """

    strip_names = forms.BooleanField(
        label=_("Take the names of authors and programs out of the file"),
        help_text=_("Of PDF, Word, Excel and OpenDocument files. The text itself stays as it is."),
        required=False,
        initial=True,
    )
    # The file whose names have been shown.
    names_shown = forms.CharField(required=False, widget=forms.HiddenInput)

    # What the file names, and what of it was taken out without asking.
    names = Names()
    removed = Names()
    is_readable = True

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.asks = self.is_bound and self.add_prefix("names_shown") in self.data
        if "file" not in self.fields:
            del self.fields["strip_names"], self.fields["names_shown"]
        elif self.instance.pk:
            self.fields["strip_names"].help_text = _(
                "Of a new file chosen above. The text itself stays as it is."
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        upload = cleaned.get("file")
        if not isinstance(upload, UploadedFile):
            return cleaned
        upload.seek(0)
        content = upload.read()
        upload.seek(0)
        try:
            self.names = names_in(content)
        except Unreadable:
            self.is_readable = False
        names = self.names
        if self.asks and (names.people or names.speakers or not self.is_readable):
            known = sha256(content).hexdigest()[:16]
            if cleaned.get("names_shown") != known:
                self.data = self.data.copy()
                self.data[self.add_prefix("names_shown")] = known
                self.add_error("strip_names", self._question())
                return cleaned
        if names and (cleaned.get("strip_names") or not self.asks):
            try:
                content = without_names(content)
            except Unreadable:
                self.is_readable = False
                return cleaned
            cleaned["file"] = SimpleUploadedFile(upload.name or "", content)
            self.removed = Names() if self.asks else names
        return cleaned

    def _question(self) -> list[str]:
        if not self.is_readable:
            return [told_unreadable() + " " + gettext("Press again to publish it as it is.")]
        said = []
        if self.names.people:
            said.append(
                gettext("This file names %(names)s. They are taken out if the box is ticked.")
                % {"names": listed(self.names)}
            )
        if self.names.speakers:
            said.append(told_speakers(self.names))
        return [" ".join([*said, gettext("Press again to go on.")])]

    @property
    def upload_messages(self) -> list[str]:
        """Return messages about a file that was taken without a question."""
        said = []
        if self.removed:
            names = listed(self.removed)
            said.append(gettext("Taken out of the file: %(names)s.") % {"names": names})
        if self.names.speakers:
            said.append(told_speakers(self.names))
        if not self.is_readable:
            said.append(told_unreadable())
        return said


def listed(names: Names) -> str:
    quoted = [f"« {name} »" for name in (*names.people, *names.programs)]
    return get_text_list(quoted, gettext("and"))


def told_speakers(names: Names) -> str:
    quoted = [f"« {name} »" for name in names.speakers]
    return gettext(
        "Its comments or tracked changes name %(names)s: these stay in the file. If readers should "
        "not see them, accept the changes and delete the comments in your program, and upload that "
        "copy."
    ) % {"names": get_text_list(quoted, gettext("and"))}


def told_unreadable() -> str:
    return gettext(
        "This file is protected or damaged: the names that it may hold cannot be taken out."
    )
