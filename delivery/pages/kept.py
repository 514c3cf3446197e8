"""Values and parts of pages that are kept in memory until what they depend on changes."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar, cast

from django.db import connection

from delivery.pages.basis import Basis
from delivery.pages.changes import known
from delivery.pages.dependencies import Dependencies, collected, collecting, depends_as
from delivery.pages.memory import OF_A_TAG, Memory
from delivery.pages.snapshots import Snapshot

Value = TypeVar("Value")

# The most that a process keeps, in bytes, roughly.
MOST_BYTES = 8 * 1024 * 1024
# What a value weighs that is no text: a list of a dozen pages.
USUAL = 30_000
# How long a value counts at most, in seconds, even where nothing has changed.
DAY = 24 * 60 * 60
# How long one waits for the value that another thread is making, in seconds.
PATIENCE = 10


@dataclass(slots=True)
class Kept:
    """A value and what it depends on."""

    value: Any
    found: Dependencies
    basis: Basis

    def is_right(self) -> bool:
        return self.basis.is_right(known, time.time())


memory: Memory[Hashable, Kept] = Memory(MOST_BYTES)


def kept(key: Hashable, make: Callable[[], Value], at_most: float = DAY) -> Value:
    """Return what `make` returned, until something that it has read changes.

    Inside a transaction, whose changes nobody else sees yet, it is kept for the one answer that is
    being made. Nobody may change the value: it is the same one for all.

    at_most: seconds after which it is made anew all the same.
    """
    around = collected()
    if connection.in_atomic_block:
        return _kept_for_one(around, key, make) if around else make()
    now = known.read()
    before = around.snapshot if around and around.snapshot else now
    if before is None:
        return make()
    found = memory.get(key)
    if found is None or not found.is_right():
        # A value that is needed to make itself would wait for itself: then it is made twice.
        with memory.making(key, PATIENCE):
            found = memory.get(key)
            if found is None or not found.is_right():
                found = _make(key, make, at_most, before)
    depends_as(found.found)
    return cast(Value, found.value)


def _kept_for_one(around: Dependencies, key: Hashable, make: Callable[[], Value]) -> Value:
    if key in around.parts:
        value, found = around.parts[key]
        depends_as(found)
        return cast(Value, value)
    with collecting() as found:
        value = make()
    around.parts[key] = value, found
    return value


def _make(key: Hashable, make: Callable[[], Any], at_most: float, before: Snapshot) -> Kept:
    with collecting(before) as found:
        value = make()
    now = time.time()
    ends_at = now + at_most
    if at_most < DAY:
        found.changes_at(datetime.fromtimestamp(ends_at, UTC))
    if found.until is not None:
        ends_at = min(ends_at, found.until.timestamp())
    weight = 2 * len(value) + 2_000 if isinstance(value, str) else USUAL
    weight += OF_A_TAG * len(found.tags)
    basis = Basis(found.tags, before, ends_at)
    entry = Kept(value, found, basis)
    if not found.unknown:
        memory.put(key, entry, weight)
    return entry
