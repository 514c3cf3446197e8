"""Keeps the files of proposals in step with those of pictures and documents."""

from functools import partial

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from wagtail.documents.models import Document

from editorial.assets.models import AssetProposal
from news.images import NewsImage
from news.older_documents import file_renamed


@receiver(post_delete, sender=AssetProposal)
def remove_files(instance: AssetProposal, **kwargs: object) -> None:
    """Delete the files of both sides with the proposal."""
    model = Document if instance.document_id else NewsImage
    storage = model._meta.get_field("file").storage
    for name in {instance.file_before, instance.file_after} - {""}:
        transaction.on_commit(partial(storage.delete, name), robust=True)


@receiver(file_renamed)
def follow_file(document: Document, old: str, new: str, **kwargs: object) -> None:
    """Update the proposals that name a document's file when it is renamed."""
    proposals = AssetProposal.objects.filter(document=document)
    for name in ("file_before", "file_after"):
        proposals.filter(**{name: old}).update(**{name: new})
