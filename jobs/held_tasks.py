"""Calls of a task that wait for the end of a block, and are then made once each."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

Call = tuple[Any, ...]

_held: ContextVar[Mapping[str, list[Call]] | None] = ContextVar("held calls", default=None)


@contextmanager
def hold(task: Any) -> Iterator[list[Call]]:
    """Hold the calls of `task`; yields the list of their arguments, which the block may change.

    An exception drops them: what asked for them has not been.
    """
    calls: list[Call] = []
    before = _held.set({**(_held.get() or {}), task.module_path: calls})
    try:
        yield calls
    finally:
        _held.reset(before)
    for call in dict.fromkeys(calls):
        task.enqueue(*call)


def is_held(task: Any, args: Sequence[Any], kwargs: Mapping[str, Any]) -> bool:
    """Whether somebody holds the calls of `task`; if so this call is one of them."""
    calls = (_held.get() or {}).get(task.module_path)
    if calls is None or kwargs:
        return False
    calls.append(tuple(args))
    return True
