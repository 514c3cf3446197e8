"""The report of readers' searches over a number of days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from django.db.models import FloatField, Max, QuerySet, Sum
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.documents import get_document_model
from wagtail.models import Page

from search.french import words as folded
from search.models import ClickCount, SearchCount

Counts = TypeVar("Counts", SearchCount, ClickCount)

MOST = 1_000  # rows, the ones that count most


@dataclass(frozen=True)
class Searched:
    """The numbers of one search over all these days.

    empty: how often nothing held all of it; found: how many results it had the last time.
    """

    key: str
    text: str
    times: int
    empty: int
    clicks: int
    last: date
    found: int


@dataclass(frozen=True)
class OpenedResult:
    """One result that was opened for one search; place 0 is the editors' choice."""

    text: str
    title: str
    page_id: int | None
    url: str
    clicks: int
    place: float


@dataclass(frozen=True)
class Totals:
    times: int
    empty: int
    clicks: int


def totals(days: int) -> Totals:
    counted = _since(SearchCount.objects.all(), days).aggregate(
        times=Sum("searches", default=0),
        empty=Sum("nothing", default=0),
        clicks=Sum("clicks", default=0),
    )
    return Totals(**counted)


def searched(days: int, order: str = "-times", words: str = "") -> list[Searched]:
    """Return searches; `order` is the name of a number, with a minus for the highest first."""
    return _searched(days, order, words, SearchCount.objects.filter(searches__gt=0))


def without_result(days: int, order: str = "-empty", words: str = "") -> list[Searched]:
    """Return searches that found nothing, and still did the last time."""
    rows = _searched(days, order, words, SearchCount.objects.filter(searches__gt=0), empty__gt=0)
    return [row for row in rows if not row.found]


def opened(days: int, order: str = "-clicks", words: str = "") -> list[OpenedResult]:
    found = _since(ClickCount.objects.all(), days, words).values("key", "target")
    rows = found.annotate(
        said=Max("text"),
        number=Sum("clicks"),
        place=Cast(Sum("places"), FloatField()) / Cast(Sum("clicks"), FloatField()),
    ).order_by(order.replace("clicks", "number"), "key", "target")[:MOST]
    listed = list(rows)
    titles = _titles({row["target"] for row in listed})
    return [
        OpenedResult(
            row["said"], *titles.get(row["target"], ("", None, "")), row["number"], row["place"]
        )
        for row in listed
    ]


def _searched(
    days: int, order: str, words: str, counts: QuerySet[SearchCount], **wanted: int
) -> list[Searched]:
    grouped = (
        _since(counts, days, words)
        .values("key")
        .annotate(
            said=Max("text"),
            times=Sum("searches"),
            empty=Sum("nothing"),
            opened=Sum("clicks"),
            last=Max("day"),
        )
    )
    rows = list(grouped.filter(**wanted).order_by(order.replace("clicks", "opened"), "key")[:MOST])
    # Which spelling sorts last has its accents; which day comes last says what it finds now.
    last = counts.filter(key__in=[row["key"] for row in rows]).order_by("day")
    found = dict(last.values_list("key", "found"))
    return [
        Searched(
            key=row["key"],
            text=row["said"],
            times=row["times"],
            empty=row["empty"],
            clicks=row["opened"],
            last=row["last"],
            found=found[row["key"]],
        )
        for row in rows
    ]


def _since(counts: QuerySet[Counts], days: int, words: str = "") -> QuerySet[Counts]:
    first = timezone.localdate() - timedelta(days=days - 1)
    counts = counts.filter(day__gte=first)
    if not words:
        return counts
    # However it is spelt: keys are folded words.
    return counts.filter(key__contains=" ".join(folded(words)))


def _titles(targets: Iterable[str]) -> dict[str, tuple[str, int | None, str]]:
    """Return title, page and address of each target that still exists."""
    keys: dict[str, list[int]] = {"p": [], "d": [], "x": []}
    for target in targets:
        keys.setdefault(target[:1], []).append(int(target[1:]))
    found: dict[str, tuple[str, int | None, str]] = {}
    for pk, title in Page.objects.filter(pk__in=keys["p"]).values_list("pk", "title"):
        found[f"p{pk}"] = (title, pk, "")
    for document in get_document_model().objects.filter(pk__in=keys["d"]):
        found[f"d{document.pk}"] = (document.title, None, document.url)
    for pick in SearchPromotion.objects.filter(pk__in=keys["x"]):
        found[f"x{pick.pk}"] = (str(pick.title), None, pick.external_link_url)
    return found
