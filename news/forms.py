"""Forms of the admin: what is refused, and in which words."""

from io import BytesIO
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from news.kept_uploads import KeepsItsFile
from news.moments.fields import WordedDateField
from news.moments.widgets import FutureDateInput
from news.typed_text import clean_text


class PictureField(WagtailImageField):
    """A picture that is known to be readable to its last byte when it is accepted.

    Wagtail's field reads the header only, and asks for its size outside any guard: a file that
    was cut short then answers 500, at once or when it is first resized.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.error_messages["invalid_image"] = _(
            "This file cannot be read as a picture: it is damaged, cut short, or not a picture. "
            "Save it again from its program and upload that copy."
        )

    def to_python(self, data: Any) -> UploadedFile | None:
        try:
            upload = super().to_python(data)
            if upload is not None:
                self._decode(upload)
        except ValidationError:
            raise
        # The decoders raise whatever they like on bytes made to hurt them.
        except Exception as error:
            raise ValidationError(
                self.error_messages["invalid_image"], code="invalid_image"
            ) from error
        return upload

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

    @staticmethod
    def _decode(upload: UploadedFile) -> None:
        upload.seek(0)
        with Image.open(BytesIO(upload.read())) as picture:
            picture.load()
            # What every resizing does next; small, since only the way through is of interest.
            picture.thumbnail((64, 64))
            ImageOps.exif_transpose(picture).convert("RGBA")
        upload.seek(0)


class NewsImageForm(KeepsItsFile, BaseImageForm):
    """The form of every way to upload or change a picture (`WAGTAILIMAGES_IMAGE_FORM_BASE`)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The form for many pictures at once has no file, and a partial update may have less.
        if stock := self.fields.get("file"):
            self.fields["file"] = PictureField(
                label=stock.label, required=stock.required, widget=stock.widget
            )
        # Wagtail makes this form past its own registry of fields.
        if stock := self.fields.get("rights_expire_on"):
            self.fields["rights_expire_on"] = WordedDateField(
                label=stock.label,
                required=stock.required,
                help_text=stock.help_text,
                widget=FutureDateInput,
            )
        if title := self.fields.get("title"):
            title.help_text = _("To find it again in the library. Readers never see it.")
        if description := self.fields.get("description"):
            description.label = _("Alternative text")
            description.help_text = _(
                "What the picture shows, in one sentence, for those who cannot see it. "
                "It goes with the picture wherever it is used."
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name, field in self.fields.items():
            if isinstance(field, forms.CharField) and isinstance(cleaned.get(name), str):
                cleaned[name] = clean_text(cleaned[name], one_line=True).strip()
        return cleaned


class NewsDocumentForm(KeepsItsFile, BaseDocumentForm):
    """The form of every way to upload a document (`WAGTAILDOCS_DOCUMENT_FORM_BASE`)."""
