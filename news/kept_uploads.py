"""Uploaded files that are kept while their form has errors.

A browser forgets the file of a form that comes back with an error: whoever uploads a large picture
over a slow line would send it again for a missing word.
"""

from datetime import timedelta
from secrets import token_urlsafe
from typing import Any

from django import forms
from django.core import signing
from django.core.files import File
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.http import QueryDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _
from wagtail.models import UploadedFile

SALT = "news.kept_uploads"
KEPT_FOR = timedelta(hours=2)
# Files that a row of many uploads still asks about, and those that nobody came back for.
KEPT_APART = timedelta(days=1)
# A person's oldest goes when there are more.
MOST_PER_PERSON = 5


class KeepsItsFile(forms.ModelForm):
    """For forms of Wagtail's libraries, which are made with `user`; no user, nothing is kept."""

    data: QueryDict
    files: MultiValueDict
    kept_upload = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.sender = kwargs.get("user")
        super().__init__(*args, **kwargs)
        if "file" not in self.fields:
            del self.fields["kept_upload"]
        elif self.is_bound and not self.files.get(self.add_prefix("file")):
            self._take_up()

    def full_clean(self) -> None:
        super().full_clean()
        # What uploads many at once shows no such field, and keeps its files itself.
        if self.is_bound and self.errors and self.add_prefix("kept_upload") in self.data:
            self._keep()

    def save(self, commit: bool = True) -> Model:
        saved = super().save(commit)
        _remove(self._kept())
        return saved

    def _kept(self) -> list[UploadedFile]:
        """The file that the form's token names, if it is this person's and still there."""
        token = self.data.get(self.add_prefix("kept_upload"), "") if self.is_bound else ""
        try:
            self.kept_key, self.kept_name = signing.loads(token, salt=SALT, max_age=KEPT_FOR)
        except (signing.BadSignature, TypeError, ValueError):
            return []
        return list(UploadedFile.objects.filter(pk=self.kept_key, uploaded_by_user=self.sender))

    def _take_up(self) -> None:
        for kept in self._kept():
            try:
                content = kept.file.read()
            except OSError:
                continue
            self.files = self.files.copy()
            self.files[self.add_prefix("file")] = SimpleUploadedFile(self.kept_name, content)
            self._tell(self.kept_name)

    def _keep(self) -> None:
        name = self.add_prefix("file")
        upload = self.files.get(name)
        if upload is None or self.sender is None:
            return
        if "file" in self.errors:
            self.data = self.data.copy()
            self.data[self.add_prefix("kept_upload")] = ""
            return
        if not self._kept() or upload.name != self.kept_name:
            upload.seek(0)
            self._remember(upload)
        self._tell(str(upload.name))

    def _remember(self, upload: File) -> None:
        theirs = UploadedFile.objects.filter(uploaded_by_user=self.sender, for_content_type=None)
        _remove(list(theirs.order_by("-pk")[MOST_PER_PERSON - 1 :]))
        original, upload.name = upload.name, token_urlsafe(24)
        kept = UploadedFile.objects.create(file=upload, uploaded_by_user=self.sender)
        upload.name = original
        self.data = self.data.copy()
        token = signing.dumps([kept.pk, original], salt=SALT)
        self.data[self.add_prefix("kept_upload")] = token

    def _tell(self, name: str) -> None:
        message = _("“%(name)s” is kept. Choose another file only to replace it.") % {"name": name}
        self["file"].help_text = message


def forget(upload: UploadedFile) -> None:
    upload.file.delete(save=False)
    upload.delete()


def forget_old() -> int:
    """Delete what was kept for longer than a day; returns how many there were.

    Wagtail keeps no date of them; their storage does.
    """
    oldest, forgotten = timezone.now() - KEPT_APART, 0
    for upload in UploadedFile.objects.order_by("pk").iterator():
        storage = upload.file.storage
        try:
            is_old = storage.get_modified_time(upload.file.name) < oldest
        except FileNotFoundError:
            is_old = True
        if is_old:
            forget(upload)
            forgotten += 1
    return forgotten


def _remove(kept: list[UploadedFile]) -> None:
    for upload in kept:
        forget(upload)
