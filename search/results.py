"""Runs a search and returns its results, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import combinations
from typing import Any, TypeAlias

from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.html import strip_tags
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.models import Page, PageQuerySet

from news.models import ArticlePage
from news.page_facts import page_types
from news.visibility import visible_pages
from search.engines import engine
from search.excerpts import Piece, best_passage, highlight, query_stems
from search.facet_counts import NEWEST_FIRST, FacetCounts
from search.filters import Filters, open_to_readers
from search.indexed_items import source_of
from search.models import IndexedItem, Source
from search.relevance import RelevanceScorer
from search.rulebook import rulebook
from search.spelling import suggest_spelling
from search.synonyms import with_synonyms
from search.terms import Clause, Groups, ParsedQuery

Thing: TypeAlias = "Page | AbstractDocument"

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
    """Return the pages that readers may find, live and public."""
    return visible_pages().exact_type(*[model for model in page_types() if model.found_as])


@dataclass(frozen=True)
class SearchResult:
    """The result of a search, before it is cut into pages.

    query: what was looked for in the end.
    matched: all that holds it.
    counts: how many these are, and what each facet would leave of them.
    ranked: keys of the first ones in order, at most a few hundred; the others follow by date.
    listed_apart: how many of all these are shown above the list, not in it.
    corrected: whether `query` is another spelling, because nothing holds the one typed.
    suggested: another spelling that finds much more, where the one typed finds little.
    partial: whether these hold only some of the words, because nothing holds them all.
    """

    query: ParsedQuery
    matched: QuerySet[IndexedItem] | None = None
    counts: FacetCounts = field(default_factory=FacetCounts)
    ranked: list[int] = field(default_factory=list)
    listed_apart: int = 0
    corrected: bool = False
    suggested: ParsedQuery | None = None
    partial: bool = False

    @property
    def total(self) -> int:
        return self.counts.total


@dataclass(frozen=True)
class Hit:
    """One result as the list shows it."""

    thing: Thing
    source: Source
    title: list[Piece]
    excerpt: list[Piece]


def build_hits(things: Sequence[Thing], parsed: ParsedQuery) -> list[Hit]:
    """Return what the list shows of `things`, with the words of the query marked."""
    stems = query_stems(parsed)
    openings = [best_passage(_opening(thing), stems) for thing in things]
    # A text is read only where its opening lacks some of the words.
    unsure = [
        thing.pk
        for thing, opening in zip(things, openings, strict=True)
        if isinstance(thing, ArticlePage) and opening.held < len(stems)
    ]
    bodies = ArticlePage.objects.only("pk", "body").in_bulk(unsure) if unsure else {}
    hits = []
    for thing, opening in zip(things, openings, strict=True):
        passage = opening
        if article := bodies.get(thing.pk) if isinstance(thing, ArticlePage) else None:
            passage = best_passage(article.body_text(), stems, opening)
        source = source_of(thing) or Source.PAGE
        hits.append(Hit(thing, source, highlight(thing.title, stems), passage.excerpt(stems)))
    return hits


def _opening(thing: Thing) -> list[str]:
    return [getattr(thing, "standfirst", ""), strip_tags(getattr(thing, "introduction", ""))]


class ResultList(Sequence[Thing]):
    """Pages and documents in order, fetched a slice at a time in few queries."""

    def __init__(
        self, ranked: list[int], rest: QuerySet[IndexedItem] | None = None, total: int = 0
    ) -> None:
        """ranked: keys of the first ones; rest: all `total` of them, the ranked ones too."""
        self.ranked = ranked
        self.rest = rest
        self.total = max(total, len(ranked))

    def __len__(self) -> int:
        return self.total

    def keys(self, wanted: slice) -> list[int]:
        start, stop, _step = wanted.indices(self.total)
        keys = self.ranked[start:stop]
        if self.rest is not None and stop > len(self.ranked):
            others = self.rest.exclude(pk__in=self.ranked).order_by(*NEWEST_FIRST)
            begin, end = max(0, start - len(self.ranked)), stop - len(self.ranked)
            keys += others.values_list("pk", flat=True)[begin:end]
        return keys

    def __getitem__(self, wanted: Any) -> Any:
        keys = self.keys(wanted)
        items = IndexedItem.objects.in_bulk(keys)
        rows = [items[key] for key in keys if key in items]
        by_source: dict[str, list[int]] = {source: [] for source in Source}
        for row in rows:
            by_source[row.source].append(row.object_id)
        articles = ArticlePage.objects.published().as_cards()
        shown = {
            Source.ARTICLE: articles.in_bulk(by_source[Source.ARTICLE]),
            Source.PAGE: _specific(by_source[Source.PAGE]),
            Source.DOCUMENT: _documents(by_source[Source.DOCUMENT]),
        }
        found = (shown[Source(row.source)].get(row.object_id) for row in rows)
        return [thing for thing in found if thing is not None]


def find(
    query: ParsedQuery, order: Order = Order.RELEVANCE, filters: Filters | None = None
) -> SearchResult:
    """Return what holds all of `query`, or a better spelling of it, or most of its words."""
    query = with_synonyms(query)
    allowed = open_to_readers() & (filters or Filters()).condition()
    result = _search([query.clauses], query, order, allowed)
    suggested = suggest_spelling(query, result.total if result else 0, allowed)
    if result:
        return replace(result, suggested=suggested)
    if suggested and (result := _search([suggested.clauses], suggested, order, allowed)):
        return replace(result, corrected=True)
    for groups in relaxed(query.clauses):
        if result := _search(groups, query, order, allowed):
            return replace(result, partial=True)
    return SearchResult(query)


def _search(groups: Groups, query: ParsedQuery, order: Order, allowed: Q) -> SearchResult | None:
    """Return what holds one of `groups` in full; None if nothing does."""
    index = engine()
    matched = index.matching(groups, query.excluded).filter(allowed)
    titles = index.matching(groups, query.excluded, title_only=True).filter(allowed)
    if query.only_stop_words and titles.count():
        matched = titles
    counts = index.facet_counts(matched, CANDIDATES)
    if not counts.total:
        return None
    if order is Order.NEWEST:
        return SearchResult(query, matched, counts, counts.newest)
    candidates = counts.newest
    if counts.total > CANDIDATES:
        known = set(candidates)
        titled = titles.order_by(*NEWEST_FIRST).values_list("pk", flat=True)
        candidates = [*candidates, *(key for key in titled[:TITLE_CANDIDATES] if key not in known)]
    scorer = RelevanceScorer(query, timezone.now(), rulebook().half_life)
    return SearchResult(query, matched, counts, scorer.rank(index.texts(candidates)))


def result_page(result: SearchResult, number: str | None) -> ListPage:
    """Return one page of the list; a junk number is the first or the last page."""
    things = ResultList(result.ranked, result.matched, result.total - result.listed_apart)
    return Paginator(things, RESULTS_PER_PAGE).get_page(number)


def relaxed(clauses: Sequence[Clause]) -> list[Groups]:
    """Return weaker queries to try in turn: all words but one, half of them, any of them."""
    steps: list[Groups] = []
    if len(clauses) > 2:
        steps.append([list(some) for some in combinations(clauses, len(clauses) - 1)])
    if 3 < len(clauses) <= 6:
        steps.append([list(some) for some in combinations(clauses, (len(clauses) + 1) // 2)])
    if len(clauses) > 1:
        steps.append([[clause] for clause in clauses])
    return steps


def _specific(pks: list[int]) -> dict[int, Page]:
    if not pks:
        return {}
    return {page.pk: page for page in searchable().filter(pk__in=pks).specific()}


def _documents(pks: list[int]) -> dict[int, AbstractDocument]:
    return get_document_model().objects.in_bulk(pks) if pks else {}
