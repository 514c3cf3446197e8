"""Writes what readers see of figures, when it is something else than before: pages are kept."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from audience.counts.models import (
    ArticleFigures,
    DailyFigures,
    ShownFigures,
    TrendingList,
    TrendSettings,
)
from audience.counts.scores import weight_at
from jobs.periodic import Tick
from news.models import ArticleIndexPage, ArticlePage

AT_ONCE = 200
# Articles with the highest scores, of which the lists of all sections are made.
BEST = 500
# An article is on the rise if it has the weight of so many views of this moment. With so few of
# these there is no trend; with more, others follow, as many may stand on the page already.
RISES, LEAST, KEPT = 5.0, 3, 60
WEEK = timedelta(days=7)


def rounded(number: int) -> int:
    """A number as readers see it: never more than it is, and not another one with each view."""
    if number < 10_000:
        return number // 10 * 10
    return number // (100 if number < 100_000 else 1000) * (100 if number < 100_000 else 1000)


def show_figures(tick: Tick) -> None:
    """Write what readers see of the articles whose figures have moved."""
    while tick.should_continue() and _show_some():
        pass


def _show_some() -> bool:
    with transaction.atomic():
        moved = ArticleFigures.objects.select_for_update().filter(has_moved=True)
        figures = list(moved.order_by("pk")[:AT_ONCE])
        keys = [one.pk for one in figures]
        before = ShownFigures.objects.in_bulk(keys)
        changed = []
        for one in figures:
            shown = before.get(one.pk) or ShownFigures(article_id=one.pk)
            now = (rounded(one.views), one.shares)
            if (shown.views, shown.shares) != now:
                shown.views, shown.shares = now
                changed.append(shown)
        ShownFigures.objects.bulk_create(
            changed,
            update_conflicts=True,
            unique_fields=["article"],
            update_fields=["views", "shares"],
        )
        ArticleFigures.objects.filter(pk__in=keys).update(has_moved=False)
    return len(figures) == AT_ONCE


def show_trends(now: datetime) -> None:
    """Write what is read most, on the site and in each section, where that has changed."""
    sections = dict(ArticleIndexPage.objects.live().values_list("pk", "path"))
    rising, scored = _scored(now)
    by_score = _by_place(scored, sections)
    is_trend = {
        place: len(rising.intersection(articles)) >= LEAST for place, articles in by_score.items()
    }
    of_week: Mapping[int | None, Sequence[int]] = {}
    if not all(is_trend.values()):
        of_week = _by_place(_read_this_week(now), sections)
    kept = {row.section_id: row for row in TrendingList.objects.order_by("-pk")}
    for place in (None, *sections):
        is_week = not is_trend[place]
        articles = list((of_week if is_week else by_score)[place])
        shown = (articles, is_week) if len(articles) >= LEAST else ([], False)
        row = kept.get(place) or TrendingList(section_id=place)
        if (row.articles, row.is_week) != shown:
            row.articles, row.is_week = shown
            row.save()


def _scored(now: datetime) -> tuple[set[int], list[int]]:
    """The articles on the rise, and all with a score, the highest first."""
    half_life = TrendSettings.current().half_life_hours
    scores = ArticleFigures.objects.filter(score__gt=0).order_by("-score")
    scored = dict(scores.values_list("pk", "score")[:BEST])
    at = now.timestamp()
    rising = {pk for pk, score in scored.items() if weight_at(score, at, half_life) >= RISES}
    return rising, list(scored)


def _read_this_week(now: datetime) -> list[int]:
    days = DailyFigures.objects.filter(day__gt=timezone.localdate(now - WEEK)).order_by()
    read = days.values("article_id").annotate(number=Sum("views")).filter(number__gt=0)
    return list(read.order_by("-number", "-article_id").values_list("article_id", flat=True)[:BEST])


def _by_place(
    articles: Sequence[int], sections: Mapping[int, str]
) -> dict[int | None, Sequence[int]]:
    """Those that readers can open, the first ones on the site (None) and in each section."""
    there = ArticlePage.objects.published().filter(pk__in=articles).order_by()
    paths = dict(there.values_list("pk", "path"))
    listed = [pk for pk in articles if pk in paths]
    found: dict[int | None, Sequence[int]] = {None: listed[:KEPT]}
    for section, path in sections.items():
        found[section] = [pk for pk in listed if paths[pk].startswith(path)][:KEPT]
    return found


def trending(section: int | None = None) -> tuple[list[int], bool]:
    """The articles of a list, the most read first, and whether they are those of the week."""
    row = TrendingList.objects.filter(section=section).order_by("pk").first()
    return (row.articles, row.is_week) if row else ([], False)
