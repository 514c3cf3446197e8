"""Puts figures of the past in their place, and takes them out again.

They are rows of the channel `imported`, one for an article and a day: loading a file twice replaces
them. Some articles at a time, each in a transaction, so that what is counted meanwhile waits for a
moment only.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Count, Max, Min, QuerySet, Sum
from django.utils.translation import gettext

from audience.counts.desk.past import Good
from audience.counts.models import ArticleFigures, Channel, DailyFigures
from news.models import ArticlePage

CHUNK = 500
# What a column of the database holds.
MOST_IN_ALL = 2_000_000_000


class TooMany(Exception):
    """An article would have more views than can be kept; the text says so."""


@dataclass(frozen=True)
class Held:
    """What has been loaded so far."""

    rows: int
    articles: int
    views: int
    first: date | None
    last: date | None


def held() -> Held:
    sums = _imported().aggregate(
        rows=Count("pk"),
        articles=Count("article", distinct=True),
        views=Sum("views", default=0),
        first=Min("day"),
        last=Max("day"),
    )
    return Held(**sums)


def load(good: Iterable[Good]) -> int:
    """Load rows; those of the same article and day are replaced. Returns how many there are now.

    Raises TooMany: what came before it in the order of articles is loaded, and loading again after
    the file is mended replaces it.
    """
    by_article: dict[int, dict[date, int]] = {}
    for row in good:
        by_article.setdefault(row.article, {})[row.day] = row.views
    loaded = 0
    for keys in _some(sorted(by_article)):
        with transaction.atomic():
            loaded += _replace({key: by_article[key] for key in keys})
    return loaded


def remove_all() -> int:
    """Take out all that was loaded; returns how many rows that were."""
    removed = 0
    keys = _imported().order_by("article").values_list("article", flat=True).distinct()
    while some := list(keys[:CHUNK]):
        with transaction.atomic():
            totals = _locked(some)
            rows = _imported().filter(article__in=some)
            changes = dict(rows.order_by().values_list("article").annotate(Sum("views")))
            removed += rows.delete()[0]
            _change(totals, {key: -views for key, views in changes.items()})
    return removed


def _replace(by_article: dict[int, dict[date, int]]) -> int:
    # Whatever was deleted since the file was read has no figures any more.
    there = (
        ArticlePage.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk__in=by_article)
        .order_by()
    )
    keys = sorted(there.values_list("pk", flat=True))
    totals = _locked(keys)
    imported = _imported().filter(article__in=keys).values_list("article", "day", "views")
    before = {(key, day): views for key, day, views in imported}
    rows = [
        DailyFigures(article_id=key, day=day, channel=Channel.IMPORTED, views=views)
        for key in keys
        for day, views in by_article[key].items()
    ]
    DailyFigures.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["article", "day", "channel"],
        update_fields=["views"],
    )
    changes = dict.fromkeys(keys, 0)
    for row in rows:
        changes[row.article_id] += row.views - before.get((row.article_id, row.day), 0)
    _change(totals, changes)
    return len(rows)


def _locked(keys: Sequence[int]) -> list[ArticleFigures]:
    """Return the totals of some articles, which nobody else changes until the transaction ends."""
    fresh = [ArticleFigures(article_id=key) for key in keys]
    ArticleFigures.objects.bulk_create(fresh, ignore_conflicts=True)
    return list(ArticleFigures.objects.select_for_update().filter(pk__in=keys).order_by("pk"))


def _change(totals: list[ArticleFigures], changes: dict[int, int]) -> None:
    moved = [total for total in totals if changes.get(total.pk)]
    for total in moved:
        total.views = max(total.views + changes[total.pk], 0)
        total.has_moved = True
        if total.views > MOST_IN_ALL:
            raise TooMany(
                gettext("“%(title)s” would have more views than can be believed.")
                % {"title": total.article.title}
            )
    # Each row is there, and is found by its key: `bulk_update` would compare each with each.
    ArticleFigures.objects.bulk_create(
        moved,
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=["views", "has_moved"],
    )


def _imported() -> QuerySet[DailyFigures]:
    return DailyFigures.objects.filter(channel=Channel.IMPORTED)


def _some(keys: list[int]) -> Iterator[list[int]]:
    return (keys[start : start + CHUNK] for start in range(0, len(keys), CHUNK))
