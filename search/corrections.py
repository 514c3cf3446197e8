"""« Essayez avec… »: the site's own words that are a slip of the finger away from what was typed.

Words are looked up folded, so accents are no mistake. One slip is a letter too many, one missing,
one for another, or two letters in the wrong order (Damerau). All that a word may become by one
slip are some hundreds of strings, asked of the table of words in one query; two slips are looked
for only in longer words, among those that begin alike.
https://norvig.com/spell-correct.html
"""

from collections.abc import Iterator
from itertools import islice

from django.db.models import Q

from search.french import stem
from search.matching import matching
from search.models import Word
from search.terms import Clause, Wanted

LETTERS = "abcdefghijklmnopqrstuvwxyz"
SHORTEST = 4
SHORTEST_FOR_TWO_SLIPS = 7
SAME_BEGINNING = 3
LOOKED_AT = 3_000  # words that begin alike
TRIED = 6  # readings of one word that are tried with the others
ENOUGH = 50  # results are counted so far, to tell readings apart
FEW = 3  # results of the word as typed, beyond which nothing is advised
MANY_MORE = 5  # times as many results as the word typed


def corrected(wanted: Wanted, found_as_typed: int, allowed: Q) -> Wanted | None:
    """The same search with one word (if need be, each word) spelt as on the site.

    found_as_typed: how many results hold all words as typed. The correction is one that finds
    many more of what is allowed; None if there is none.
    """
    best: tuple[int, Wanted] | None = None
    if found_as_typed >= FEW:
        return None
    unknown = _unknown(wanted)
    places = unknown or list(range(len(wanted.clauses)))
    if len(unknown) > 1:
        wanted, places = _all_but_the_first_corrected(wanted, unknown), unknown[:1]
    for place in places:
        clause = wanted.clauses[place]
        if len(clause.forms) > 1 or clause.others:
            continue
        for reading in islice(readings(clause.forms[0]), TRIED):
            candidate = wanted.replacing(place, reading)
            number = _count(candidate, allowed)
            if number > max(best[0] if best else 0, found_as_typed * MANY_MORE):
                best = number, candidate
    return best[1] if best else None


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


def _likeness(word: str, known: str) -> tuple[bool, bool, int, str]:
    """Lower is likelier: same first letter, same letters in another order, same length."""
    return (
        word[0] != known[0],
        sorted(word) != sorted(known),
        abs(len(word) - len(known)),
        known,
    )


def _unknown(wanted: Wanted) -> list[int]:
    """The places of words that no text of the site holds."""
    forms = {
        place: clause.forms[0]
        for place, clause in enumerate(wanted.clauses)
        if len(clause.forms) == 1 and not clause.others
    }
    known = set(Word.objects.filter(word__in=list(forms.values())).values_list("word", flat=True))
    missing = [place for place, form in forms.items() if form not in known]
    # A form that stands nowhere is no mistake where another form of the word does.
    return [
        place
        for place in missing
        if not matching([[Clause((forms[place],))]]).exists() and forms[place].isalpha()
    ]


def _all_but_the_first_corrected(wanted: Wanted, unknown: list[int]) -> Wanted:
    for place in unknown[1:]:
        likeliest = next(readings(wanted.clauses[place].forms[0]), None)
        if likeliest:
            wanted = wanted.replacing(place, likeliest)
    return wanted


def _count(wanted: Wanted, allowed: Q) -> int:
    found = matching([wanted.clauses], wanted.excluded).filter(allowed)
    return found.order_by()[:ENOUGH].count()
