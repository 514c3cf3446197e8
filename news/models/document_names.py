"""The names found in the files of documents, kept so that lists need not open them."""

from typing import Any

from django.db import models
from wagtail.documents import get_document_model_string

from news.document_metadata import Names


class DocumentNames(models.Model):
    """The names in the file of one document, as long as the file has the hash `file_hash`."""

    document = models.OneToOneField(
        get_document_model_string(), on_delete=models.CASCADE, related_name="names"
    )
    file_hash = models.CharField(max_length=40, blank=True)
    people = models.JSONField(default=list)
    programs = models.JSONField(default=list)
    speakers = models.JSONField(default=list)
    # Whether `people` or `programs` has any: what can be taken out.
    holds_names = models.BooleanField(default=False, db_index=True)
    is_readable = models.BooleanField(default=True)

    def __str__(self) -> str:
        return str(self.document)

    @property
    def found(self) -> Names:
        values: Any = (self.people, self.programs, self.speakers)
        return Names(*(tuple(value) for value in values))
