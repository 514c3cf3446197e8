"""Finds today's publications: done, to come and failed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from editorial.dashboard.states import Mark
from editorial.schedule.queries import ScheduledItem, Unapproved, unapproved_times
from news.models import ArticlePage

SHOWN = 8


@dataclass(frozen=True)
class Departure:
    """A publication or withdrawal of today, with its state."""

    page: Page
    title: str
    at: datetime
    mark: Mark
    detail: str = ""

    @property
    def url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk])


def failures(items: list[ScheduledItem]) -> list[Departure]:
    """Return what the clock could not publish or withdraw, of any day."""
    return [
        Departure(
            item.page,
            item.title,
            item.due_at,
            Mark("failed", _("Failed")),
            str(item.failure.last_error),
        )
        for item in items
        if item.failure
    ]


def departures(items: list[ScheduledItem], now: datetime) -> list[Departure]:
    """Return today's pages by time, with the last `SHOWN` of those that are out."""
    start = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    end = start + timedelta(days=1)
    found = [
        Departure(item.page, item.title, item.due_at, _mark(item, now))
        for item in items
        if not item.failure and item.due_at < end
    ]
    found += [_not_approved(text) for text in unapproved_times() if start <= text.due_at < end]
    found += [
        Departure(page, page.title, page.first_published_at, Mark("live", _("Live")))
        for page in ArticlePage.objects.live()
        .filter(first_published_at__gte=start, first_published_at__lte=now)
        .defer("body")
        .order_by("-first_published_at")[:SHOWN]
    ]
    return sorted(found, key=lambda departure: (departure.at, departure.page.pk))


def _mark(item: ScheduledItem, now: datetime) -> Mark:
    if item.is_late(now):
        return Mark("late", _("Late"))
    if item.publishes:
        return Mark("scheduled", _("Scheduled"))
    return Mark("withdrawn", _("To be withdrawn"))


def _not_approved(text: Unapproved) -> Departure:
    return Departure(
        text.page,
        text.title,
        text.go_live_at,
        Mark("in_review", _("Not approved yet")),
        _("It waits for: %(step)s.") % {"step": text.step} if text.step else "",
    )
