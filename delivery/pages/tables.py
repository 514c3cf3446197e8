"""What a table is to the pages that read it, and which of its changes readers can see.

Rooms declare their tables when they are loaded. A page that reads a table that nobody has declared
is not kept, so that one that is forgotten costs speed and is never wrong.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from django.db.models import Model

# An answer depends on it whatever it reads.
EVERYTHING = "*"


class Event(StrEnum):
    INSERT = "INSERT"
    UPDATE = "UPDATE"
    DELETE = "DELETE"

    @property
    def row(self) -> str:
        """What SQL calls the row in a trigger."""
        return "OLD" if self == Event.DELETE else "NEW"


@dataclass(frozen=True)
class Rule:
    """A change of a row that readers can see.

    tag: an SQL expression for what has changed. when: the condition, in SQL with OLD and NEW.
    withdraws: the condition under which readers may no longer see what they saw.
    """

    event: Event
    tag: str
    when: str = "true"
    withdraws: str = "false"


@dataclass(frozen=True)
class Table:
    """depends_on: the tags of a page that reads the table."""

    name: str
    depends_on: frozenset[str] = frozenset()
    rules: tuple[Rule, ...] = field(default=())


declared: dict[str, Table] = {}


def declare(name: str, depends_on: Iterable[str] = (), rules: Iterable[Rule] = ()) -> None:
    declared[name] = Table(name, frozenset(depends_on), tuple(rules))


def whole(*models: type[Model], withdraws: bool = False) -> None:
    """Any change of any row is a change of all pages that read the table.

    withdraws: whether a new row hides something.
    """
    for model in models:
        name = model._meta.db_table
        tag = f"'{name}'"
        hides = "true" if withdraws else "false"
        declare(
            name,
            [name],
            [
                Rule(Event.INSERT, tag, withdraws=hides),
                Rule(Event.UPDATE, tag, differs(columns(model)), withdraws=hides),
                Rule(Event.DELETE, tag),
            ],
        )


def once_used(*models: type[Model]) -> None:
    """As `whole`, but for a new row, which pages show once a change elsewhere makes use of it."""
    for model in models:
        name = model._meta.db_table
        tag = f"'{name}'"
        changes = differs(columns(model))
        declare(
            name,
            [name],
            [Rule(Event.UPDATE, tag, changes), Rule(Event.DELETE, tag, withdraws="true")],
        )


def harmless(*tables: type[Model] | str) -> None:
    """Nothing that is in it, or nothing that is in it alone, is seen by readers."""
    for table in tables:
        declare(table if isinstance(table, str) else table._meta.db_table)


def differs(names: Iterable[str]) -> str:
    """The condition, in SQL, that an update has changed one of these columns."""
    return "(" + " OR ".join(f'OLD."{name}" IS DISTINCT FROM NEW."{name}"' for name in names) + ")"


def columns(model: type[Model], without: Iterable[str] = ()) -> list[str]:
    """The columns of the table of `model`, but for its key and those named."""
    left_out = {*without}
    return [
        str(column.column)
        for column in model._meta.local_concrete_fields
        if not column.primary_key and column.column not in left_out
    ]
