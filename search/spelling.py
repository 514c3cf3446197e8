"""Suggests another spelling, « Essayez avec… », from the words of the site.

Words are looked up folded, so accents are no mistake. An edit is a letter too many, one missing,
one for another, or two letters in the wrong order (Damerau). All that a word becomes by one edit
are some hundreds of strings, asked of the table of words in one query; two edits are looked for in
longer words only, among those that begin alike. The other words of the query choose among the
spellings: the one that is in a title with them, then the one that is found most often.
https://norvig.com/spell-correct.html
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice, product

from django.db.models import Q, QuerySet

from search.documents import form_token
from search.engines import engine
from search.facet_counts import NEWEST_FIRST
from search.french import stem
from search.models import IndexedItem, Word
from search.terms import Clause, ParsedQuery

LETTERS = "abcdefghijklmnopqrstuvwxyz"
VOWELS = frozenset("aeiouy")
MIN_LENGTH = 4
MIN_LENGTH_FOR_TWO_EDITS = 7
SAME_BEGINNING = 3
MAX_ALIKE = 3_000  # words that begin alike
MAX_SPELLINGS = 8  # spellings of one word that are tried with the others
MAX_TRIALS = 24  # searches that are tried for one search
MAX_COUNTED = 50  # results are counted so far, to tell spellings apart
ENOUGH_RESULTS = 3  # results of the word as typed, beyond which nothing is advised
MAX_CORRECTED = 3  # words of one search that are unknown
# Of a search; in a longer one no word that the site knows is taken for a mistake.
MAX_WORDS_DOUBTED = 6
MANY_MORE = 5  # times as many results as the word typed


def suggest_spelling(query: ParsedQuery, found_as_typed: int, allowed: Q) -> ParsedQuery | None:
    """Return the query with some of its words spelt as on the site.

    found_as_typed: how many results hold all words as typed. The correction is one that finds
    many more of what is allowed, or is in titles where what was typed does not. None if there
    is none.
    """
    if found_as_typed >= ENOUGH_RESULTS:
        return None
    trial = SpellingTrial(query, found_as_typed, allowed)
    unknown_forms = _unknown_forms(query)
    if unknown := _unknown_stems(query, unknown_forms):
        unknown = unknown[:MAX_CORRECTED]
        each = round(MAX_TRIALS ** (1 / len(unknown)))
        return trial.best_of([_respelt(query, unknown, min(MAX_SPELLINGS, each))])
    others = [place for place in _single_words(query) if place not in unknown_forms]
    for places in (unknown_forms, others if len(query.clauses) <= MAX_WORDS_DOUBTED else []):
        each = min(MAX_SPELLINGS, MAX_TRIALS // max(1, len(places)))
        if best := trial.best_of(_respelt(query, [place], each) for place in places):
            return best
    return None


@dataclass(frozen=True)
class SpellingTrial:
    """Compares respelt queries with the one that was typed."""

    typed: ParsedQuery
    found_as_typed: int
    allowed: Q

    def best_of(self, lists: Iterable[Iterator[ParsedQuery]]) -> ParsedQuery | None:
        """Return the best of the first few of each list; None if none is better than typed."""
        best, highest = None, (0, 0)
        for candidate in chain.from_iterable(islice(some, MAX_TRIALS) for some in lists):
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
        """Whether readers may see the new words: drafts and withdrawn texts have words too."""
        new = {word for word in candidate.sequence if word not in self.typed.sequence}
        newest = self.matched(candidate).order_by(*NEWEST_FIRST).values_list("pk", flat=True)
        texts = engine().texts(list(newest[:MAX_COUNTED]))
        held = " ".join(f" {text.title} {text.body} ".replace("\n", " ") for text in texts)
        return all(stem(word) == word or f" {form_token(word)} " in held for word in new)

    def count(self, query: ParsedQuery, *, title_only: bool = False) -> int:
        return min(MAX_COUNTED, self.matched(query, title_only=title_only).count())

    def matched(self, query: ParsedQuery, *, title_only: bool = False) -> QuerySet[IndexedItem]:
        found = engine().matching([query.clauses], query.excluded, title_only=title_only)
        return found.filter(self.allowed)


def _respelt(query: ParsedQuery, places: Sequence[int], each: int) -> Iterator[ParsedQuery]:
    """Yield the query with other spellings of the words at `places`, up to `each` of each."""
    words = [query.clauses[place].forms[0] for place in places]
    for respelt in product(*([*islice(spellings(word), each)] or [word] for word in words)):
        candidate = query
        for place, spelling in zip(places, respelt, strict=True):
            if spelling not in words:
                candidate = candidate.replacing(place, spelling)
        yield candidate


def spellings(word: str) -> Iterator[str]:
    """Yield words of the site that may be meant by `word`, the likeliest first; no form of it."""
    if len(word) < MIN_LENGTH or not word.isascii() or not word.isalpha():
        return
    given = {stem(word)}
    for known in _near_words(word):
        if stem(known) not in given:
            given.add(stem(known))
            yield known


def _near_words(word: str) -> Iterator[str]:
    """Yield the words of the site one edit away, then those two edits away."""
    unlikeliness = partial(_unlikeliness, word)
    near = Word.objects.filter(word__in=list(one_edit(word))).values_list("word", flat=True)
    yield from sorted(near, key=unlikeliness)
    if len(word) >= MIN_LENGTH_FOR_TWO_EDITS:
        alike = Word.objects.filter(word__startswith=word[:SAME_BEGINNING])
        names = alike.values_list("word", flat=True)[:MAX_ALIKE]
        two = [
            name
            for name in names
            if abs(len(name) - len(word)) < 3 and edit_distance(word, name) == 2
        ]
        yield from sorted(two, key=unlikeliness)


def one_edit(word: str) -> set[str]:
    """Return all that `word` becomes when a letter is added, lost, changed or swapped."""
    halves = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    lost = {a + b[1:] for a, b in halves if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in halves if len(b) > 1}
    changed = {a + letter + b[1:] for a, b in halves if b for letter in LETTERS}
    added = {a + letter + b for a, b in halves for letter in LETTERS}
    return (lost | swapped | changed | added) - {word}


def edit_distance(typed: str, known: str) -> int:
    """Return the optimal string alignment distance between two words."""
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


def _unlikeliness(word: str, known: str) -> tuple[bool, int, int, str]:
    """Return a key to sort by, the likeliest word first: same first letter, then common edits."""
    return (word[0] != known[0], _edit_cost(word, known), abs(len(word) - len(known)), known)


def _edit_cost(word: str, known: str) -> int:
    """Return 0 for letters in another order, 1 for a doubled letter or another vowel, else 2."""
    if sorted(word) == sorted(known):
        return 0
    if _without_doubles(word) == _without_doubles(known):
        return 1
    differing = [pair for pair in zip(word, known, strict=False) if pair[0] != pair[1]]
    same_length = len(word) == len(known)
    return 1 if same_length and all(VOWELS >= {*pair} for pair in differing) else 2


def _without_doubles(word: str) -> str:
    return "".join(a for a, b in zip(word, f"{word[1:]} ", strict=True) if a != b)


def _single_words(query: ParsedQuery) -> list[int]:
    """Return the places of clauses of one word, which may be misspelt."""
    return [
        place
        for place, clause in enumerate(query.clauses)
        if len(clause.forms) == 1 and not clause.synonyms
    ]


def _unknown_forms(query: ParsedQuery) -> list[int]:
    """Return the places of words that are in no text of the site in this form."""
    forms = {place: query.clauses[place].forms[0] for place in _single_words(query)}
    known = set(Word.objects.filter(word__in=list(forms.values())).values_list("word", flat=True))
    return [place for place, form in forms.items() if form not in known and form.isalpha()]


def _unknown_stems(query: ParsedQuery, unknown_forms: list[int]) -> list[int]:
    """Return those places whose words are in no text in another form either."""
    return [
        place
        for place in unknown_forms
        if not engine().matching([[Clause((query.clauses[place].forms[0],))]]).count()
    ]
