"""Adds counts as the search does, and kills the clock on demand."""

import os
import signal
from collections.abc import Sequence

from django.db import transaction

from jobs.counters import Count
from search.analytics import store
from tests.jobs.faults.folder import is_asked, note


def add(counts: Sequence[Count]) -> None:
    store.add(counts)
    note("added", len(counts))
    if is_asked("die-before-commit"):
        die()
    if is_asked("die-after-commit"):
        transaction.on_commit(die)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
