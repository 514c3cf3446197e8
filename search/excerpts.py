"""Cuts the excerpts of results and marks the words found in them.

A text is returned in pieces, each with whether it was looked for; the template marks those.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from search.french import MARKS, stem, words
from search.terms import ParsedQuery, without_stop_words

LENGTH = 220  # letters of an excerpt
BEFORE = 60  # of them, before the first word found
# With its marks and with what stretches it: all of it is marked as found.
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{MARKS}\u200c\u200d])*")


@dataclass(frozen=True)
class Piece:
    text: str
    found: bool = False


def query_stems(parsed: ParsedQuery) -> frozenset[str]:
    """Return the stems of a query and of its synonyms."""
    typed = {word for clause in parsed.clauses for word in clause.stems}
    others = (other for clause in parsed.clauses for other in clause.synonyms)
    return frozenset(typed | {stem(word) for way in others for word in without_stop_words(way)})


def highlight(text: str, stems: frozenset[str]) -> list[Piece]:
    """Return all of `text` in pieces, cut around the words with these stems."""
    pieces: list[Piece] = []
    at = 0
    for match in _WORD.finditer(text):
        if not _is_sought(match[0], stems):
            continue
        if match.start() > at:
            pieces.append(Piece(text[at : match.start()]))
        pieces.append(Piece(match[0], found=True))
        at = match.end()
    return [*pieces, Piece(text[at:])] if at < len(text) else pieces


@dataclass(frozen=True)
class Passage:
    """A place in a text, and how many of the words that are looked for are near it."""

    text: str = ""
    start: int = 0
    held: int = 0

    def excerpt(self, stems: frozenset[str]) -> list[Piece]:
        return highlight(_cut(self.text, self.start), stems)


def best_passage(texts: Iterable[str], stems: frozenset[str], best: Passage = Passage()) -> Passage:
    """Return the passage of `texts` that holds most of the words; the first one if none does.

    best: one of a text before these.
    """
    for text in texts:
        if best.held and best.held == len(stems):
            break
        best = best if best.text else Passage(text)
        for match in _WORD.finditer(text):
            if not _is_sought(match[0], stems):
                continue
            passage = text[match.start() : match.start() + LENGTH - BEFORE]
            held = len({stem(word) for word in words(passage)} & stems)
            if held > best.held:
                best = Passage(text, match.start(), held)
            if best.held == len(stems):
                break
    return best


def _is_sought(word: str, stems: frozenset[str]) -> bool:
    return not stems.isdisjoint(_stems_within(word))


@lru_cache(maxsize=50_000)
def _stems_within(word: str) -> frozenset[str]:
    """Mostly one; a text repeats its words, and a list of results reads some thousands."""
    return frozenset(stem(part) for part in words(word))


def _cut(text: str, at: int) -> str:
    """Return about LENGTH letters around the place `at`, from word to word."""
    begin = max(0, at - BEFORE)
    if begin:
        begin = text.find(" ", begin, at) + 1 or begin
    end = begin + LENGTH
    if end < len(text):
        end = text.rfind(" ", at, end) if text.rfind(" ", at, end) > at else end
    # Spaces that keep a figure and its unit together stay.
    cut = re.sub(r"[ \t\r\n]+", " ", text[begin:end]).strip()
    return f"{'… ' if begin else ''}{cut}{' …' if end < len(text) else ''}"
