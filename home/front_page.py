"""The composition of la Une: what the chief editor pinned, and the newest for the rest.

It shows only what readers may see, and no article twice: an article that is pinned keeps its
place, whatever rule would have put it elsewhere; of one that is pinned twice the higher place wins.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from operator import itemgetter

from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page

from delivery.freshness import fresh_until
from delivery.pages.dependencies import changes_at
from delivery.pages.kept import kept
from home.forecast import Forecast
from home.models import HomePage
from home.plan import NOTHING, SECONDARY_PLACES, Plan, Slot, StripPlan
from news.models import ArticleIndexPage, ArticlePage
from news.models.lists import ArticleList, below, everything, newest_entries
from news.navigation import sections_by_path
from news.page_context import adds_context
from news.visibility import visible_among

__all__ = [
    "ARTICLES_PER_STRIP",
    "LATEST",
    "POOL",
    "SECONDARY_PLACES",
    "FrontPage",
    "Strip",
    "compose",
]

ARTICLES_PER_STRIP = 4
LATEST = 10
# Newest articles of a section that are looked at: more than stand elsewhere on the page.
ENOUGH = 40
POOL = 400  # newest articles looked at before a section is asked by itself


# Key, place in the tree and date of an article.
Known = tuple[int, str, datetime]


@dataclass(frozen=True)
class Strip:
    section: ArticleIndexPage
    articles: list[ArticlePage]


@dataclass(frozen=True)
class FrontPage:
    lead: ArticlePage | None
    secondary: list[ArticlePage]
    latest: list[ArticlePage]
    strips: list[Strip]
    not_to_miss: list[ArticlePage] = field(default_factory=list)
    # The article in each place of the plan, by its name (`Plan.named_slots`).
    placed: dict[str, ArticlePage] = field(default_factory=dict)

    @property
    def shown(self) -> list[int]:
        """The keys of all articles on the page."""
        rows = [self.secondary, self.latest, self.not_to_miss, *(s.articles for s in self.strips)]
        lead = [self.lead] if self.lead else []
        return [article.pk for row in [lead, *rows] for article in row]

    @property
    def is_empty(self) -> bool:
        return not (self.lead or self.secondary or self.latest or self.strips or self.not_to_miss)


def compose(
    home: HomePage,
    plan: Plan | None = None,
    at: datetime | None = None,
    forecast: Forecast | None = None,
) -> FrontPage:
    """La Une by `plan` at the moment `at` (now), from what is live or what `forecast` foresees.

    Costs one query for the order of the newest articles and one listing, however many there are;
    sections with little among the newest POOL articles cost one more, and so do pinned articles
    that are older than those.
    """
    plan = plan or Plan()
    at = at or timezone.now()
    stock = _Stock(home, forecast)
    stock.look_for(plan.articles())
    filled = _pins(plan, at, stock)
    for name, slot in plan.named_slots():
        if name not in filled and (found := stock.fall_back(slot)) is not None:
            filled[name] = found
            stock.used.add(found)

    latest = stock.take(LATEST)
    strips: list[tuple[ArticleIndexPage, list[int]]] = []
    wanted = plan.strips
    if wanted is None:
        wanted = tuple(StripPlan(section.pk) for section in stock.top_sections())
    for number, strip in enumerate(wanted):
        if section := stock.sections.get(strip.section):
            first = filled.get(f"strips-{number}")
            pinned = [] if first is None else [first]
            rest = stock.take(ARTICLES_PER_STRIP - len(pinned), section)
            strips.append((section, pinned + rest))

    articles = stock.fetch([*filled.values(), *latest, *(pk for _, ids in strips for pk in ids)])
    placed = {name: articles[pk] for name, pk in filled.items() if pk in articles}
    return FrontPage(
        lead=placed.get("lead"),
        secondary=_row(placed, "secondary", len(plan.secondary)),
        not_to_miss=_row(placed, "not_to_miss", len(plan.not_to_miss)),
        latest=[articles[pk] for pk in latest if pk in articles],
        strips=[
            Strip(section, [articles[pk] for pk in ids if pk in articles])
            for section, ids in strips
            if ids
        ],
        placed=placed,
    )


@adds_context(HomePage)
def front_page_now(request: HttpRequest, home: HomePage) -> dict[str, object]:
    """The context of la Une: as it is arranged now, cached until that changes."""
    if getattr(request, "is_preview", False):
        front_page, next_change = _front_page(home)
    else:
        front_page, next_change = kept(("front page", home.pk), partial(_front_page, home))
    fresh_until(request, next_change)
    return {"front_page": front_page}


def _front_page(home: HomePage) -> tuple[FrontPage, datetime | None]:
    """La Une as it is arranged now, and when that changes."""
    now = timezone.now()
    in_force, next_change = home.arrangement(now)
    changes_at(next_change)
    return compose(home, in_force, now), next_change


def _pins(plan: Plan, at: datetime, stock: _Stock) -> dict[str, int]:
    """The places whose own article readers can see, from the top down."""
    filled: dict[str, int] = {}
    for name, slot in plan.named_slots():
        pinned = slot.pinned(at)
        if pinned is not None and pinned in stock.paths and pinned not in stock.used:
            filled[name] = pinned
            stock.used.add(pinned)
    return filled


def _row(placed: dict[str, ArticlePage], name: str, length: int) -> list[ArticlePage]:
    return [placed[key] for n in range(length) if (key := f"{name}-{n}") in placed]


class _Stock:
    """The articles that may be shown, and those that are placed already (`used`)."""

    def __init__(self, home: HomePage, forecast: Forecast | None) -> None:
        self.home = home
        self.coming = forecast.coming if forecast else {}
        self.leaving = forecast.leaving if forecast else frozenset()
        self.used: set[int] = set()
        self.sections = {
            section.pk: section
            for section in visible_among(sections_by_path().values())
            if section.is_descendant_of(home)
        }
        articles = ArticlePage.objects.published()
        self.articles = articles.exclude(pk__in=self.leaving) if self.leaving else articles
        newest = self._newest_of(everything(), POOL)
        self.is_whole = len(newest) < POOL
        known = {pk for pk, _, _ in newest}
        for pk, article in self.coming.items():
            if pk not in known:
                newest.append((pk, article.path, article.first_published_at))
        if self.coming:
            # As the database does: of two at the same moment, the later page first.
            newest.sort(key=itemgetter(2, 0), reverse=True)
        self.paths: dict[int, str] = {pk: path for pk, path, _ in newest}
        # The newest of all; `paths` knows some older ones of quiet sections besides.
        self.newest = list(self.paths)
        if not self.is_whole:
            self._look_into_quiet_sections()

    def _newest_of(self, listed: ArticleList, number: int) -> list[Known]:
        """The key, place and date of the newest articles of a list."""
        found = self.articles.at(listed, slice(0, number))
        return list(found.values_list("pk", "path", "first_published_at"))

    def _look_into_quiet_sections(self) -> None:
        """Make the newest articles known of sections that have few in the pool; in one query."""
        held = Counter(path[: -Page.steplen] for path in self.paths.values())
        quiet = [
            section
            for section in self.top_sections()
            if sum(n for path, n in held.items() if path.startswith(section.path)) < ENOUGH
        ]
        found = newest_entries(map(below, quiet), ENOUGH)
        found.sort(key=lambda entry: (entry.at, entry.article_id), reverse=True)
        for entry in found:
            if entry.article_id not in self.leaving:
                self.paths.setdefault(entry.article_id, entry.path)

    def look_for(self, pinned: list[int]) -> None:
        """Make those of `pinned` known that readers can see and that are older than the pool."""
        older = [pk for pk in pinned if pk not in self.paths]
        if older and not self.is_whole:
            self.paths |= dict(self.articles.filter(pk__in=older).values_list("pk", "path"))

    def top_sections(self) -> list[ArticleIndexPage]:
        depth = self.home.depth + 1
        return [section for section in self.sections.values() if section.depth == depth]

    def fall_back(self, slot: Slot) -> int | None:
        """The article that the rule of an empty place puts there."""
        if slot.fallback == NOTHING:
            return None
        section = self.sections.get(slot.section) if slot.section else None
        found = self._unused(1, section)
        return found[0] if found else None

    def take(self, count: int, section: ArticleIndexPage | None = None) -> list[int]:
        """Take the `count` newest articles that are not placed yet."""
        found = self._unused(count, section)
        self.used.update(found)
        return found

    def _unused(self, count: int, section: ArticleIndexPage | None) -> list[int]:
        prefix = section.path if section else ""
        known = self.paths if section else self.newest
        found = [pk for pk in known if pk not in self.used and self.paths[pk].startswith(prefix)]
        if len(found) < count and section and not self.is_whole:
            shown = {*self.used, *found}
            # Of so many at least these are shown nowhere yet.
            older = self._newest_of(below(section), count + len(shown))
            found += [pk for pk, _, _ in older if pk not in shown][: count - len(found)]
        return found[:count]

    def fetch(self, wanted: list[int]) -> dict[int, ArticlePage]:
        listed = [pk for pk in wanted if pk not in self.coming]
        articles = self.articles.as_cards().filter(pk__in=listed)
        return {article.pk: article for article in articles} | {
            pk: self.coming[pk] for pk in wanted if pk in self.coming
        }
