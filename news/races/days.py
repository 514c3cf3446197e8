"""The meetings of a section by day, and the horses and jockeys of its races."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Max, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone
from wagtail.models import Page

from delivery.pages.dependencies import depends_instead
from delivery.pages.kept import kept
from news.models import RaceMeetingPage, RaceStart
from news.models.lists import MOVED
from news.models.races import RaceMeetingQuerySet
from news.page_facts import content_types_of
from news.visibility import below_q, shut_pages

# Of an arrival, the first so many are « placés ».
PLACED = 3
SHOWN_FORM = 10
STARTS = RaceStart._meta.db_table


@dataclass(frozen=True)
class Record:
    """What a horse or a jockey has done in the races that are online.

    form: the places of the newest starts, the newest first; 0 for one not named in the arrival.
    """

    starts: int
    wins: int
    placed: int
    form: list[int]


@dataclass(frozen=True)
class Nearest:
    """The meetings of tomorrow and of today, and the newest with an arrival."""

    tomorrow: list[RaceMeetingPage]
    today: list[RaceMeetingPage]
    results: RaceMeetingPage | None


def has_races(section: Page) -> bool:
    """Whether a race of this section is online."""
    return section.path in kept("sections with races", _sections)


def _sections() -> set[str]:
    """By the index of types; asked again when races are published or withdrawn."""
    kinds = content_types_of(RaceMeetingPage)
    with depends_instead([STARTS, MOVED], {"articles", "pages"}):
        live = Page.objects.filter(content_type__in=kinds, live=True).order_by()
        return {path[: -Page.steplen] for path in live.values_list("path", flat=True)}


def meetings_of(section: Page) -> RaceMeetingQuerySet:
    """Those of a section that readers can open, with their races."""
    meetings: RaceMeetingQuerySet = RaceMeetingPage.objects.child_of(section).visible()
    return meetings.defer("body").prefetch_related("races")


def nearest(section: Page) -> Nearest:
    today = timezone.localdate()
    near = list(meetings_of(section).filter(day__in=[today, today + timedelta(days=1)]))
    near.sort(key=lambda meeting: (meeting.meeting_number or 0, meeting.pk))
    return Nearest(
        tomorrow=[meeting for meeting in near if meeting.day != today],
        today=[meeting for meeting in near if meeting.day == today],
        results=meetings_of(section).with_arrivals().first(),
    )


def months_of(section: Page) -> list[tuple[date, int]]:
    """The first day of each month with meetings, the newest first, and how many there are."""
    meetings = RaceMeetingPage.objects.child_of(section).visible().exclude(day=None).order_by()
    counted = meetings.annotate(month=TruncMonth("day")).values_list("month")
    return sorted(counted.annotate(Count("pk")), reverse=True)


def starts_below(section: Page) -> QuerySet[RaceStart]:
    """The starts in races of the section that readers can open, the newest first."""
    starts = RaceStart.objects.filter(below_q(section.path, prefix="page__"), page__live=True)
    for page in shut_pages():
        starts = starts.exclude(below_q(page.path, inclusive=True, prefix="page__"))
    return starts.order_by("-day", "-race", "number")


def names_of(section: Page, kind: str, typed: str) -> QuerySet[RaceStart, dict[str, Any]]:
    """Horses or jockeys whose name holds what was typed, those who ran last first.

    kind: "horse" or "jockey". Each with `key`, `name`, `number` of starts and `last` day.
    """
    key = f"{kind}_key"
    starts = starts_below(section).exclude(**{key: ""})
    if typed:
        starts = starts.filter(**{f"{key}__contains": typed})
    counted = (
        starts.order_by().values(key).annotate(name=Max(kind), number=Count("pk"), last=Max("day"))
    )
    return counted.order_by("-last", key)


def record_of(starts: Iterable[RaceStart]) -> Record:
    """starts: of one horse or jockey, the newest first."""
    run = [start for start in starts if start.has_arrival and not start.is_out]
    places = [start.place or 0 for start in run]
    return Record(
        starts=len(run),
        wins=places.count(1),
        placed=sum(1 <= place <= PLACED for place in places),
        form=places[:SHOWN_FORM],
    )
