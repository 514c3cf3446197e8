"""Values and parts of pages that are kept in memory until what they depend on changes."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock
from typing import Any, TypeVar, cast

from django.db import connection

from delivery.pages.basis import Basis
from delivery.pages.changes import known
from delivery.pages.dependencies import Dependencies, collected, collecting, depends_as
from delivery.pages.snapshots import Snapshot

Value = TypeVar("Value")

# The most that a process keeps, in bytes, roughly; what was asked for longest ago goes first.
MOST_BYTES = 8 * 1024 * 1024
# What a value weighs that is no text: a list of a dozen pages.
USUAL = 30_000
# How long a value counts at most, in seconds, even where nothing has changed.
DAY = 24 * 60 * 60
# How long one waits for the value that another thread is making, in seconds.
PATIENCE = 10


@dataclass
class Kept:
    """A value and what it depends on."""

    value: Any
    found: Dependencies
    basis: Basis
    # Bytes in memory, roughly.
    weight: int

    def is_right(self) -> bool:
        return self.basis.is_right(known, time.time())


class Memory:
    """What a process keeps, the latest used last."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self._bytes = 0
        self._under_way: dict[Hashable, Lock] = {}

    def get(self, key: Hashable) -> Kept | None:
        with self._lock:
            if found := self._kept.get(key):
                self._kept.move_to_end(key)
            return found

    def put(self, key: Hashable, kept: Kept) -> None:
        with self._lock:
            if before := self._kept.pop(key, None):
                self._bytes -= before.weight
            self._kept[key] = kept
            self._bytes += kept.weight
            while self._bytes > MOST_BYTES:
                _key, oldest = self._kept.popitem(last=False)
                self._bytes -= oldest.weight

    def under_way(self, key: Hashable) -> Lock:
        with self._lock:
            return self._under_way.setdefault(key, Lock())

    def done(self, key: Hashable) -> None:
        with self._lock:
            self._under_way.pop(key, None)

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()
            self._bytes = 0


memory = Memory()


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
        lock = memory.under_way(key)
        # A value that is needed to make itself would wait for itself: then it is made twice.
        mine = lock.acquire(timeout=PATIENCE)
        try:
            found = memory.get(key)
            if found is None or not found.is_right():
                found = _make(key, make, at_most, before)
        finally:
            if mine:
                lock.release()
                memory.done(key)
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
    basis = Basis(frozenset(found.tags), before, ends_at)
    entry = Kept(value, found, basis, weight)
    if not found.unknown:
        memory.put(key, entry)
    return entry
