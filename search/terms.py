"""From whatever someone typed to words that a search engine cannot misread.

What stands in the box may be an operator of the engine (`"`, `*`, `AND`, `:`), a pasted article,
a byte that is no text. Nothing of it reaches the database but runs of letters and digits. Readers
have two signs of their own: `"…"` or « … » is a phrase, `-mot` excludes. A quote that is never
closed, and a hyphen inside a word, are just that.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from search.french import STOP_WORDS, stem, words

MAX_WORDS = 12
MAX_READ = 1_000  # characters looked at, of what may be a pasted article

_PHRASE = re.compile(r'(?P<sign>(?<!\S)-)?(?:"(?P<a>[^"]+)"|«(?P<b>[^»]+)»|“(?P<c>[^”]+)”)')
_CAPITALS = re.compile(r"\b[A-ZÀ-Þ]{2,}\b")
_EXCLUDED = re.compile(r"(?<!\S)-(?=[^\W_])(?P<word>[^\s\"«»“”]+)")


@dataclass(frozen=True)
class Clause:
    """One thing that a result must hold: a word, a phrase, or any of the ways to say it.

    forms: what was typed, folded, word by word.
    others: other ways to say it, each word by word (synonyms kept by editors).
    quoted: typed in quotes, so it is meant to the letter and has no synonyms.
    """

    forms: tuple[str, ...]
    others: tuple[tuple[str, ...], ...] = ()
    quoted: bool = field(default=False, compare=False)

    @property
    def stems(self) -> tuple[str, ...]:
        return tuple(stem(form) for form in self.forms)

    @property
    def alternatives(self) -> list[tuple[str, ...]]:
        """Stems of each way to say it, what was typed first."""
        return [self.stems, *(tuple(stem(word) for word in other) for other in self.others)]

    @property
    def has_phrase(self) -> bool:
        """Whether one of the ways to say it is words that follow each other."""
        return any(len(way) > 1 for way in (self.forms, *self.others))

    def __str__(self) -> str:
        text = " ".join(self.forms)
        return f'"{text}"' if len(self.forms) > 1 else text


# Each group is one way to be found: holding all its clauses.
Groups = Sequence[Sequence[Clause]]


@dataclass(frozen=True)
class Wanted:
    """What someone looks for.

    clauses: what each result must hold.
    excluded: what none may hold.
    sequence: all words in the order typed, stop words among them: their order counts.
    only_stop_words: « Qui sommes-nous » is looked for among the titles.
    shouted: stop words that are typed in capitals among others that are not: « sommet CES ».
    also: the synonyms that are looked for too, as editors write them.
    """

    clauses: tuple[Clause, ...] = ()
    excluded: tuple[Clause, ...] = ()
    sequence: tuple[str, ...] = field(default=())
    only_stop_words: bool = False
    shouted: tuple[str, ...] = field(default=(), compare=False)
    also: tuple[str, ...] = field(default=(), compare=False)

    def __bool__(self) -> bool:
        return bool(self.clauses)

    def __str__(self) -> str:
        left_out = (f"-{clause}" for clause in self.excluded)
        return " ".join([*(str(clause) for clause in self.clauses), *left_out])

    def replacing(self, place: int, form: str) -> "Wanted":
        """The same with one word spelt otherwise."""
        old = self.clauses[place]
        clauses = list(self.clauses)
        clauses[place] = Clause((form,))
        sequence = tuple(form if (word,) == old.forms else word for word in self.sequence)
        return Wanted(tuple(clauses), self.excluded, sequence)


def read(typed: str) -> Wanted:
    """What `typed` asks for; false if it holds no word."""
    text = unicodedata.normalize("NFKC", typed[:MAX_READ])
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
    shouted = () if rest.isupper() else tuple(words(" ".join(_CAPITALS.findall(rest))))
    return Wanted(
        clauses=tuple(clauses),
        excluded=tuple(excluded[:MAX_WORDS]),
        sequence=sequence,
        only_stop_words=only_stop_words,
        shouted=tuple(word for word in shouted if word in STOP_WORDS and word not in quoted),
    )


def gist(text: str) -> tuple[str, ...]:
    """What `text` comes to for the search: its stems, stop words only if there is nothing else."""
    found = words(text[:MAX_READ])
    return tuple(stem(word) for word in without_stop_words(found))


def without_stop_words(found: Sequence[str]) -> list[str]:
    return [word for word in found if word not in STOP_WORDS] or list(found)


def shown_query(typed: str) -> str:
    """What was typed, fit to be shown again: one line, without control characters, cut to size."""
    printable = (c if unicodedata.category(c)[0] != "C" else " " for c in typed[:MAX_READ])
    return " ".join("".join(printable).split())[:200]
