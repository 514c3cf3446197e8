"""Parses what a reader typed into words that no search engine can misread.

The text may hold operators of the engine (`"`, `*`, `AND`, `:`), a pasted article, bytes that are
no text. Nothing of it reaches the database but runs of letters and digits. Readers have two signs:
`"…"` or « … » is a phrase, `-mot` excludes. A quote that is never closed, and a hyphen inside a
word, mean nothing.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from search.french import JOINERS, STOP_WORDS, stem, words

MAX_WORDS = 12
MAX_CHARACTERS = 1_000  # characters looked at, of what may be a pasted article

_PHRASE = re.compile(r'(?P<sign>(?<!\S)-)?(?:"(?P<a>[^"]+)"|«(?P<b>[^»]+)»|“(?P<c>[^”]+)”)')
_CAPITALS = re.compile(r"\b[A-ZÀ-Þ]{2,}\b")
_EXCLUDED = re.compile(r"(?<!\S)-(?=[^\W_])(?P<word>[^\s\"«»“”]+)")


@dataclass(frozen=True)
class Clause:
    """A condition on results: they hold a word or a phrase, or one of its synonyms.

    forms: what was typed, folded, word by word.
    synonyms: other ways to say it, each word by word, as editors keep them.
    quoted: typed in quotes, so it is meant to the letter and has no synonyms.
    """

    forms: tuple[str, ...]
    synonyms: tuple[tuple[str, ...], ...] = ()
    quoted: bool = field(default=False, compare=False)

    @property
    def stems(self) -> tuple[str, ...]:
        return tuple(stem(form) for form in self.forms)

    @property
    def alternatives(self) -> list[tuple[str, ...]]:
        """The stems of what was typed, then those of each synonym."""
        return [self.stems, *(tuple(stem(word) for word in other) for other in self.synonyms)]

    @property
    def has_phrase(self) -> bool:
        """Whether what was typed, or a synonym, is of several words."""
        return any(len(way) > 1 for way in (self.forms, *self.synonyms))

    def __str__(self) -> str:
        text = " ".join(self.forms)
        return f'"{text}"' if len(self.forms) > 1 else text


# A result must hold all clauses of one group.
Groups = Sequence[Sequence[Clause]]


@dataclass(frozen=True)
class ParsedQuery:
    """A query taken apart.

    clauses: what each result must hold.
    excluded: what none may hold.
    sequence: all words in the order typed, stop words among them: their order counts.
    only_stop_words: « Qui sommes-nous » is looked for among the titles.
    uppercase_stop_words: those typed in capitals among words that are not: « sommet CES ».
    synonyms_used: the synonyms that are looked for too, as editors write them.
    """

    clauses: tuple[Clause, ...] = ()
    excluded: tuple[Clause, ...] = ()
    sequence: tuple[str, ...] = field(default=())
    only_stop_words: bool = False
    uppercase_stop_words: tuple[str, ...] = field(default=(), compare=False)
    synonyms_used: tuple[str, ...] = field(default=(), compare=False)

    def __bool__(self) -> bool:
        return bool(self.clauses)

    def __str__(self) -> str:
        left_out = (f"-{clause}" for clause in self.excluded)
        return " ".join([*(str(clause) for clause in self.clauses), *left_out])

    def replacing(self, place: int, form: str) -> "ParsedQuery":
        """Return the query with the word at `place` replaced by `form`."""
        old = self.clauses[place]
        clauses = list(self.clauses)
        clauses[place] = Clause((form,))
        sequence = tuple(form if (word,) == old.forms else word for word in self.sequence)
        return ParsedQuery(tuple(clauses), self.excluded, sequence)


def parse_query(typed: str) -> ParsedQuery:
    """Parse `typed`; the query is false if it holds no word."""
    text = unicodedata.normalize("NFKC", typed[:MAX_CHARACTERS])
    phrases: list[Clause] = []
    excluded: list[Clause] = []
    quoted: set[str] = set()

    def take_phrase(match: re.Match[str]) -> str:
        inside = match["a"] or match["b"] or match["c"]
        found = words(inside)[:MAX_WORDS]
        if not found:
            return " "
        if match["sign"]:
            excluded.append(Clause(tuple(found)))
            return " "
        if len(found) > 1:
            phrases.append(Clause(tuple(found), quoted=True))
        else:
            quoted.add(found[0])
        return f" {inside} " if len(found) == 1 else " "

    def take_excluded(match: re.Match[str]) -> str:
        found = words(match["word"])[:MAX_WORDS]
        excluded.extend([Clause(tuple(found))] if found else [])
        return " "

    rest = _EXCLUDED.sub(take_excluded, _PHRASE.sub(take_phrase, text))
    plain = list(dict.fromkeys(words(rest)))
    meant = [word for word in plain if word not in STOP_WORDS]
    only_stop_words = not meant and not phrases and bool(plain)
    if only_stop_words:
        meant = plain
    plain_clauses = (Clause((word,), quoted=word in quoted) for word in meant)
    clauses = [*phrases, *plain_clauses][:MAX_WORDS]
    sequence = tuple(words(re.sub(r'["«»“”]', " ", _EXCLUDED.sub(" ", text))))[: 2 * MAX_WORDS]
    uppercase_stop_words = () if rest.isupper() else tuple(words(" ".join(_CAPITALS.findall(rest))))
    return ParsedQuery(
        clauses=tuple(clauses),
        excluded=tuple(excluded[:MAX_WORDS]),
        sequence=sequence,
        only_stop_words=only_stop_words,
        uppercase_stop_words=tuple(
            word for word in uppercase_stop_words if word in STOP_WORDS and word not in quoted
        ),
    )


def significant_stems(text: str) -> tuple[str, ...]:
    """Return the stems of `text`, without stop words unless there is nothing else."""
    found = words(text[:MAX_CHARACTERS])
    return tuple(stem(word) for word in without_stop_words(found))


def without_stop_words(found: Sequence[str]) -> list[str]:
    return [word for word in found if word not in STOP_WORDS] or list(found)


def printable(typed: str) -> str:
    """Return `typed` as it is shown again: one line, without control characters, cut to size."""
    joined = re.sub(f"[{JOINERS}]", "", typed[:MAX_CHARACTERS])
    printable = (c if unicodedata.category(c)[0] != "C" else " " for c in joined)
    return " ".join("".join(printable).split())[:200]
