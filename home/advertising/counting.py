"""Counts views and clicks of campaigns by day, without cookies and without a write in a request.

The page’s own script tells a view, when half of the advert or more was on the screen: one small
request a page. Pages may be kept by caches and readers, so what the server sends out says nothing
of what is seen. A click goes through a local address that leads on. Readers without scripts are
counted by their clicks only.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import F, Sum
from django.utils import timezone

from home.advertising.choosing import running_at
from home.models import Campaign, CampaignDay
from jobs.counters import Count, CountBuffer

MOST_AT_ONCE = 10


def count_views(campaigns: Iterable[int]) -> None:
    """Count a view of each of `campaigns` that runs."""
    _count(campaigns, "views")


def count_click(campaign: int) -> None:
    """Count a click on `campaign`, if it runs."""
    _count([campaign], "clicks")


def add(counts: Sequence[Count]) -> None:
    """Add counts to the days of their campaigns, up to the views that were sold."""
    for count in sorted(counts, key=lambda count: count.key):
        day, campaign = date.fromisoformat(count.key[0]), int(count.key[1])
        views, clicks = count.sums.get("views", 0), count.sums.get("clicks", 0)
        # One after the other, so that two workers never go beyond the cap.
        sold = Campaign.objects.select_for_update().filter(pk=campaign).first()
        if sold is None:
            continue
        if sold.cap is not None:
            had = CampaignDay.objects.filter(campaign=sold).aggregate(views=Sum("views", default=0))
            left = sold.cap - had["views"]
            if left <= 0:
                continue
            views = min(views, left)
        row, _made = CampaignDay.objects.get_or_create(campaign=sold, day=day)
        CampaignDay.objects.filter(pk=row.pk).update(
            views=F("views") + views, clicks=F("clicks") + clicks
        )


buffer = CountBuffer(add)


def _count(campaigns: Iterable[int], what: str) -> None:
    running = {advert.pk for advert in running_at(timezone.now()).adverts}
    today = timezone.localdate().isoformat()
    for campaign in sorted(running.intersection(campaigns))[:MOST_AT_ONCE]:
        buffer.count((today, str(campaign)), {what: 1})
