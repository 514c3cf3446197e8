"""Counting without cookies: a number a day and a campaign, and nothing about who it was.

A view is told by the page’s own script, when half of the advert or more was on the screen: one
small request a page. Pages may be kept by caches and readers, so what the server sends out says
nothing of what is seen. A click goes through a local address that leads on. Readers without scripts
are counted by their clicks only.
"""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from home.models import Campaign, CampaignDay

MOST_AT_ONCE = 10


def count_views(campaigns: Iterable[int]) -> None:
    _count("views", campaigns)


def count_click(campaign: int) -> None:
    _count("clicks", [campaign])


def _count(what: str, campaigns: Iterable[int]) -> None:
    """Add one to today's number of each of `campaigns` that runs; no count is lost in a race."""
    asked = sorted(set(campaigns))[:MOST_AT_ONCE]
    today = timezone.localdate()
    with transaction.atomic():
        for campaign in (
            Campaign.objects.running(timezone.now()).filter(pk__in=asked).order_by("pk")
        ):
            day, _made = CampaignDay.objects.get_or_create(campaign=campaign, day=today)
            CampaignDay.objects.filter(pk=day.pk).update(**{what: F(what) + 1})
