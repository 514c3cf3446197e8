"""Adds counted searches and clicks to the rows of their days, and deletes old rows."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from jobs.counters import Count
from search.models import ClickCount, SearchCount

# Of one day: made-up words cannot fill the database.
MOST_A_DAY = 5_000
# What a count is of, first in its key: then day, key of the search, and the target of a click.
SEARCH, CLICK = "search", "click"


@dataclass
class Numbers:
    """The numbers of one search on one day; latest: text and results of the last one."""

    text: str
    sums: dict[str, int] = field(default_factory=dict)
    latest: Mapping[str, str | int] = field(default_factory=dict)


def add(counts: Sequence[Count]) -> None:
    """Add a batch of counts; clicks count for their searches too."""
    days: dict[str, dict[str, Numbers]] = defaultdict(dict)
    for count in counts:
        kind, day, key, *_target = count.key
        numbers = days[day].setdefault(key, Numbers(str(count.latest["text"])))
        if kind == SEARCH:
            numbers.sums |= count.sums
            numbers.latest = count.latest
        else:
            numbers.sums["clicks"] = numbers.sums.get("clicks", 0) + count.sums["clicks"]
    for day in sorted(days):
        _add_day(date.fromisoformat(day), days[day])
    for count in sorted(counts, key=lambda count: count.key):
        if count.key[0] == CLICK:
            _add_click(count)


def _add_day(day: date, numbers: Mapping[str, Numbers]) -> None:
    rows = SearchCount.objects.filter(day=day)
    known = set(rows.filter(key__in=list(numbers)).values_list("key", flat=True))
    room = max(0, MOST_A_DAY - rows.count())
    fresh = [key for key in numbers if key not in known][:room]
    SearchCount.objects.bulk_create(
        [SearchCount(day=day, key=key, text=numbers[key].text) for key in fresh],
        ignore_conflicts=True,
    )
    for key in sorted(known.union(fresh)):
        added = {name: F(name) + number for name, number in numbers[key].sums.items()}
        rows.filter(key=key).update(**added, **numbers[key].latest)


def _add_click(count: Count) -> None:
    _kind, day, key, target = count.key
    if not SearchCount.objects.filter(day=day, key=key).exists():
        return
    row, _is_new = ClickCount.objects.get_or_create(
        day=date.fromisoformat(day), key=key, target=target, defaults={"text": count.latest["text"]}
    )
    added = {name: F(name) + number for name, number in count.sums.items()}
    ClickCount.objects.filter(pk=row.pk).update(**added)


def prune(now: datetime) -> None:
    """Delete the rows that are older than `SEARCH_COUNTS_DAYS`."""
    oldest = timezone.localdate(now) - timedelta(days=settings.SEARCH_COUNTS_DAYS)
    SearchCount.objects.filter(day__lt=oldest).delete()
    ClickCount.objects.filter(day__lt=oldest).delete()
