"""The figures of a period: in all, by day, section, channel, author and article, and what rises."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.utils import timezone
from wagtail.models import Page

from audience.counts.models import ArticleFigures, Channel, DailyFigures, TrendSettings
from audience.counts.scores import weight_at
from delivery.limits import HOUR
from news.models import ArticleIndexPage, ArticlePage, Author, Byline

# Of the articles, so many are shown; a file has all.
MOST = 20
RISING = 10
SUMMED = ("views", "filtered", "repeated", "shares", "ended", "quarters", "seconds")
NAMES = (*SUMMED, "imported")


@dataclass(frozen=True)
class Period:
    """So many days, up to today, and as many before."""

    days: int
    last: date

    @classmethod
    def until_today(cls, days: int) -> Period:
        return cls(days, timezone.localdate())

    @property
    def first(self) -> date:
        return self.last - timedelta(days=self.days - 1)

    @property
    def before(self) -> Period:
        return Period(self.days, self.first - timedelta(days=1))

    def each_day(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range(self.days)]


@dataclass
class Figures:
    """Sums as of `DailyFigures`. imported: those of the views that were loaded from a file."""

    views: int = 0
    filtered: int = 0
    repeated: int = 0
    shares: int = 0
    ended: int = 0
    quarters: int = 0
    seconds: int = 0
    imported: int = 0

    def add(self, other: Figures) -> None:
        for name in NAMES:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def depth(self) -> float | None:
        """How far readers went on average, in per cent of the article."""
        return 25 * self.quarters / self.ended if self.ended else None

    @property
    def average_seconds(self) -> int | None:
        """How long an article was read on average."""
        return round(self.seconds / self.ended) if self.ended else None

    def is_empty(self) -> bool:
        return not any((self.views, self.shares, self.filtered, self.repeated))


@dataclass(frozen=True)
class Row:
    """A line of a table. key: of the section, author or article; the name of the channel."""

    key: Any
    label: str
    figures: Figures


@dataclass(frozen=True)
class Rising:
    """An article that is read now. weight: what its views, shares and comments weigh now."""

    article: ArticlePage
    weight: float


@dataclass
class Report:
    period: Period
    now: Figures = field(default_factory=Figures)
    before: Figures = field(default_factory=Figures)
    days: list[Row] = field(default_factory=list)
    channels: list[Row] = field(default_factory=list)
    sections: list[Row] = field(default_factory=list)
    authors: list[Row] = field(default_factory=list)
    articles: list[Row] = field(default_factory=list)


def rows_of(articles: QuerySet[ArticlePage], period: Period) -> QuerySet[DailyFigures]:
    """Return the figures of some articles in a period; a queryset of all joins no table."""
    rows = DailyFigures.objects.filter(day__gte=period.first, day__lte=period.last)
    return (
        rows.filter(article__in=articles.order_by().values("pk")) if articles.query.where else rows
    )


def report(articles: QuerySet[ArticlePage], period: Period) -> Report:
    """Return the figures of `articles` in a period, in as many queries for few as for many."""
    found = Report(period)
    rows = rows_of(articles, period)
    _add_days_and_channels(found, rows, rows_of(articles, period.before))
    _add_articles(found, rows)
    return found


def by_article_and_day(articles: QuerySet[ArticlePage], period: Period) -> QuerySet[Any]:
    """Return the sums of each article on each day, for `figures_of`."""
    return _grouped(rows_of(articles, period), "day", "article").order_by("day", "article")


def rising(articles: QuerySet[ArticlePage], most: int = RISING) -> list[Rising]:
    """Return the articles whose score is the highest, while they weigh as much as a fresh view."""
    settings = TrendSettings.current()
    now = timezone.now().timestamp()
    halvings = now / (settings.half_life_hours * HOUR)
    scored = ArticleFigures.objects.filter(score__gte=halvings, article__live=True)
    if articles.query.where:
        scored = scored.filter(article__in=articles.order_by().values("pk"))
    scored = scored.order_by("-score", "-pk")[:most]
    scores = dict(scored.values_list("article", "score"))
    titles = ArticlePage.objects.only("title", "url_path").in_bulk(list(scores))
    return [
        Rising(titles[key], weight_at(score, now, settings.half_life_hours))
        for key, score in scores.items()
        if key in titles
    ]


def _sums() -> dict[str, Sum]:
    imported = Sum("views", filter=Q(channel=Channel.IMPORTED))
    return {**{name: Sum(name) for name in SUMMED}, "imported": imported}


def _grouped(rows: QuerySet[DailyFigures], *keys: str) -> QuerySet[Any]:
    # What a sum of `views` is called must not hide the column from the next sum.
    names = {f"sum_{name}": summed for name, summed in _sums().items()}
    return rows.order_by().values(*keys).annotate(**names)


def _add_days_and_channels(
    found: Report, rows: QuerySet[DailyFigures], before: QuerySet[DailyFigures]
) -> None:
    days = {day: Figures() for day in found.period.each_day()}
    channels: dict[str, Figures] = {}
    for sums in _grouped(rows, "day", "channel"):
        figures = figures_of(sums)
        for total in (
            found.now,
            days[sums["day"]],
            channels.setdefault(sums["channel"], Figures()),
        ):
            total.add(figures)
    for sums in _grouped(before, "channel"):
        found.before.add(figures_of(sums))
    found.days = [Row(day, "", figures) for day, figures in days.items()]
    labels = dict(Channel.choices)
    found.channels = _most_read(
        Row(name, str(labels.get(name, name)), figures) for name, figures in channels.items()
    )


def _add_articles(found: Report, rows: QuerySet[DailyFigures]) -> None:
    """By article, and from that by section and author.

    To join the articles to each day and channel would take the database three times as long.
    """
    read = {sums["article"]: figures_of(sums) for sums in _grouped(rows, "article")}
    keys = rows.order_by().values("article")
    found.sections = _by_section(read, keys)
    found.authors = _by_author(read, keys)
    most = heapq.nlargest(MOST, read, key=lambda key: (read[key].views, key))
    titles = dict(ArticlePage.objects.filter(pk__in=most).values_list("pk", "title"))
    found.articles = [Row(key, titles[key], read[key]) for key in most if key in titles]


def _by_section(read: Mapping[int, Figures], keys: QuerySet[Any]) -> list[Row]:
    by_path: dict[str, Figures] = {}
    paths = Page.objects.filter(pk__in=keys).order_by().values_list("pk", "path")
    for key, path in _still_known(paths, read):
        by_path.setdefault(path[: -Page.steplen], Figures()).add(read[key])
    sections = ArticleIndexPage.objects.filter(path__in=by_path).only("title", "path")
    return _most_read(Row(each.pk, each.title, by_path[each.path]) for each in sections)


def _still_known(pairs: Iterable[Any], read: Mapping[int, Figures]) -> Iterator[tuple[int, Any]]:
    """Of what is looked up for articles: for those that were summed up a moment before."""
    return (pair for pair in pairs if pair[0] in read)


def _by_author(read: Mapping[int, Figures], keys: QuerySet[Any]) -> list[Row]:
    """What two have signed counts for both; key None: what nobody has signed."""
    by_author: dict[int | None, Figures] = {}
    unsigned = set(read)
    bylines = Byline.objects.filter(article__in=keys).order_by().values_list("article", "author")
    for key, author in _still_known(bylines, read):
        by_author.setdefault(author, Figures()).add(read[key])
        unsigned.discard(key)
    for key in unsigned:
        by_author.setdefault(None, Figures()).add(read[key])
    names: dict[int | None, str] = dict(Author.objects.values_list("pk", "name"))
    return _most_read(Row(key, names.get(key, ""), found) for key, found in by_author.items())


def figures_of(sums: Mapping[str, Any]) -> Figures:
    """Return what a query of `_grouped` has summed up."""
    return Figures(**{name: sums[f"sum_{name}"] or 0 for name in NAMES})


def _most_read(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (-row.figures.views, -row.figures.shares, row.label))
