"""Deletes old announcements."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import Q

from editorial.events.models import Announcement
from editorial.notices.models import DailyDigest
from editorial.notices.webhooks.models import WebhookDelivery

KEEP = timedelta(days=90)


def prune(now: datetime, should_continue: Callable[[], bool] = lambda: True) -> int:
    """Delete what is older than KEEP, in batches, and return the number of announcements.

    An announcement with a key (`once`) is kept, since its row prevents a second one. So is what a
    digest has not sent yet.
    """
    old = Announcement.objects.filter(announced_at__lt=now - KEEP, once="").exclude(
        Q(spread_at=None) | Q(notices__choice="digest", notices__sent_at=None)
    )
    deleted = 0
    while should_continue():
        batch = list(old.order_by().values_list("pk", flat=True)[:200])
        if not batch:
            break
        Announcement.objects.filter(pk__in=batch).delete()
        deleted += len(batch)
    DailyDigest.objects.filter(day__lt=(now - KEEP).date()).delete()
    WebhookDelivery.objects.filter(created_at__lt=now - KEEP, announcement=None).delete()
    return deleted
