"""What follows when something of the newsroom's is saved."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver

from news.images import NewsImage
from news.tasks import make_picture_files


@receiver(post_save, sender=NewsImage)
def make_files_later(instance: NewsImage, raw: bool, **kwargs: Any) -> None:
    if not raw:
        transaction.on_commit(partial(make_picture_files.enqueue, instance.pk), robust=True)
