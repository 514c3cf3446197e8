"""Adding what was counted to the day's rows."""

from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from search.models import ClickCount, CountedBatch, SearchCount

# Of one day; whoever sends made-up words cannot fill the database with them.
MOST_A_DAY = 5_000
Rows = list[list[Any]]


@transaction.atomic
def add(batch: UUID, searches: Rows, clicks: Rows) -> None:
    """Add a batch once, however often it comes.

    searches: day, key, text, number, number without result, results of the last one.
    clicks: day, key, target, text, number, sum of places.
    Always in the same order: two workers wait for each other and never lock each other out.
    """
    _row, is_new = CountedBatch.objects.get_or_create(pk=batch)
    if not is_new:
        return
    numbers: dict[tuple[str, str], dict[str, Any]] = {}
    for day, key, text, times, nothing, found in searches:
        numbers[day, key] = {"text": text, "searches": times, "nothing": nothing, "found": found}
    for day, key, _target, text, times, _places in clicks:
        known = numbers.setdefault((day, key), {"text": text})
        known["clicks"] = known.get("clicks", 0) + times
    for day, of_day in groupby(sorted(numbers), key=lambda place: place[0]):
        _add_day(date.fromisoformat(day), {key: numbers[day, key] for _day, key in of_day})
    for day, key, target, text, times, places in sorted(clicks):
        _add_click(date.fromisoformat(day), key, target, text, times, places)


def _add_day(day: date, numbers: dict[str, dict[str, Any]]) -> None:
    rows = SearchCount.objects.filter(day=day)
    known = set(rows.filter(key__in=list(numbers)).values_list("key", flat=True))
    room = max(0, MOST_A_DAY - rows.count())
    fresh = [key for key in numbers if key not in known][:room]
    SearchCount.objects.bulk_create(
        [SearchCount(day=day, key=key, text=numbers[key]["text"]) for key in fresh],
        ignore_conflicts=True,
    )
    for key in sorted(known.union(fresh)):
        given = numbers[key]
        added = {name: F(name) + given.get(name, 0) for name in ("searches", "nothing", "clicks")}
        last = {name: given[name] for name in ("found", "text") if "searches" in given}
        rows.filter(key=key).update(**added, **last)


def _add_click(day: date, key: str, target: str, text: str, times: int, places: int) -> None:
    if not SearchCount.objects.filter(day=day, key=key).exists():
        return
    row, _is_new = ClickCount.objects.get_or_create(
        day=day, key=key, target=target, defaults={"text": text}
    )
    ClickCount.objects.filter(pk=row.pk).update(
        clicks=F("clicks") + times, places=F("places") + places
    )


def prune(now: datetime) -> None:
    """Delete what is older than the settings keep it."""
    oldest = timezone.localdate(now) - timedelta(days=settings.SEARCH_COUNTS_DAYS)
    SearchCount.objects.filter(day__lt=oldest).delete()
    ClickCount.objects.filter(day__lt=oldest).delete()
    # No task is tried again after so long.
    CountedBatch.objects.filter(at__lt=now - timedelta(days=8)).delete()
