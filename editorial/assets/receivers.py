"""What goes with a picture or document that is deleted."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from wagtail.documents.models import Document

from editorial.assets.models import AssetProposal
from news.images import NewsImage
from news.older_documents import file_renamed


@receiver(post_delete, sender=AssetProposal)
def remove_files(instance: AssetProposal, **kwargs: Any) -> None:
    """The versions before and after: with the record nobody can bring them back any more."""
    model = Document if instance.document_id else NewsImage
    storage = model._meta.get_field("file").storage
    for name in {instance.file_before, instance.file_after} - {""}:
        transaction.on_commit(partial(storage.delete, name), robust=True)


@receiver(file_renamed)
def follow_file(document: Document, old: str, new: str, **kwargs: Any) -> None:
    """A proposal that compares with the file of a document goes on comparing with it."""
    proposals = AssetProposal.objects.filter(document=document)
    for name in ("file_before", "file_after"):
        proposals.filter(**{name: old}).update(**{name: new})
