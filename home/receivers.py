"""Signal receivers: share pictures, the name of the paper."""

from functools import partial

from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published

from accounts.paper_name import paper_name
from home.models import Identity
from home.tasks import draw_share_picture
from news.models import ArticlePage
from news.routing import SHOWN_WITH

# The card that a page without a picture is shared with.
SHOWN_WITH.append("share_picture")


@receiver(page_published)
def draw_card_later(instance: Page, **kwargs: object) -> None:
    if isinstance(instance, ArticlePage):
        transaction.on_commit(partial(draw_share_picture.enqueue, instance.pk), robust=True)


@receiver(post_save, sender=Identity)
def know_name(**kwargs: object) -> None:
    """For the time when the database does not answer."""
    transaction.on_commit(paper_name, robust=True)
