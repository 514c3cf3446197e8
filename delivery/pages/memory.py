"""What a process keeps in memory, up to a number of bytes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Generic, TypeVar

# Bytes that each tag adds to what is kept, in its sets.
OF_A_TAG = 100

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Memory(Generic[Key, Value]):
    """Values by their keys, the one that was used last at the end: the others give way first."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self._lock = Lock()
        self._kept: OrderedDict[Key, tuple[Value, int]] = OrderedDict()
        self._bytes = 0
        self._under_way: dict[Key, Lock] = {}

    def get(self, key: Key) -> Value | None:
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                return None
            self._kept.move_to_end(key)
            return found[0]

    def put(self, key: Key, value: Value, weight: int) -> None:
        """Keep `value`, of so many bytes, roughly."""
        with self._lock:
            if before := self._kept.pop(key, None):
                self._bytes -= before[1]
            self._kept[key] = value, weight
            self._bytes += weight
            while self._bytes > self.most_bytes and self._kept:
                _key, (_value, given_back) = self._kept.popitem(last=False)
                self._bytes -= given_back

    def keys(self) -> list[Key]:
        with self._lock:
            return list(self._kept)

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()
            self._bytes = 0

    @contextmanager
    def making(self, key: Key, patience: float) -> Iterator[bool]:
        """Be the one who makes the value of `key`, inside; False if another one still does.

        patience: for how many seconds to wait for that one.
        """
        with self._lock:
            lock = self._under_way.setdefault(key, Lock())
        is_mine = lock.acquire(timeout=patience) if patience else lock.acquire(blocking=False)
        try:
            yield is_mine
        finally:
            if is_mine:
                with self._lock:
                    self._under_way.pop(key, None)
                lock.release()
