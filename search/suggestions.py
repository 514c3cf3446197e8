"""Suggestions under the search box while somebody types."""

from dataclasses import dataclass, field
from typing import TypeVar

from django.db.models import Exists, OuterRef, QuerySet

from news.models import ArticleIndexPage, ArticlePage, ArticleTag, Author, Tag
from search.documents import PREFIXES, prefix_token
from search.engines import engine
from search.facet_counts import NEWEST_FIRST
from search.filters import open_to_readers
from search.french import words
from search.models import Source
from search.promoted import Pick, promoted_for
from search.results import ResultList
from search.terms import parse_query

Named = TypeVar("Named", Author, Tag)

ARTICLES = 5
SHORTCUTS = 3
MAX_WORDS = 8


@dataclass(frozen=True)
class Suggestions:
    picks: list[Pick] = field(default_factory=list)
    articles: list[ArticlePage] = field(default_factory=list)
    sections: list[ArticleIndexPage] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    authors: list[Author] = field(default_factory=list)

    @property
    def number(self) -> int:
        shortcuts = len(self.sections) + len(self.tags) + len(self.authors)
        return len(self.picks) + len(self.articles) + shortcuts

    def __bool__(self) -> bool:
        return bool(self.number)


def suggest(typed: str) -> Suggestions:
    """Return what holds all words of `typed`, the last one as the beginning of a word."""
    found = words(typed)[:MAX_WORDS]
    if not found:
        return Suggestions()
    tokens, prefix = completion_terms(found)
    matched = engine().completions(tokens, prefix).filter(open_to_readers())
    pages = matched.exclude(source=Source.DOCUMENT).order_by(*NEWEST_FIRST)
    # By key: to have them by path, SQLite would walk all pages there are.
    sections = ArticleIndexPage.objects.visible().order_by("pk")
    given = ArticleTag.objects.filter(tag=OuterRef("pk"))
    picks = promoted_for(parse_query(typed))[:SHORTCUTS]
    chosen = {pick.hit.thing.pk for pick in picks if pick.hit}
    with engine().index_scan_forced():
        newest = list(pages.values_list("pk", flat=True)[: ARTICLES + len(chosen)])
    articles = ResultList(newest)[:]
    return Suggestions(
        picks=picks,
        articles=[article for article in articles if article.pk not in chosen][:ARTICLES],
        sections=[
            page
            for page in sorted(sections, key=lambda page: page.path)
            if _begins_like(page.title, found)
        ][:SHORTCUTS],
        tags=_named(Tag.objects.filter(Exists(given)), tokens, prefix),
        authors=_named(Author.objects.published(), tokens, prefix),
    )


def completion_terms(found: list[str]) -> tuple[list[str], str | None]:
    """Return the tokens to look for in the index, and the beginning of one more.

    The index holds the first letters of words as tokens of their own: « a » costs no more than any
    other word.
    """
    *before, last = found
    if len(last) in PREFIXES:
        return [*before, prefix_token(last)], None
    return before, last


def _named(things: QuerySet[Named], tokens: list[str], prefix: str | None) -> list[Named]:
    keys = engine().completed_keys(things.model, tokens, prefix)
    return list(things.filter(pk__in=keys)[:SHORTCUTS])


def _begins_like(name: str, found: list[str]) -> bool:
    held = words(name)
    *before, last = found
    return all(word in held for word in before) and any(word.startswith(last) for word in held)
