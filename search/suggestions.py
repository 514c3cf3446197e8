"""What stands under the search box while somebody types."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef

from news.models import ArticleIndexPage, ArticleTag, Author, Tag
from search.counting import NEWEST_FIRST
from search.documents import PREFIXES, beginning
from search.engines import engine
from search.filters import open_to_readers
from search.french import words
from search.matching import beginning_with, keys_beginning_with
from search.models import Source
from search.promoted import Pick, picks_for
from search.results import Results
from search.terms import read

ARTICLES = 5
SHORTCUTS = 3
MAX_WORDS = 8


@dataclass
class Suggestions:
    picks: list[Pick] = field(default_factory=list)
    articles: list[Any] = field(default_factory=list)
    sections: list[Any] = field(default_factory=list)
    tags: list[Any] = field(default_factory=list)
    authors: list[Any] = field(default_factory=list)

    @property
    def number(self) -> int:
        lists = (self.picks, self.articles, self.sections, self.tags, self.authors)
        return sum(map(len, lists))

    def __bool__(self) -> bool:
        return bool(self.number)


def suggest(typed: str) -> Suggestions:
    """What begins as `typed` does: each word whole, the last one perhaps not yet."""
    found = words(typed)[:MAX_WORDS]
    if not found:
        return Suggestions()
    tokens, prefix = completing(found)
    matched = (
        beginning_with(tokens, prefix).filter(open_to_readers()).exclude(source=Source.DOCUMENT)
    )
    entries = matched.order_by(*NEWEST_FIRST).values_list("pk", flat=True)
    # By key: to have them by path, SQLite would walk all pages there are.
    sections = ArticleIndexPage.objects.visible().order_by("pk")
    given = ArticleTag.objects.filter(tag=OuterRef("pk"))
    picks = picks_for(read(typed))[:SHORTCUTS]
    chosen = {pick.hit.thing.pk for pick in picks if pick.hit}
    with engine().asked_of_the_index():
        newest = list(entries[: ARTICLES + len(chosen)])
    articles = Results(newest)[:]
    return Suggestions(
        picks=picks,
        articles=[article for article in articles if article.pk not in chosen][:ARTICLES],
        sections=[
            page
            for page in sorted(sections, key=lambda page: page.path)
            if _begins(page.title, found)
        ][:SHORTCUTS],
        tags=_named(Tag.objects.filter(Exists(given)), tokens, prefix),
        authors=_named(Author.objects.published(), tokens, prefix),
    )


def completing(found: list[str]) -> tuple[list[str], str | None]:
    """Tokens that must stand in the index, and the beginning of one more.

    The index holds the first letters of words as tokens of their own: « a » costs no more than any
    other word.
    """
    *before, last = found
    if len(last) in PREFIXES:
        return [*before, beginning(last)], None
    return before, last


def _named(things: Any, tokens: list[str], prefix: str | None) -> list[Any]:
    return list(things.filter(pk__in=keys_beginning_with(things.model, tokens, prefix))[:SHORTCUTS])


def _begins(name: str, found: list[str]) -> bool:
    held = words(name)
    *before, last = found
    return all(word in held for word in before) and any(word.startswith(last) for word in held)
