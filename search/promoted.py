"""Promoted results: what editors put first for a search, « Choix de la rédaction ».

Editors choose them in `wagtail.contrib.search_promotions`, whose own template tag would write a row
for each text that anyone types. Here the words are compared by their stems, and nothing is written.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.models import Page

from news.models import ArticlePage
from news.visibility import visible_pages
from search.excerpts import Piece
from search.models import Source
from search.results import Hit, SearchResult, build_hits
from search.rulebook import rulebook, stem_set
from search.terms import ParsedQuery

MOST = 5


@dataclass(frozen=True)
class Pick:
    """One promoted result: a page, shown as any result is, or a title with an address."""

    pk: int
    title: str
    text: str
    hit: Hit | None = None
    url: str = ""


def promoted_for(query: ParsedQuery, result: SearchResult | None = None) -> list[Pick]:
    """Return what editors chose for `query`, or for its better spelling; live, public pages only.

    A search that leaves words out asks for less than what was chosen for them: nothing is.
    """
    known = rulebook().promoted
    if not known or query.excluded:
        return []
    for said in _ways_to_say(query, result):
        if queries := known.get(said):
            return _picks(queries, query)
    return []


def without_promoted(result: SearchResult, picks: Iterable[Pick]) -> SearchResult:
    """Return `result` without the pages of `picks`, for the list below them."""
    pages = [pick.hit.thing.pk for pick in picks if pick.hit]
    if not pages or result.matched is None:
        return result
    shown = result.matched.exclude(source=Source.DOCUMENT).filter(object_id__in=pages)
    gone = set(shown.values_list("entry_id", flat=True))
    return replace(
        result,
        listed_apart=len(gone),
        ranked=[entry for entry in result.ranked if entry not in gone],
        matched=result.matched.exclude(entry_id__in=gone),
    )


def _ways_to_say(query: ParsedQuery, result: SearchResult | None) -> Iterable[frozenset[str]]:
    """Yield the stems of `query` as typed, as corrected, and of its synonyms."""
    yield stem_set(query.sequence)
    if result is None:
        return
    if result.corrected:
        yield stem_set(result.query.sequence)
    others = {clause.synonyms for clause in result.query.clauses}
    if len(others) == 1:
        yield from (stem_set(words) for words in others.pop())


def _picks(queries: Iterable[int], query: ParsedQuery) -> list[Pick]:
    promotions = SearchPromotion.objects.filter(query__in=queries)
    chosen = list(promotions.order_by("query", "sort_order", "pk")[: 4 * MOST])
    pages = _pages([pick.page_id for pick in chosen if pick.page_id])
    hits = {hit.thing.pk: hit for hit in build_hits(list(pages.values()), query)}
    picks: dict[str, Pick] = {}
    for pick in chosen:
        if pick.page_id and (hit := hits.get(pick.page_id)):
            if pick.description:
                hit = replace(hit, excerpt=[Piece(pick.description)])
            picks.setdefault(
                hit.thing.url, Pick(pick.pk, hit.thing.title, pick.description, hit, hit.thing.url)
            )
        elif not pick.page_id and pick.external_link_url:
            url, title = pick.external_link_url, pick.external_link_text or pick.external_link_url
            picks.setdefault(url, Pick(pick.pk, title, pick.description, url=url))
    return list(picks.values())[:MOST]


def _pages(keys: list[int]) -> dict[int, Page]:
    if not keys:
        return {}
    articles = ArticlePage.objects.published().as_cards().in_bulk(keys)
    rest = visible_pages().filter(pk__in=set(keys) - set(articles)).specific()
    found = {**articles, **{page.pk: page for page in rest}}
    return {pk: page for pk, page in found.items() if page.url}
