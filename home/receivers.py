"""Signal receivers: share pictures, and the caches of alerts and campaigns."""

from functools import partial

from django.db import transaction
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished

from accounts.paper_name import paper_name
from home import alerts
from home.advertising import choosing
from home.models import Alert, Campaign, Identity
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


@receiver(post_save, sender=Alert)
@receiver(post_delete, sender=Alert)
@receiver(page_published)
@receiver(page_unpublished)
def invalidate_alerts(**kwargs: object) -> None:
    """An alert has changed, or a page that one may lead to."""
    transaction.on_commit(alerts.invalidate, robust=True)


@receiver(post_save, sender=Campaign)
@receiver(post_delete, sender=Campaign)
@receiver(m2m_changed, sender=Campaign.sections.through)
def invalidate_campaigns(**kwargs: object) -> None:
    transaction.on_commit(choosing.invalidate, robust=True)
