"""Reads what editors have set for the search, and keeps it in memory.

Synonyms and promoted results are read again only when the stamp in one small row has changed, and
that row when its table has. So a change holds for every process from the moment it is saved.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from wagtail.contrib.search_promotions.models import Query

from delivery.request_cache import kept_while_reading
from search.french import stem, words
from search.models import SearchSettings, Synonyms
from search.relevance import HALF_LIFE
from search.terms import significant_stems, without_stop_words

MAX_OTHERS = 12  # names of one thing


@dataclass(frozen=True)
class Name:
    """A synonym: as editors wrote it, and word by word."""

    label: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Rulebook:
    """Synonyms, promoted results and half-life, as editors have set them.

    synonyms: names by the stems of the term, in order.
    promoted: keys of `search_promotions.Query` by the stems of its words, in any order.
    """

    stamp: UUID | None = None
    synonyms: dict[tuple[str, ...], list[Name]] = field(default_factory=dict)
    promoted: dict[frozenset[str], list[int]] = field(default_factory=dict)
    half_life: float = HALF_LIFE


_read = Rulebook()


def rulebook() -> Rulebook:
    """Return what editors have set now."""
    global _read
    settings = SearchSettings.objects.order_by("pk").values_list("stamp", "half_life")
    row = kept_while_reading("search settings", settings.first)
    stamp, half_life = row or (None, HALF_LIFE)
    known = _read
    if known.stamp != stamp:
        known = _read = Rulebook(stamp, _synonyms(), _promoted(), half_life)
    return known


def stem_set(found: Sequence[str]) -> frozenset[str]:
    """Return the stems of folded words, whatever their order and form."""
    return frozenset(stem(word) for word in without_stop_words(found))


def _synonyms() -> dict[tuple[str, ...], list[Name]]:
    found: dict[tuple[str, ...], list[Name]] = {}
    for group in Synonyms.objects.all():
        for term, other in group.pairs():
            names = found.setdefault(significant_stems(term), [])
            if len(names) < MAX_OTHERS:
                names.append(Name(other, tuple(words(other))))
    return found


def _promoted() -> dict[frozenset[str], list[int]]:
    queries = Query.objects.filter(editors_picks__isnull=False).distinct().order_by("pk")
    found: dict[frozenset[str], list[int]] = {}
    for pk, text in queries.values_list("pk", "query_string"):
        if said := stem_set(words(text)):
            found.setdefault(said, []).append(pk)
    return found
