"""What a search finds, in which order, and with all that its list shows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import combinations
from typing import Any

from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.html import strip_tags
from wagtail.documents import get_document_model
from wagtail.models import Page, PageQuerySet

from news.models import ArticlePage
from news.page_facts import page_types
from search.corrections import corrected
from search.counting import NEWEST_FIRST, Summary, summary
from search.engines import Groups
from search.excerpts import Piece, excerpt, marked, sought
from search.filters import Filters, open_to_readers
from search.listing import source_of
from search.matching import matching, texts_of
from search.models import Findable, Source
from search.relevance import Weighing
from search.rulebook import rulebook
from search.synonyms import with_synonyms
from search.terms import Clause, Wanted

RESULTS_PER_PAGE = 20
# How many candidates are weighed against each other: the newest ones, and the newest of those that
# have the words in their titles. For all but the commonest words these are all there are; where
# there are more, the others follow by date.
CANDIDATES = 500
TITLE_CANDIDATES = 250


class Order(StrEnum):
    RELEVANCE = "pertinence"
    NEWEST = "recent"

    @classmethod
    def _missing_(cls, value: object) -> "Order":
        return cls.RELEVANCE


def searchable() -> PageQuerySet:
    """What readers may find, live and public."""
    return (
        Page.objects.live()
        .public()
        .exact_type(*[model for model in page_types() if model.found_as])
    )


@dataclass
class Found:
    """What a search came to.

    matched: all that holds what was looked for.
    summary: how many these are, and what each facet would leave of them.
    best: keys of the first ones in order, at most a few hundred; the others follow by date.
    apart: how many of all these stand somewhere else than in the list.
    partly: whether these hold only some of the words, because nothing holds them all.
    wanted: what was looked for in the end.
    corrected: whether that is another spelling, because nothing holds the one typed.
    advice: another spelling that finds much more, where the one typed finds little.
    """

    wanted: Wanted
    matched: QuerySet[Findable] | None = None
    summary: Summary = field(default_factory=Summary)
    best: list[int] = field(default_factory=list)
    apart: int = 0
    corrected: bool = False
    advice: Wanted | None = None
    partly: bool = False

    @property
    def total(self) -> int:
        return self.summary.total


@dataclass(frozen=True)
class Hit:
    """One result as the list shows it."""

    thing: Any
    source: Source
    title: list[Piece]
    excerpt: list[Piece]


def hits_of(things: Sequence[Any], wanted: Wanted) -> list[Hit]:
    """Things found, with the words marked in the title and in a passage around them."""
    stems = sought(wanted)
    articles = [thing.pk for thing in things if isinstance(thing, ArticlePage)]
    bodies = ArticlePage.objects.only("pk", "body").in_bulk(articles)
    hits = []
    for thing in things:
        texts = [getattr(thing, "standfirst", ""), strip_tags(getattr(thing, "introduction", ""))]
        if article := bodies.get(thing.pk) if isinstance(thing, ArticlePage) else None:
            texts += article.body_text()
        source = source_of(thing) or Source.PAGE
        hits.append(Hit(thing, source, marked(thing.title, stems), excerpt(texts, stems)))
    return hits


class Results(Sequence[Any]):
    """Pages and documents in order, fetched a slice at a time in few queries."""

    def __init__(self, best: list[int], rest: QuerySet[Findable] | None = None, total: int = 0):
        """best: keys of the first ones; rest: what holds all `total` of them, the best too."""
        self.best = best
        self.rest = rest
        self.total = max(total, len(best))

    def __len__(self) -> int:
        return self.total

    def keys(self, wanted: slice) -> list[int]:
        start, stop, _step = wanted.indices(self.total)
        keys = self.best[start:stop]
        if self.rest is not None and stop > len(self.best):
            others = self.rest.exclude(pk__in=self.best).order_by(*NEWEST_FIRST)
            begin, end = max(0, start - len(self.best)), stop - len(self.best)
            keys += others.values_list("pk", flat=True)[begin:end]
        return keys

    def __getitem__(self, wanted: Any) -> Any:
        keys = self.keys(wanted)
        findables = Findable.objects.in_bulk(keys)
        rows = [findables[key] for key in keys if key in findables]
        by_source: dict[str, list[int]] = {source: [] for source in Source}
        for row in rows:
            by_source[row.source].append(row.object_id)
        articles = ArticlePage.objects.published().for_listing()
        shown = {
            Source.ARTICLE: articles.in_bulk(by_source[Source.ARTICLE]),
            Source.PAGE: _specific(by_source[Source.PAGE]),
            Source.DOCUMENT: _documents(by_source[Source.DOCUMENT]),
        }
        found = (shown[Source(row.source)].get(row.object_id) for row in rows)
        return [thing for thing in found if thing is not None]


def find(wanted: Wanted, order: Order = Order.RELEVANCE, filters: Filters | None = None) -> Found:
    """What holds all that is wanted; where nothing does, what was probably meant, or most of it."""
    wanted = with_synonyms(wanted)
    allowed = open_to_readers() & (filters or Filters()).condition()
    found = _holding([wanted.clauses], wanted, order, allowed)
    advice = corrected(wanted, found.total if found else 0, allowed)
    if found:
        found.advice = advice
        return found
    if advice and (found := _holding([advice.clauses], advice, order, allowed)):
        found.corrected = True
        return found
    for groups in looser(wanted.clauses):
        if found := _holding(groups, wanted, order, allowed):
            found.partly = True
            return found
    return Found(wanted)


def _holding(groups: Groups, wanted: Wanted, order: Order, allowed: Q) -> Found | None:
    matched = matching(groups, wanted.excluded).filter(allowed)
    titles = matching(groups, wanted.excluded, title_only=True).filter(allowed)
    if wanted.only_stop_words and titles.count():
        matched = titles
    told = summary(matched, CANDIDATES)
    if not told.total:
        return None
    found = Found(wanted, matched, told, told.newest)
    if order is Order.RELEVANCE:
        if told.total > CANDIDATES:
            known = set(told.newest)
            titled = titles.order_by(*NEWEST_FIRST).values_list("pk", flat=True)
            found.best += [key for key in titled[:TITLE_CANDIDATES] if key not in known]
        weighing = Weighing(wanted, timezone.now(), rulebook().half_life)
        found.best = weighing.best_first(texts_of(found.best))
    return found


def page_of(found: Found, number: str | None) -> ListPage:
    """One page of what was found; a junk number is the first or the last page."""
    results = Results(found.best, found.matched, found.total - found.apart)
    return Paginator(results, RESULTS_PER_PAGE).get_page(number)


def looser(clauses: Sequence[Clause]) -> list[Groups]:
    """Of what nothing holds in full: all but one of the words, then half, then any of them."""
    steps: list[Groups] = []
    if len(clauses) > 2:
        steps.append([list(some) for some in combinations(clauses, len(clauses) - 1)])
    if 3 < len(clauses) <= 6:
        steps.append([list(some) for some in combinations(clauses, (len(clauses) + 1) // 2)])
    if len(clauses) > 1:
        steps.append([[clause] for clause in clauses])
    return steps


def _specific(pks: list[int]) -> dict[int, Any]:
    if not pks:
        return {}
    return {page.pk: page for page in searchable().filter(pk__in=pks).specific()}


def _documents(pks: list[int]) -> dict[int, Any]:
    return get_document_model().objects.in_bulk(pks) if pks else {}
