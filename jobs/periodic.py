"""The registry of periodic work that the clock runs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise


@dataclass(frozen=True)
class Tick:
    """One beat of the clock, as handed to the work that is due."""

    now: datetime
    should_continue: Callable[[], bool]
    """To be called between two steps of longer work: shows that the clock lives, keeps the claim,
    and answers False once the clock has been asked to stop."""


Run = Callable[[Tick], object]


@dataclass(frozen=True)
class PeriodicWork:
    name: str
    every: timedelta
    run: Run
    label: str | Promise
    shared: bool
    left: Callable[[], int] | None


registry: dict[str, PeriodicWork] = {}


def periodic(
    *,
    every: timedelta,
    name: str,
    label: str | Promise = "",
    shared: bool = False,
    left: Callable[[], int] | None = None,
) -> Callable[[Run], Run]:
    """Have the clock call the decorated function, with a `Tick`, every `every`.

    Of any number of clocks one runs it, and if that one is killed another takes it up when the
    claim has run out: the work may be begun twice, so it must be idempotent. It must be short too,
    or call `tick.should_continue()` at least every few seconds: while it runs, this clock publishes
    nothing. What is long belongs in the queue.

    every: time between two starts. After a failure it is tried again sooner.
    name: unique, dotted, with the room first.
    label: what people read in the admin.
    shared: runs in every clock, with no claim and no record, because it claims its own rows.
    left: how many things are still to be done, where that comes to an end; shown in the admin.
    Raises ImproperlyConfigured on a name that is taken.
    """

    def declare(run: Run) -> Run:
        if name in registry:
            raise ImproperlyConfigured(f"Two pieces of periodic work are named {name}.")
        registry[name] = PeriodicWork(name, every, run, label or name, shared, left)
        return run

    return declare
