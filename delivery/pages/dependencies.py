"""What the answer that is being made depends on."""

from __future__ import annotations

import re
from collections.abc import Collection, Hashable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from sys import intern
from typing import Any

from django.apps import apps
from django.db.backends.signals import connection_created
from django.db.models import Model
from django.db.models.signals import post_init
from django.dispatch import receiver

from delivery.pages.snapshots import Snapshot
from delivery.pages.tables import declared

TABLES = re.compile(r'\b(?:FROM|JOIN)\s+"?(\w+)')


@dataclass(frozen=True, slots=True)
class Drawn:
    """A part of a page (`parts.Part`) as it was drawn, and what it depends on."""

    part: Any
    text: str
    found: Dependencies


@dataclass(slots=True)
class Dependencies:
    """tags: what it depends on. unknown: tables that nobody has declared.

    until: when it changes by itself, if that is known. snapshot: what had been committed before
    anything of it was read. parts: values that were made for it in a transaction (`kept`). drawn:
    parts with what they depend on, where `takes_drawn`; elsewhere that is the whole's as well.
    left_out: tags of tables that do not count for what is read at this moment (`depends_instead`).
    """

    tags: set[str] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)
    until: datetime | None = None
    snapshot: Snapshot | None = None
    parts: dict[Hashable, tuple[Any, Dependencies]] = field(default_factory=dict)
    takes_drawn: bool = False
    drawn: list[Drawn] = field(default_factory=list)
    left_out: frozenset[str] = frozenset()

    def add(self, other: Dependencies) -> None:
        self.tags |= other.tags
        self.unknown |= other.unknown
        self.changes_at(other.until)
        for part in other.drawn:
            self.add_drawn(part)

    def add_drawn(self, part: Drawn) -> None:
        if self.takes_drawn:
            self.drawn.append(part)
        else:
            self.add(part.found)

    def changes_at(self, moment: datetime | None) -> None:
        if moment is not None:
            self.until = min(self.until, moment) if self.until else moment


def union(several: Iterable[Dependencies]) -> Dependencies:
    found = Dependencies()
    for one in several:
        found.add(one)
    return found


# The prefix of the tags of objects of a model.
_watched: dict[type[Model], str] = {}
_collected: ContextVar[Dependencies | None] = ContextVar("dependencies", default=None)


@contextmanager
def collecting(
    snapshot: Snapshot | None = None, takes_drawn: bool = False, apart: bool = False
) -> Iterator[Dependencies]:
    """Collect what is read inside; what collects around it gets the same, unless it is `apart`.

    snapshot: what had been committed before; inside another one, what that one says, since a part
    may show what was read for the whole. takes_drawn: for a whole page; inside another one, if that
    one does.
    """
    around = _collected.get()
    found = Dependencies(snapshot=snapshot, takes_drawn=takes_drawn)
    if around is not None:
        found.snapshot = around.snapshot or snapshot
        found.takes_drawn = takes_drawn and around.takes_drawn
        found.parts = around.parts
    token = _collected.set(found)
    try:
        yield found
    finally:
        _collected.reset(token)
        if around is not None and not apart:
            around.add(found)


def collected() -> Dependencies | None:
    """What the answer being made depends on so far, if that is collected."""
    return _collected.get()


def depends_on_object(instance: Model) -> None:
    """Say that the answer being made shows an object that was loaded before."""
    if (collected := _collected.get()) is not None and instance.pk is not None:
        if tag := tag_of(instance):
            collected.tags.add(tag)
        else:
            _note(collected, [instance._meta.db_table])


def tag_of(instance: Model) -> str:
    """The tag of an object; empty if a change is noted for its table alone."""
    prefix = _watched.get(type(instance))
    return _tag(prefix, instance.pk) if prefix else ""


def _tag(prefix: str, key: object) -> str:
    # Thousands of parts and pages hold the same ones.
    return intern(f"{prefix}:{key}")


def depends_on(*tags: str) -> None:
    """Say that the answer being made depends on `tags`."""
    if (collected := _collected.get()) is not None:
        collected.tags.update(tags)


@contextmanager
def depends_instead(on: Iterable[str], of: Collection[str]) -> Iterator[None]:
    """Have what is read inside depend on the tags `on`, in the place of `of`, those of its tables.

    For a few rows of a table that changes often: an article of a list, not all lists. Each object
    that is loaded inside counts as ever.
    """
    collected = _collected.get()
    if collected is None:
        yield
        return
    collected.tags.update(on)
    before = collected.left_out
    collected.left_out = before.union(of)
    try:
        yield
    finally:
        collected.left_out = before


def depends_as(found: Dependencies) -> None:
    """Say that the answer being made depends on all that `found` does: a kept part of it."""
    if (collected := _collected.get()) is not None:
        collected.add(found)


def changes_at(moment: datetime | None) -> None:
    """Say that the answer being made is another one from `moment` on."""
    if (collected := _collected.get()) is not None:
        collected.changes_at(moment)


def watch_objects(model: type[Model], prefix: str) -> None:
    """Have what loads an object of `model` depend on `<prefix>:<key>`."""

    def note(instance: Model, **kwargs: object) -> None:
        if (collected := _collected.get()) is not None and instance.pk is not None:
            collected.tags.add(_tag(prefix, instance.pk))

    _watched[model] = prefix
    post_init.connect(note, sender=model, weak=False, dispatch_uid=f"depends on {prefix}")


@lru_cache(maxsize=4096)
def _tables_in(sql: str) -> frozenset[str]:
    return frozenset(TABLES.findall(sql))


@lru_cache(maxsize=1)
def _all_tables() -> frozenset[str]:
    return frozenset(model._meta.db_table for model in apps.get_models(include_auto_created=True))


def note_tables(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
    """A wrapper around each statement, which notes the tables that it reads."""
    if (collected := _collected.get()) is not None:
        _note(collected, _tables_in(str(sql)))
    return execute(sql, params, many, context)


def _note(collected: Dependencies, tables: Iterable[str]) -> None:
    for name in tables:
        table = declared.get(name)
        if table is not None:
            collected.tags |= table.depends_on - collected.left_out
        elif name in _all_tables():
            collected.unknown.add(name)


@receiver(connection_created)
def watch_reads(connection: Any, **kwargs: object) -> None:
    # In front: those that are there for a while are taken away from the end.
    if note_tables not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, note_tables)
