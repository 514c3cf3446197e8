"""Writes the lists of articles that readers page through: of sections, tags and authors.

`refresh` derives the entries of some articles anew, and is called in the transaction of whatever
changes them. Whatever has written past it is mended by `check`, every night.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Count, QuerySet, Sum
from django.utils import timezone
from wagtail.models import Page

from news.models import ArticlePage, ArticleTag, Byline, ListCount, ListedArticle, ListKind
from news.models.lists import EVERYTHING, FRONT, ArticleList
from news.months import month_between

CHUNK = 500


class Entry(NamedTuple):
    article: int
    kind: str
    key: int
    at: datetime


def refresh(articles: Iterable[int]) -> int:
    """Have the lists show what they should of `articles`; return how many entries were wrong.

    In the transaction of what has changed them. Two that change the same numbers at once wait for
    each other, so that each counts what the other has listed.
    """
    wrong = 0
    for some in _batches(articles):
        if any(_difference(some)):
            with transaction.atomic():
                wrong += _mend(some)
    return wrong


def refresh_below(page: Page) -> int:
    """The same for all articles below `page`, which was moved or shut away."""
    below = ArticlePage.objects.descendant_of(page, inclusive=True).order_by()
    return refresh(list(below.values_list("pk", flat=True)))


@transaction.atomic
def forget(article: int) -> None:
    """Take an article that is being deleted out of all lists."""
    held = _held([article])
    if held:
        _lock()
        ListedArticle.objects.filter(article=article).delete()
        _recount(held)


@transaction.atomic
def forget_list(forgotten: ArticleList) -> None:
    """Delete a list whose tag is gone."""
    for table in (ListedArticle, ListCount):
        table.objects.filter(kind=forgotten.kind, key=forgotten.key).delete()


def check() -> Iterator[int]:
    """Compare all lists with the articles and mend them; yield how many entries were wrong.

    Some hundred articles at a time, each in a transaction of its own.
    """
    last = 0
    while keys := list(
        ArticlePage.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK]
    ):
        last = keys[-1]
        yield refresh(keys)
    yield _check_numbers()


def _mend(articles: Collection[int]) -> int:
    _lock()
    # Another one may have mended them while we waited.
    missing, extra = _difference(articles)
    if not (missing or extra):
        return 0
    ListedArticle.objects.filter(pk__in=extra.values()).delete()
    ListedArticle.objects.bulk_create(
        ListedArticle(article_id=entry.article, kind=entry.kind, key=entry.key, at=entry.at)
        for entry in sorted(missing)
    )
    _recount([*missing, *extra])
    return len(missing) + len(extra)


def _lock() -> None:
    """Wait for others that change lists, until the end of their transactions.

    SQLite has one writer at a time anyway.
    """
    if connection.features.has_select_for_update:
        ListCount.objects.get_or_create(kind="", key=0, month="", defaults={"number": 0})
        ListCount.objects.select_for_update().get(kind="", key=0, month="")


def _difference(articles: Collection[int]) -> tuple[set[Entry], dict[Entry, int]]:
    """The entries that are missing of `articles`, and the keys of those that are too many."""
    wanted, held = _wanted(articles), _held(articles)
    return wanted - held.keys(), {entry: held[entry] for entry in held.keys() - wanted}


def _held(articles: Collection[int]) -> dict[Entry, int]:
    rows = ListedArticle.objects.filter(article__in=articles)
    return {
        Entry(article, kind, key, at): pk
        for pk, article, kind, key, at in rows.values_list("pk", "article", "kind", "key", "at")
    }


def _wanted(articles: Collection[int]) -> set[Entry]:
    published = ArticlePage.objects.visible().exclude(first_published_at=None)
    rows = published.filter(pk__in=articles).order_by()
    shown = {
        pk: (path, at) for pk, path, at in rows.values_list("pk", "path", "first_published_at")
    }
    if not shown:
        return set()
    above = {pk: _paths_above(path) for pk, (path, _) in shown.items()}
    sections = dict(
        Page.objects.filter(path__in={path for paths in above.values() for path in paths})
        .order_by()
        .values_list("path", "pk")
    )
    found = [(pk, ListKind.SECTION, EVERYTHING) for pk in shown]
    found += [
        (pk, ListKind.SECTION, sections[path])
        for pk, paths in above.items()
        for path in paths
        if path in sections
    ]
    tags = ArticleTag.objects.filter(content_object__in=shown)
    for pk, tag in tags.values_list("content_object", "tag"):
        found.append((pk, ListKind.TAG, tag))
    bylines = Byline.objects.filter(article__in=shown).order_by()
    for pk, author in bylines.values_list("article", "author"):
        found.append((pk, ListKind.AUTHOR, author))
    return {Entry(pk, kind.value, key, shown[pk][1]) for pk, kind, key in found}


def _paths_above(path: str) -> list[str]:
    """The paths of the sections above the page at `path`."""
    return [path[:end] for end in range((FRONT + 1) * Page.steplen, len(path), Page.steplen)]


def _recount(changed: Iterable[Entry]) -> None:
    """Count the lists of these entries; the numbers of sections month by month."""
    months: dict[str, set[int]] = defaultdict(set)
    whole: dict[str, set[int]] = defaultdict(set)
    for entry in changed:
        if entry.kind == ListKind.SECTION:
            months[month_of(entry.at)].add(entry.key)
        else:
            whole[entry.kind].add(entry.key)
    _count(months, whole)


def _count(months: dict[str, set[int]], whole: dict[str, set[int]]) -> None:
    numbers: dict[tuple[str, int, str], int] = {}
    for month, keys in months.items():
        start, end = month_between(month) or (None, None)
        entries = ListedArticle.objects.filter(kind=ListKind.SECTION, at__gte=start, at__lt=end)
        numbers |= _counted(entries, ListKind.SECTION, keys, month)
    for kind, keys in whole.items():
        numbers |= _counted(ListedArticle.objects.filter(kind=kind), kind, keys, "")
    _store(numbers)
    if keys := set().union(*months.values()):
        sums = ListCount.objects.filter(kind=ListKind.SECTION, key__in=keys).exclude(month="")
        totals = dict(sums.order_by().values_list("key").annotate(Sum("number")))
        _store({(ListKind.SECTION, key, ""): totals.get(key, 0) for key in keys})


def _counted(
    entries: QuerySet[ListedArticle], kind: str, keys: set[int], month: str
) -> dict[tuple[str, int, str], int]:
    counted = entries.filter(key__in=keys).order_by().values_list("key").annotate(Count("pk"))
    return {(kind, key, month): 0 for key in keys} | {
        (kind, key, month): number for key, number in counted
    }


def _store(numbers: dict[tuple[str, int, str], int]) -> None:
    ListCount.objects.bulk_create(
        [
            ListCount(kind=kind, key=key, month=month, number=number)
            for (kind, key, month), number in sorted(numbers.items())
        ],
        batch_size=CHUNK,
        update_conflicts=True,
        unique_fields=["kind", "key", "month"],
        update_fields=["number"],
    )
    if not all(numbers.values()):
        ListCount.objects.filter(number=0).exclude(kind="").delete()


def _check_numbers() -> int:
    """Mend the numbers that do not count the entries; return how many there were."""
    counted: dict[tuple[str, int, str], int] = defaultdict(int)
    entries = ListedArticle.objects.order_by()
    whole = entries.exclude(kind=ListKind.SECTION).values_list("kind", "key")
    for kind, key, number in whole.annotate(Count("pk")):
        counted[kind, key, ""] = number
    sections = entries.filter(kind=ListKind.SECTION).values_list("key", "at")
    for key, at in sections.iterator():
        counted[ListKind.SECTION.value, key, month_of(at)] += 1
        counted[ListKind.SECTION.value, key, ""] += 1
    rows = ListCount.objects.exclude(kind="").values_list("kind", "key", "month", "number")
    stored = {(kind, key, month): number for kind, key, month, number in rows}
    wrong = {name for name, _ in counted.items() ^ stored.items()}
    if wrong:
        months: dict[str, set[int]] = defaultdict(set)
        whole_lists: dict[str, set[int]] = defaultdict(set)
        for kind, key, month in wrong:
            if kind != ListKind.SECTION:
                whole_lists[kind].add(key)
            else:
                months[month or _any_month(stored, counted, key)].add(key)
        with transaction.atomic():
            _lock()
            _count(months, whole_lists)
    return len(wrong)


def _any_month(
    stored: Iterable[tuple[str, int, str]], counted: Iterable[tuple[str, int, str]], key: int
) -> str:
    """A month of the section, by whose count the sum of all is written anew."""
    found = (name for name in (*counted, *stored) if name[:2] == (ListKind.SECTION, key))
    return next((month for _, _, month in found if month), month_of(timezone.now()))


def month_of(at: datetime) -> str:
    return f"{timezone.localtime(at, timezone.get_default_timezone()):%Y-%m}"


def _batches(keys: Iterable[int]) -> Iterator[list[int]]:
    rest = iter(sorted(set(keys)))
    while some := list(islice(rest, CHUNK)):
        yield some
