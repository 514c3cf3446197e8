"""« Essayez avec… »: the site's own words that are a slip of the finger away from what was typed.

Words are looked up folded, so accents are no mistake. One slip is a letter too many, one missing,
one for another, or two letters in the wrong order (Damerau). All that a word may become by one
slip are some hundreds of strings, asked of the table of words in one query; two slips are looked
for only in longer words, among those that begin alike. Which of them is meant, the other words
say: the one that stands in a title with them, then the one that is found most often.
https://norvig.com/spell-correct.html
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, product

from django.db.models import Q, QuerySet

from search.counting import NEWEST_FIRST
from search.documents import form
from search.engines import engine
from search.french import stem
from search.models import IndexedItem, Word
from search.terms import Clause, ParsedQuery

LETTERS = "abcdefghijklmnopqrstuvwxyz"
VOWELS = frozenset("aeiouy")
SHORTEST = 4
SHORTEST_FOR_TWO_SLIPS = 7
SAME_BEGINNING = 3
LOOKED_AT = 3_000  # words that begin alike
TRIED = 8  # readings of one word that are tried with the others
TRIED_IN_ALL = 24  # searches that are tried for one search
ENOUGH = 50  # results are counted so far, to tell readings apart
FEW = 3  # results of the word as typed, beyond which nothing is advised
MENDED = 3  # words of one search that are unknown
ALL_KNOWN = 6  # words of a search, beyond which none that the site knows is taken for a mistake
MANY_MORE = 5  # times as many results as the word typed


def corrected(parsed: ParsedQuery, found_as_typed: int, allowed: Q) -> ParsedQuery | None:
    """The same search with some of its words spelt as on the site.

    found_as_typed: how many results hold all words as typed. The correction is one that finds
    many more of what is allowed, or stands in titles where what was typed does not. None if there
    is none.
    """
    if found_as_typed >= FEW:
        return None
    trial = SpellingTrial(parsed, found_as_typed, allowed)
    unlisted = _unlisted(parsed)
    if unknown := _unknown(parsed, unlisted):
        unknown = unknown[:MENDED]
        each = round(TRIED_IN_ALL ** (1 / len(unknown)))
        return trial.best_of([_together(parsed, unknown, min(TRIED, each))])
    others = [place for place in _single_words(parsed) if place not in unlisted]
    for places in (unlisted, others if len(parsed.clauses) <= ALL_KNOWN else []):
        each = min(TRIED, TRIED_IN_ALL // max(1, len(places)))
        if best := trial.best_of(_together(parsed, [place], each) for place in places):
            return best
    return None


@dataclass(frozen=True)
class SpellingTrial:
    """Weighs searches against what was typed."""

    typed: ParsedQuery
    found_as_typed: int
    allowed: Q

    def best_of(self, lists: Iterable[Iterator[ParsedQuery]]) -> ParsedQuery | None:
        """Return the best of the first few of each list; None if none is better than typed."""
        best, highest = None, (0, 0)
        for candidate in chain.from_iterable(islice(some, TRIED_IN_ALL) for some in lists):
            found = self.count(candidate)
            merit = (self.count(candidate, title_only=True) if found else 0, found)
            if merit > highest and self.is_better(*merit) and self.is_in_sight(candidate):
                best, highest = candidate, merit
        return best

    def is_better(self, titles: int, found: int) -> bool:
        if found > self.found_as_typed * MANY_MORE:
            return True
        return bool(titles) and not self.count(self.typed, title_only=True)

    def is_in_sight(self, candidate: ParsedQuery) -> bool:
        """Whether readers may read the new words: drafts and withdrawn texts have words too."""
        new = {word for word in candidate.sequence if word not in self.typed.sequence}
        newest = self.matched(candidate).order_by(*NEWEST_FIRST).values_list("pk", flat=True)
        texts = engine().texts(list(newest[:ENOUGH]))
        held = " ".join(f" {text.title} {text.body} ".replace("\n", " ") for text in texts)
        return all(stem(word) == word or f" {form(word)} " in held for word in new)

    def count(self, parsed: ParsedQuery, *, title_only: bool = False) -> int:
        return min(ENOUGH, self.matched(parsed, title_only=title_only).count())

    def matched(self, parsed: ParsedQuery, *, title_only: bool = False) -> QuerySet[IndexedItem]:
        found = engine().matching([parsed.clauses], parsed.excluded, title_only=title_only)
        return found.filter(self.allowed)


def _together(parsed: ParsedQuery, places: Sequence[int], each: int) -> Iterator[ParsedQuery]:
    """The search with the words at `places` read otherwise, up to `each` readings of each."""
    words = [parsed.clauses[place].forms[0] for place in places]
    for read in product(*([*islice(readings(word), each)] or [word] for word in words)):
        candidate = parsed
        for place, reading in zip(places, read, strict=True):
            if reading not in words:
                candidate = candidate.replacing(place, reading)
        yield candidate


def readings(word: str) -> Iterator[str]:
    """Words of the site that may be meant by `word`, the likeliest first; no form of it."""
    if len(word) < SHORTEST or not word.isascii() or not word.isalpha():
        return
    given = {stem(word)}
    near = Word.objects.filter(word__in=list(one_slip(word))).values_list("word", flat=True)
    for known in sorted(near, key=lambda known: _likeness(word, known)):
        if stem(known) not in given:
            given.add(stem(known))
            yield known
    if len(word) >= SHORTEST_FOR_TWO_SLIPS:
        alike = Word.objects.filter(word__startswith=word[:SAME_BEGINNING])
        names = alike.values_list("word", flat=True)[:LOOKED_AT]
        two = [name for name in names if abs(len(name) - len(word)) < 3 and slips(word, name) == 2]
        for known in sorted(two, key=lambda known: _likeness(word, known)):
            if stem(known) not in given:
                given.add(stem(known))
                yield known


def one_slip(word: str) -> set[str]:
    """Whatever `word` becomes when one letter is added, lost, changed or swapped with the next."""
    halves = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    lost = {a + b[1:] for a, b in halves if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in halves if len(b) > 1}
    changed = {a + letter + b[1:] for a, b in halves if b for letter in LETTERS}
    added = {a + letter + b for a, b in halves for letter in LETTERS}
    return (lost | swapped | changed | added) - {word}


def slips(typed: str, known: str) -> int:
    """The optimal string alignment distance: how many slips lie between two words."""
    before: list[int] = []
    previous = list(range(len(known) + 1))
    for row, letter in enumerate(typed, 1):
        current = [row]
        for column, other in enumerate(known, 1):
            cost = min(
                previous[column] + 1,
                current[column - 1] + 1,
                previous[column - 1] + (letter != other),
            )
            swap = column > 1 and row > 1 and letter == known[column - 2]
            if swap and typed[row - 2] == other:
                cost = min(cost, before[column - 2] + 1)
            current.append(cost)
        before, previous = previous, current
    return previous[-1]


def _likeness(word: str, known: str) -> tuple[bool, int, int, str]:
    """Lower is likelier: same first letter, then the slips that are made most often."""
    return (word[0] != known[0], _slip_made(word, known), abs(len(word) - len(known)), known)


def _slip_made(word: str, known: str) -> int:
    """0 for letters in another order, 1 for one twice or once only, or a vowel for another."""
    if sorted(word) == sorted(known):
        return 0
    if _said_once(word) == _said_once(known):
        return 1
    differing = [pair for pair in zip(word, known, strict=False) if pair[0] != pair[1]]
    same_length = len(word) == len(known)
    return 1 if same_length and all(VOWELS >= {*pair} for pair in differing) else 2


def _said_once(word: str) -> str:
    return "".join(a for a, b in zip(word, f"{word[1:]} ", strict=True) if a != b)


def _single_words(parsed: ParsedQuery) -> list[int]:
    """The places of what is one word, and may be misspelt."""
    return [
        place
        for place, clause in enumerate(parsed.clauses)
        if len(clause.forms) == 1 and not clause.synonyms
    ]


def _unlisted(parsed: ParsedQuery) -> list[int]:
    """The places of words that stand in no text of the site in this form."""
    forms = {place: parsed.clauses[place].forms[0] for place in _single_words(parsed)}
    known = set(Word.objects.filter(word__in=list(forms.values())).values_list("word", flat=True))
    return [place for place, form in forms.items() if form not in known and form.isalpha()]


def _unknown(parsed: ParsedQuery, unlisted: list[int]) -> list[int]:
    """Those of them that stand there in no other form either."""
    return [
        place
        for place in unlisted
        if not engine().matching([[Clause((parsed.clauses[place].forms[0],))]]).count()
    ]
