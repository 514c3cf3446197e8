"""What follows in the front room when an article is published."""

from functools import partial
from typing import Any

from django.db import transaction
from django.dispatch import receiver
from wagtail.signals import page_published

from home.tasks import draw_share_picture
from news.models import ArticlePage


@receiver(page_published, sender=ArticlePage)
def draw_card_later(instance: ArticlePage, **kwargs: Any) -> None:
    transaction.on_commit(partial(draw_share_picture.enqueue, instance.pk), robust=True)
