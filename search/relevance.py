"""Scores the candidates of a search by relevance.

The index says what holds the words; here each of the best candidates is scored. Both databases hand
over the same stems of the same parts, so both give the same order. A score is a number of points;
only the proportions matter.

- A word counts once, in the best part of the article that holds it: who looks for something they
  remember, remembers the title first, then the kicker above it and the standfirst below it.
- The very form that was typed counts more than another form of the word: names, and words of
  Bambara, have no other forms.
- Words that follow each other as they were typed, or stand close together, are what was meant;
  most of all when whoever types gives the small words between them too.
- A title that says little else is about the thing; so is a text that comes back to it.
- Of two equals the newer one is first: news ages. How fast, an editor may say (`half_life`).
"""

import math
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from search.documents import BODY, FORMS, KICKER, NAMES, STANDFIRST, form_token
from search.french import stem
from search.terms import Clause, ParsedQuery

IN_TITLE = 10.0
IN_KICKER = 6.0
IN_NAMES = 5.0
IN_STANDFIRST = 4.0
IN_BODY = 1.5
BODY_REPEATED = 0.8  # for each doubling of its number in the body
# A synonym of the word is worth less than the word in the same place, whatever the age of both.
AS_SYNONYM = 0.6
AS_TYPED = 0.25  # of the points of the word, for its very form
NEXT_TO_EACH_OTHER = 3.0  # for two words of the title that follow each other as typed
NEXT_IN_TEXT = 1.5  # the same, in the standfirst or the body
ALL_AS_TYPED = 4.0  # for each of four words or more that follow each other as typed
NEAR_IN_TEXT = 1.0  # all words of the body within one passage of NEAR letters
NEAR = 200
WHOLE_TITLE = 5.0  # for the share of the title that the words make up
AGEING = 0.35  # the part of the points that an old text loses in the end
HALF_LIFE = 180.0  # days in which it loses half of that part


@dataclass(frozen=True)
class IndexedText:
    """Title and body of a candidate, as `search.documents` writes them."""

    key: int
    title: str
    body: str
    published_at: datetime | None


@dataclass(frozen=True)
class Form:
    """The token of a word as it was typed, and whether the word is its own stem."""

    token: str
    is_stem: bool

    @classmethod
    def of(cls, word: str) -> "Form":
        return cls(form_token(word), stem(word) == word)

    def is_in(self, forms: str) -> bool:
        """Whether a text that holds the stem of the word holds the very word.

        A word that is its own stem is in no list of forms; another form of it would be.
        """
        if self.is_stem:
            return f" {self.token}" not in forms
        return f" {self.token} " in forms


@dataclass(frozen=True)
class Way:
    """One way to say a clause: its stems between blanks, and the words as typed."""

    stems: str
    words: tuple[Form, ...]


class RelevanceScorer:
    """Scores candidates for one search."""

    def __init__(self, parsed: ParsedQuery, now: datetime, half_life: float = HALF_LIFE) -> None:
        self.clauses = [_ways(clause) for clause in parsed.clauses]
        self.asked = {word for clause in parsed.clauses for word in clause.stems}
        stems = [stem(word) for word in parsed.sequence]
        self.pairs = [f" {a} {b} " for a, b in zip(stems, stems[1:], strict=False)]
        self.run = f" {' '.join(stems)} " if len(stems) > 3 else ""
        self.now = now
        self.half_life = half_life

    def rank(self, texts: list[IndexedText]) -> list[int]:
        """Return the keys of `texts`, the best first; of equal ones the newest."""
        weights = self.term_weights(texts)
        points = {text.key: self.points(text, weights) for text in texts}
        dates = {text.key: text.published_at or datetime.min for text in texts}
        stamps = {key: date.timestamp() if date.year > 1 else 0.0 for key, date in dates.items()}
        return sorted(points, key=lambda key: (-points[key], -stamps[key], -key))

    def term_weights(self, texts: list[IndexedText]) -> list[float]:
        """Return the weight of each clause: 1 if all candidates hold it, up to 3 if few do."""
        met: Counter[int] = Counter()
        for text in texts:
            whole = f" {text.title} {text.body} ".replace("\n", " ")
            for place, ways in enumerate(self.clauses):
                met[place] += any(way.stems in whole for way in ways)
        total = len(texts)
        return [
            min(3.0, 1.0 + math.log10((total + 1) / (met[place] + 1)))
            for place in range(len(self.clauses))
        ]

    def points(self, text: IndexedText, weights: list[float]) -> float:
        title, _, title_forms = text.title.partition("\n")
        lines = text.body.split("\n")
        parts = [f" {line} " for line in lines] + [" "] * (FORMS + 1 - len(lines))
        spaced_title = f" {title} "
        forms = f" {title_forms} {parts[FORMS]} "
        total = sum(
            weight * self.clause_points(ways, spaced_title, parts, forms)
            for ways, weight in zip(self.clauses, weights, strict=True)
        )
        total += self.order_points(spaced_title, parts) + self.title_share(spaced_title)
        return total * self.freshness(text.published_at)

    def clause_points(self, ways: list[Way], title: str, parts: list[str], forms: str) -> float:
        best = 0.0
        for way in ways:
            stems = way.stems
            points = 0.0
            if stems in title:
                points = IN_TITLE
            elif stems in parts[KICKER]:
                points = IN_KICKER
            elif stems in parts[NAMES]:
                points = IN_NAMES
            elif stems in parts[STANDFIRST]:
                points = IN_STANDFIRST
            elif stems in parts[BODY]:
                points = IN_BODY
            if points and (times := parts[BODY].count(stems)) > 1:
                points += BODY_REPEATED * math.log2(min(times, 16))
            if points and all(word.is_in(forms) for word in way.words):
                points *= 1 + AS_TYPED
            if way is not ways[0]:
                points *= AS_SYNONYM
            best = max(best, points)
        return best

    def order_points(self, title: str, parts: list[str]) -> float:
        points = 0.0
        for pair in self.pairs:
            if pair in title:
                points += NEXT_TO_EACH_OTHER
            elif pair in parts[STANDFIRST] or pair in parts[BODY]:
                points += NEXT_IN_TEXT
        if self.run and any(self.run in part for part in (title, *parts)):
            points += ALL_AS_TYPED * len(self.run.split())
        return points + self.nearness(parts[BODY])

    def nearness(self, body: str) -> float:
        if len(self.clauses) < 2:
            return 0.0
        first, *others = [ways[0].stems for ways in self.clauses]
        at = body.find(first)
        for _ in range(8):
            if at < 0:
                break
            passage = body[max(0, at - NEAR) : at + NEAR]
            if all(other in passage for other in others):
                return NEAR_IN_TEXT * len(self.clauses)
            at = body.find(first, at + 1)
        return 0.0

    def title_share(self, title: str) -> float:
        held = title.split()
        if not held:
            return 0.0
        return WHOLE_TITLE * sum(word in self.asked for word in held) / len(held)

    def freshness(self, published_at: datetime | None) -> float:
        """Return 1 for what is new, falling to 1 - AGEING: half of the way in each half-life."""
        if published_at is None:
            return 1.0 - AGEING / 2
        age = max(0.0, (self.now - published_at).total_seconds() / 86_400)
        return float(1.0 - AGEING * (1.0 - 0.5 ** (age / self.half_life)))


def _ways(clause: Clause) -> list[Way]:
    """Return each way to say a clause, what was typed first."""
    return [
        Way(f" {' '.join(stems)} ", tuple(Form.of(word) for word in words))
        for stems, words in zip(clause.alternatives, (clause.forms, *clause.synonyms), strict=True)
    ]
