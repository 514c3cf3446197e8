"""What editors have set for the search, as the search reads it.

Each search asks for one small row; what editors wrote is read and taken apart again only when the
stamp in that row is another one than before. So a change holds for every process from the moment
it is saved, and without one a search costs one query more, whatever cache there is.
"""

from dataclasses import dataclass, field
from uuid import UUID

from search.french import words
from search.models import SearchSettings, Synonyms
from search.relevance import HALF_LIFE
from search.terms import gist

MAX_OTHERS = 12  # names of one thing


@dataclass(frozen=True)
class Name:
    """Another name for what was typed: as editors wrote it, and word by word."""

    label: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Rulebook:
    stamp: UUID | None = None
    synonyms: dict[tuple[str, ...], list[Name]] = field(default_factory=dict)
    half_life: float = HALF_LIFE


_read = Rulebook()


def rulebook() -> Rulebook:
    """What holds now."""
    global _read
    row = SearchSettings.objects.order_by("pk").values_list("stamp", "half_life").first()
    stamp, half_life = row or (None, HALF_LIFE)
    known = _read
    if known.stamp != stamp:
        known = _read = Rulebook(stamp, _synonyms(), half_life)
    return known


def _synonyms() -> dict[tuple[str, ...], list[Name]]:
    found: dict[tuple[str, ...], list[Name]] = {}
    for group in Synonyms.objects.all():
        for term, other in group.pairs():
            names = found.setdefault(gist(term), [])
            if len(names) < MAX_OTHERS:
                names.append(Name(other, tuple(words(other))))
    return found
