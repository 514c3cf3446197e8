"""What a search finds, in which order, and with all that its list shows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import combinations
from typing import Any

from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.html import strip_tags
from wagtail.documents import get_document_model
from wagtail.models import Page, PageQuerySet

from news.models import ArticlePage
from search.corrections import corrected
from search.excerpts import Piece, excerpt, marked, sought
from search.filters import Filters, shown_to_readers
from search.listing import page_types, source_of
from search.matching import Groups, matching, texts_of
from search.models import Findable, Source
from search.relevance import Weighing
from search.rulebook import rulebook
from search.synonyms import with_synonyms
from search.terms import Clause, Wanted

RESULTS_PER_PAGE = 20
# How many candidates are weighed against each other: the newest ones, and the newest of those that
# have the words in their titles. For all but the commonest words these are all there are.
CANDIDATES = 500
TITLE_CANDIDATES = 250
# Beyond this, the number found is « more than ».
COUNTED = 10_000


class Order(StrEnum):
    RELEVANCE = "pertinence"
    NEWEST = "recent"

    @classmethod
    def _missing_(cls, value: object) -> "Order":
        return cls.RELEVANCE


def searchable() -> PageQuerySet:
    """What readers may find, live and public."""
    return Page.objects.live().public().type(*page_types())


@dataclass
class Found:
    """What a search came to.

    entries: keys of the candidates in order, at most a few hundred.
    total: how many there are in all, counted up to COUNTED.
    partly: whether these hold only some of the words, because nothing holds them all.
    wanted: what was looked for in the end.
    corrected: whether that is another spelling, because nothing holds the one typed.
    advice: another spelling that finds much more, where the one typed finds little.
    """

    groups: Groups
    wanted: Wanted
    matched: QuerySet[Findable] | None = None
    corrected: bool = False
    advice: Wanted | None = None
    entries: list[int] = field(default_factory=list)
    total: int = 0
    partly: bool = False

    counted = COUNTED

    @property
    def more_than_counted(self) -> bool:
        return self.total > COUNTED


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
    """Pages and documents in the order of `entries`, fetched a slice at a time in few queries."""

    def __init__(self, entries: list[int]) -> None:
        self.entries = entries

    def __len__(self) -> int:
        return len(self.entries)

    def __getitem__(self, wanted: Any) -> Any:
        keys = self.entries[wanted]
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
    filters = filters or Filters()
    wanted = with_synonyms(wanted)
    found = _holding([wanted.clauses], wanted, order, filters)
    advice = corrected(wanted, found.total if found else 0, filters)
    if found:
        found.advice = advice
        return found
    if advice and (found := _holding([advice.clauses], advice, order, filters)):
        found.corrected = True
        return found
    for groups in looser(wanted.clauses):
        if found := _holding(groups, wanted, order, filters):
            found.partly = True
            return found
    return Found([wanted.clauses], wanted)


def _holding(groups: Groups, wanted: Wanted, order: Order, filters: Filters) -> Found | None:
    matched = filters.apply(shown_to_readers(matching(groups, wanted.excluded)))
    titled = matching(groups, wanted.excluded, title_only=True)
    titles = filters.apply(shown_to_readers(titled))
    if wanted.only_stop_words and titles.exists():
        matched = titles
    candidates = newest(matched, CANDIDATES + 1)
    if not candidates:
        return None
    return _ordered(Found(groups, wanted, matched), order, candidates, matched, titles)


def newest(found: QuerySet[Findable], limit: int) -> list[Findable]:
    return list(found.order_by("-published_at", "-entry_id")[:limit])


def _ordered(
    found: Found,
    order: Order,
    candidates: list[Findable],
    matched: QuerySet[Findable],
    titles: QuerySet[Findable],
) -> Found:
    found.total = len(candidates)
    if found.total > CANDIDATES:
        found.total = matched.order_by()[: COUNTED + 1].count()
        if order is Order.RELEVANCE:
            known = {candidate.entry_id for candidate in candidates}
            titled = newest(titles, TITLE_CANDIDATES)
            candidates += [entry for entry in titled if entry.entry_id not in known]
    if order is Order.NEWEST:
        found.entries = [candidate.entry_id for candidate in candidates[:CANDIDATES]]
    else:
        weighing = Weighing(found.wanted, timezone.now(), rulebook().half_life)
        found.entries = weighing.best_first(texts_of(candidates))
    return found


def page_of(found: Found, number: str | None) -> ListPage:
    """One page of what was found; a junk number is the first or the last page."""
    return Paginator(Results(found.entries), RESULTS_PER_PAGE).get_page(number)


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
