"""The forms of documents uploaded many at once, which ask about the names in their files.

A document is stored without them at once; the file as it was sent is kept for a day, so that the
names can be put back.
"""

from functools import partial
from pathlib import PurePath
from typing import Any

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.documents.forms import get_document_multi_form
from wagtail.documents.models import Document
from wagtail.documents.views import multiple
from wagtail.models import UploadedFile

from editorial.assets import rules
from editorial.assets.forms import DeskDocumentForm
from editorial.assets.library import ProposalWarningMixin
from news.document_metadata import Names, Unreadable, names_in, without_names
from news.forms import listed, told_speakers, told_unreadable
from news.kept_uploads import KEPT_APART, forget
from news.older_documents import replace_file

SALT = "editorial.fresh_documents"


class NamesChoiceMixin:
    """Asks about the names in a file; `kept` is the file as sent, while that is undecided."""

    fields: Any
    cleaned_data: dict[str, Any]

    def __init__(self, *args: Any, kept: UploadedFile | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        form: Any = self
        self.kept = kept or self._from_token(form)
        self.names = Names()
        if self.kept is None:
            return
        if form.instance.pk is None:
            # Wagtail looks at the file's name before it gives the document its file.
            form.instance.file = PurePath(self.kept.file.name).name
        token = signing.dumps([self.kept.pk, form.instance.pk], salt=SALT)
        self.fields["original"] = forms.CharField(
            required=False, initial=token, widget=forms.HiddenInput
        )
        self._add_checkbox()

    def _from_token(self, form: Any) -> UploadedFile | None:
        """Return the file that the form's token names, if this user sent it for this document."""
        token = form.data.get(form.add_prefix("original"), "") if form.is_bound else ""
        try:
            key, document = signing.loads(token, salt=SALT, max_age=KEPT_APART)
        except (signing.BadSignature, TypeError, ValueError):
            return None
        if document is None or document != form.instance.pk:
            return None
        return UploadedFile.objects.filter(pk=key, uploaded_by_user=form.sender).first()

    def _add_checkbox(self) -> None:
        form: Any = self
        help_text: list[str] = []
        try:
            self.names = names_in(self.content())
        except Unreadable:
            help_text.append(told_unreadable())
        except OSError:
            return
        if self.names:
            help_text.append(
                _("This file names %(names)s. Untick the box to leave them in it.")
                % {"names": listed(self.names)}
            )
        if self.names.speakers:
            help_text.append(told_speakers(self.names))
        if help_text:
            self.fields["strip_names"] = forms.BooleanField(
                label=_("Take the names of authors and programs out of the file"),
                help_text=" ".join(help_text),
                required=False,
                initial=True,
                disabled=not self.names,
            )
            form.order_fields(["title", "strip_names"])

    def clean(self) -> dict[str, Any]:
        form: Any = self
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data  # type: ignore[misc]
        if self.wants_names and form.instance.pk and rules.is_in_use(form.instance):
            form.add_error(
                "strip_names",
                gettext_lazy(
                    "A text shows this document already: replace its file on its own page, where "
                    "somebody else accepts it."
                ),
            )
        return cleaned

    @property
    def wants_names(self) -> bool:
        return bool(self.names) and not self.cleaned_data.get("strip_names")

    def content(self) -> bytes:
        """Return the file as it was sent. Raises OSError."""
        stored: Any = self.kept.file  # type: ignore[union-attr]
        with stored.storage.open(stored.name) as file:
            return bytes(file.read())

    def content_to_store(self) -> bytes:
        """Return the file with or without names, as the user chose."""
        content = self.content()
        if not self.names or self.wants_names:
            return content
        try:
            return without_names(content)
        except Unreadable:
            return content


def row_form(model: type[Document]) -> Any:
    return type("UploadedDocumentForm", (NamesChoiceMixin, get_document_multi_form(model)), {})


class UploadDocumentsView(multiple.AddView):
    """Shows in each document's row the names in its file, and asks about those of people."""

    edit_form_template_name = "editorial/assets/uploaded_document.html"
    kept: UploadedFile | None = None
    upload_messages: list[str] = []

    def save_object(self, form: DeskDocumentForm) -> Document:
        saved: Document = super().save_object(form)
        if form.removed.people:
            upload = self.request.FILES["files[]"]
            upload.seek(0)
            self.kept = UploadedFile.objects.create(
                for_content_type=ContentType.objects.get_for_model(Document),
                file=upload,
                uploaded_by_user=self.request.user,
            )
        else:
            self.upload_messages = form.upload_messages
        return saved

    def get_edit_form_class(self) -> Any:
        kept = self.kept or getattr(self, "upload_object", None)
        return partial(row_form(self.model), kept=kept)

    def get_edit_object_form_context_data(self) -> dict[str, object]:
        context: dict[str, object] = super().get_edit_object_form_context_data()
        return context | {"upload_messages": self.upload_messages}


class UploadedDocumentEditView(ProposalWarningMixin, multiple.EditView):
    edit_form_template_name = "editorial/assets/uploaded_document.html"

    def get_edit_form_class(self) -> Any:
        return row_form(self.model)

    @transaction.atomic
    def save_object(self, form: Any) -> None:
        super().save_object(form)
        if form.kept is None:
            return
        if form.wants_names:
            replace_file(form.instance, form.content())
        transaction.on_commit(partial(forget, form.kept), robust=True)


class DocumentFromUploadView(multiple.CreateFromUploadedDocumentView):
    """Creates a document from a file that lacked a title, after asking about its names."""

    edit_form_template_name = "editorial/assets/uploaded_document.html"

    def get_edit_form_class(self) -> Any:
        # `self.upload` is set only when the form is made.
        return lambda *args, **kwargs: row_form(self.model)(*args, kept=self.upload, **kwargs)

    def save_object(self, form: Any) -> None:
        name = PurePath(self.upload.file.name).name
        self.object.file.save(name, ContentFile(form.content_to_store()), save=False)
        self.object._set_document_file_metadata()
        self.object.uploaded_by_user = self.request.user
        form.save()
