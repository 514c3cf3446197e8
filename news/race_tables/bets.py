"""Bets and what they pay: « rapports », per stake, in francs CFA."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from news.race_tables.numbers import numbers_in
from news.typed_tables.tables import Column, Table

DIVIDENDS = Table(
    (
        Column("bet", "Pari", _("Bet"), width=18),
        Column("combination", "Combinaison", _("Combination"), width=12),
        Column("dividend", "Rapport", _("Dividend (F CFA)"), width=10),
    )
)
# Of so many horses a bet names the first ones; what its name begins with, in lower case. The longer
# one counts: « quarté+ » is a quarté.
HORSES = {"simple": 1, "couplé": 2, "couple": 2, "jumelé": 2, "trio": 3, "tiercé": 3, "tierce": 3}
HORSES |= {"quarté": 4, "quarte": 4, "quinté": 5, "quinte": 5, "multi": 4}
# The first so many places pay such a bet.
PLACES = {"couplé placé": 3, "couple place": 3, "simple placé": 3, "simple place": 3}
# A point before three digits parts thousands; before one or two, francs and centimes.
AMOUNT = re.compile(
    r"(\d{1,3}(?:[\s.'’]\d{3})+|\d+)(?:[.,](\d{1,2}))?\s*(?:f|f\s*cfa|francs?|xof)?\.?",
    re.IGNORECASE,
)
# The least stake pays itself back; more than so much was never paid.
LEAST, MOST = 100, 2_000_000_000


@dataclass(frozen=True)
class Dividend:
    """What a bet pays; `amount` is in francs CFA, None where that is no amount."""

    bet: str
    combination: str
    amount: int | None
    typed: str


def dividends_in(text: str) -> list[Dividend]:
    return [
        Dividend(row["bet"], row["combination"], amount_in(row["dividend"]), row["dividend"])
        for row in DIVIDENDS.rows_of(text)
    ]


def amount_in(text: str) -> int | None:
    """« 1 250 000 », « 1.250.000 F CFA », « 450,50 »: in whole francs, halves up."""
    found = AMOUNT.fullmatch(text.strip())
    if not found:
        return None
    whole, cents = found[1], found[2] or ""
    digits = re.sub(r"\D", "", whole)
    return int(digits) + (int(cents.ljust(2, "0")) >= 50 if cents else 0)


def horses_of(bet: str) -> int | None:
    """Of how many horses a bet is, by its name; None for one that nobody knows here."""
    return _known(bet, HORSES)


def pays(bet: str, combination: str, arrival: list[int]) -> bool:
    """Whether `combination` is made of those who came in first, as far as the bet is known."""
    numbers, horses = numbers_in(combination), horses_of(bet)
    if not numbers or not arrival or horses is None:
        return True
    first = arrival[: max(_known(bet, PLACES) or horses, len(numbers))]
    is_whole = len(numbers) >= min(horses, len(arrival)) or "bonus" in bet.lower()
    return is_whole and set(numbers) <= set(first)


def _known(bet: str, table: dict[str, int]) -> int | None:
    name = " ".join(bet.lower().split())
    fitting = [begins for begins in table if name.startswith(begins)]
    return table[max(fitting, key=len)] if fitting else None
