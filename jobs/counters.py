"""Counts what readers do, without a cookie and without a write in their requests.

A request adds to numbers in the memory of its process. Every `COUNTS_EVERY` seconds, and when the
process ends, they go to the queue as one task, which adds them to the database once, even if it
runs twice. A process that is killed loses what it has not handed on yet.
"""

import atexit
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypedDict
from uuid import UUID, uuid4

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from jobs.models import CountedBatch
from jobs.retrying import retried

logger = structlog.get_logger(__name__)

MAX_ENTRIES = 500  # of a batch; keys beyond them are not counted
KEEP_BATCHES = timedelta(days=8)  # no task is tried again after so long

Key = tuple[str, ...]


@dataclass
class Count:
    """The numbers of one key.

    sums: numbers that are added up.
    latest: values of which the last one holds, such as a text.
    """

    key: Key
    sums: dict[str, int] = field(default_factory=dict)
    latest: dict[str, str | int] = field(default_factory=dict)


class CountRow(TypedDict):
    """A `Count` as the queue stores it."""

    key: list[str]
    sums: dict[str, int]
    latest: dict[str, str | int]


class CountBuffer:
    """The counts of one kind that this process has not handed on yet."""

    def __init__(
        self, add: Callable[[Sequence[Count]], None], *, max_entries: int = MAX_ENTRIES
    ) -> None:
        """add: a function of a module, which adds counts to the database.

        A worker calls it inside a transaction. It must take the rows always in the same order, so
        that two workers wait for each other and never lock each other out.
        """
        self.path = f"{add.__module__}.{add.__qualname__}"
        self.max_entries = max_entries
        self.counts: dict[Key, Count] = {}
        self.lock = threading.Lock()
        self.timer: threading.Timer | None = None
        buffers.append(self)

    def count(
        self, key: Key, sums: Mapping[str, int], latest: Mapping[str, str | int] | None = None
    ) -> None:
        """Add `sums` to the numbers of `key`, unless the buffer is full of others."""
        with self.lock:
            if key not in self.counts and len(self.counts) >= self.max_entries:
                return
            count = self.counts.setdefault(key, Count(key))
            for name, number in sums.items():
                count.sums[name] = count.sums.get(name, 0) + number
            count.latest.update(latest or {})
            self._hand_on_later()

    def take(self) -> list[Count]:
        """Return all counts and empty the buffer."""
        with self.lock:
            taken = list(self.counts.values())
            self.counts, self.timer = {}, None
        return taken

    def hand_on(self) -> None:
        """Give all counts to the queue."""
        rows = [
            CountRow(key=list(count.key), sums=count.sums, latest=count.latest)
            for count in self.take()
        ]
        if not rows:
            return
        try:
            add_counts.enqueue(self.path, str(uuid4()), rows)
        except Exception:
            # Whatever is wrong with the database, readers go on.
            logger.warning("counts_lost", add=self.path, exc_info=True)

    def _hand_on_later(self) -> None:
        every = settings.COUNTS_EVERY
        if every is not None and self.timer is None:
            self.timer = threading.Timer(every, self._hand_on_and_close)
            self.timer.daemon = True
            self.timer.start()

    def _hand_on_and_close(self) -> None:
        try:
            self.hand_on()
        finally:
            connection.close()


buffers: list[CountBuffer] = []


@retried(max_attempts=3, label=_("Add up what readers did"))
@task()
def add_counts(path: str, batch: str, rows: list[CountRow]) -> None:
    """Add a batch with the function at `path`; a batch that comes again adds nothing."""
    add = import_string(path)
    with transaction.atomic():
        _row, is_new = CountedBatch.objects.get_or_create(pk=UUID(batch))
        if is_new:
            add([Count(tuple(row["key"]), row["sums"], row["latest"]) for row in rows])


def prune(now: datetime) -> None:
    """Delete the records of batches that no task brings again."""
    CountedBatch.objects.filter(at__lt=now - KEEP_BATCHES).delete()


@atexit.register
def hand_on_the_last() -> None:
    """Give what is left to the queue when the process ends."""
    if settings.configured and settings.COUNTS_EVERY is not None:
        for buffer in buffers:
            buffer.hand_on()
