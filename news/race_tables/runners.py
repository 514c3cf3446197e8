"""The runners of a race, and the selection of the newspaper."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from news.typed_tables.tables import Column, Row, Table

NUMBER = Column("number", "N°", _("No."), ("no", "num", "numero", "n", "nos"), 3, is_number=True)
HORSE = Column("horse", "Cheval", _("Horse"), ("chevaux", "partant", "partants", "nom"), 16)
SEX_AGE = Column("sex_age", "Sexe/âge", _("Sex, age"), ("sa", "s/a", "sexe age", "sexe", "age"), 4)
JOCKEY = Column("jockey", "Jockey", _("Jockey or driver"), ("driver", "drivers", "jockeys"), 14)
WEIGHT = Column(
    "weight", "Poids/distance", _("Weight or distance"), ("poids", "pds", "distance", "dist"), 6
)
FORM = Column(
    "form",
    "Performances",
    _("Last placings"),
    ("musique", "perf", "perfs", "performance", "dernieres places", "dernieres performances"),
    12,
)
TRAINER = Column("trainer", "Entraîneur", _("Trainer"), ("entraineurs", "entr"), 14)
ODDS = Column("odds", "Cote", _("Odds"), ("cotes", "rapport probable", "rapports probables"), 5)
OUT = Column(
    "out", "Non-partant", _("Non-runner"), ("np", "non partant", "forfait"), 3, is_mark=True
)

RUNNERS = Table((NUMBER, HORSE, SEX_AGE, JOCKEY, WEIGHT, FORM, TRAINER, ODDS, OUT))
# What the cell of a non-runner holds.
MARK = "NP"

SELECTION = Table(
    (
        Column("number", "N°", _("No."), width=3, is_number=True),
        Column("reason", "Pourquoi", _("Why"), width=60),
    )
)


@dataclass(frozen=True)
class Runner:
    """A runner as it was typed; `number` is None where that is no number."""

    number: int | None
    horse: str
    sex_age: str
    jockey: str
    weight: str
    form: str
    trainer: str
    odds: str
    is_out: bool

    @classmethod
    def of(cls, row: Row) -> Runner:
        words = {column.key: row[column.key] for column in RUNNERS.columns}
        number, out = words.pop("number"), words.pop("out")
        return cls(number=number_of(number), is_out=bool(out), **words)


@dataclass(frozen=True)
class Choice:
    """One of the newspaper's choices, and why."""

    number: int | None
    reason: str


def number_of(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 2 else None


def runners_in(text: str) -> list[Runner]:
    """The runners of a stored text, in its order."""
    return [Runner.of(row) for row in RUNNERS.rows_of(text)]


def selection_in(text: str) -> list[Choice]:
    return [Choice(number_of(row["number"]), row["reason"]) for row in SELECTION.rows_of(text)]
