"""« Choix de la rédaction »: what editors put first for what is looked for.

Written down with `wagtail.contrib.search_promotions`, whose own template tag would write a row for
whatever anyone types. Here the words are compared by their stems, and nothing is written.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.models import Page

from news.models import ArticlePage
from news.visibility import visible_pages
from search.excerpts import Piece
from search.models import Source
from search.results import Found, Hit, hits_of
from search.rulebook import rulebook, said_by
from search.terms import Wanted

MOST = 5


@dataclass(frozen=True)
class Pick:
    """What stands first: a page, as any result is shown, or a title that leads to an address."""

    pk: int
    title: str
    text: str
    hit: Hit | None = None
    url: str = ""


def picks_for(wanted: Wanted, found: Found | None = None) -> list[Pick]:
    """What editors chose for `wanted`, or for what was probably meant; live and public pages only.

    A search that leaves words out asks for less than what was chosen for them: nothing is.
    """
    known = rulebook().promoted
    if not known or wanted.excluded:
        return []
    for said in _ways_to_say(wanted, found):
        if queries := known.get(said):
            return _picks(queries, wanted)
    return []


def without(found: Found, picks: Iterable[Pick]) -> None:
    """Take what stands first out of the list below it."""
    pages = [pick.hit.thing.pk for pick in picks if pick.hit]
    if not pages or found.matched is None:
        return
    shown = found.matched.exclude(source=Source.DOCUMENT).filter(object_id__in=pages)
    gone = set(shown.values_list("entry_id", flat=True))
    found.apart = len(gone)
    found.best = [entry for entry in found.best if entry not in gone]
    found.matched = found.matched.exclude(entry_id__in=gone)


def _ways_to_say(wanted: Wanted, found: Found | None) -> Iterable[frozenset[str]]:
    """What was typed, spelt as on the site, and under its other names."""
    yield said_by(wanted.sequence)
    if found is None:
        return
    if found.corrected:
        yield said_by(found.wanted.sequence)
    others = {clause.others for clause in found.wanted.clauses}
    if len(others) == 1:
        yield from (said_by(words) for words in others.pop())


def _picks(queries: Iterable[int], wanted: Wanted) -> list[Pick]:
    promotions = SearchPromotion.objects.filter(query__in=queries)
    chosen = list(promotions.order_by("query", "sort_order", "pk")[: 4 * MOST])
    pages = _pages([pick.page_id for pick in chosen if pick.page_id])
    hits = {hit.thing.pk: hit for hit in hits_of(list(pages.values()), wanted)}
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
    articles = ArticlePage.objects.published().for_listing().in_bulk(keys)
    rest = visible_pages().filter(pk__in=set(keys) - set(articles)).specific()
    found = {**articles, **{page.pk: page for page in rest}}
    return {pk: page for pk, page in found.items() if page.url}
