"""When a new generation of nginx's files begins: after each commit, and in case that failed.

Each process begins one once it has committed a change that readers can see, before it says so to
anyone. One that is killed in between, or is on another machine, is made up for by the threads that
watch the log of changes in all processes that stay.
"""

from __future__ import annotations

import re
import time
from threading import Thread
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS
from django.db.backends.signals import connection_created
from django.dispatch import receiver

from delivery.pages.generations import Generations, generations, period
from delivery.pages.tables import declared

WRITTEN = re.compile(
    r'\s*(?:INSERT(?:\s+OR\s+\w+)?\s+INTO|REPLACE\s+INTO|UPDATE|DELETE\s+FROM)\s+"?(\w+)',
    re.IGNORECASE,
)
BETWEEN_LOOKS = 0.25  # seconds


def renew() -> None:
    """Begin a new generation if anything has changed since the current one began."""
    if (found := generations()) is not None:
        found.renew()


def note_writes(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
    """A wrapper around each statement: after the commit of one that readers can see, `renew`.

    What writes in another way, such as SQL by hand that begins WITH, is left to the watchers.
    """
    result = execute(sql, params, many, context)
    if (found := WRITTEN.match(str(sql))) and (table := declared.get(found[1])) and table.rules:
        _renew_after_commit(context["connection"])
    return result


def _renew_after_commit(connection: Any) -> None:
    if not connection.in_atomic_block and not connection.get_autocommit():
        return
    waiting = connection.run_on_commit
    # Once is enough, but for a savepoint that may be rolled back.
    if not (waiting and waiting[-1][:2] == (set(connection.savepoint_ids), renew)):
        connection.on_commit(renew, robust=True)


@receiver(connection_created)
def watch_writes(connection: Any, **kwargs: object) -> None:
    if not settings.PAGE_FILES or connection.alias != DEFAULT_DB_ALIAS:
        return
    if note_writes not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, note_writes)


def watch() -> None:
    """Watch the log of changes to the end of this process, if nginx has files of its own."""
    if (found := generations()) is not None:
        Thread(target=_watch, args=[found], name="pages", daemon=True).start()


def _watch(found: Generations) -> None:
    seen: object = None
    while True:
        found.changes.read()
        if (state := _state(found)) != seen:
            found.catch_up()
            seen = state
        time.sleep(BETWEEN_LOOKS)


def _state(found: Generations) -> tuple[int, str, int]:
    return found.changes.version, found.current(), period()
