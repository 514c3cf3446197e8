"""Counts what readers do, without a cookie and without a write to the database in their requests.

A request appends a line to a file of its process (`jobs.count_files`). The clock of the machine
takes the files away every few seconds and adds what is in them to the database, each in one
transaction that records the file's name: if the clock is killed, the next one adds the file, or
knows that it has been added. Nothing written is lost, nothing is counted twice.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypedDict
from uuid import UUID

import structlog
from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from delivery.outages import outage_of
from jobs import count_files
from jobs.models import CountedBatch
from jobs.retrying import retried

logger = structlog.get_logger(__name__)

REFUSED = ".refused"
# The name of a file goes with the file; if the clock was killed in between, it stays for so long.
KEEP_BATCHES = timedelta(days=366)
# Not the fault of what is counted: the same counts may be added by the next try.
TO_BE_TRIED_AGAIN = (OperationalError, InterfaceError, IntegrityError)

Key = tuple[str, ...]
Numbers = Mapping[str, int]
Latest = Mapping[str, str | int]


@dataclass
class Count:
    """The numbers of one key.

    sums: numbers that are added up.
    latest: values of which the last one holds, such as a text.
    """

    key: Key
    sums: dict[str, int] = field(default_factory=dict)
    latest: dict[str, str | int] = field(default_factory=dict)

    def add(self, sums: Numbers, latest: Latest) -> None:
        for name, number in sums.items():
            self.sums[name] = self.sums.get(name, 0) + number
        self.latest.update(latest)


Add = Callable[[Sequence[Count]], None]


class CountBuffer:
    """The counts of one kind."""

    def __init__(self, add: Add) -> None:
        """add: a function of a module, which adds counts to the database, each key once.

        A clock calls it inside a transaction. It must take the rows always in the same order, so
        that two clocks wait for each other and never lock each other out.
        """
        self.path = f"{add.__module__}.{add.__qualname__}"

    def count(self, key: Key, sums: Numbers, latest: Latest | None = None) -> None:
        """Have `sums` added to the numbers of `key`."""
        count_files.own_file.append(as_line(self.path, Count(key, {**sums}, {**(latest or {})})))


def as_line(path: str, count: Count) -> bytes:
    """Return a count as a file holds it; path: of the function that adds it."""
    row = [path, count.key, count.sums, count.latest]
    return json.dumps(row, separators=(",", ":")).encode() + b"\n"


def read_line(line: bytes) -> tuple[str, Key, dict[str, int], dict[str, str | int]]:
    """Return what `as_line` was given; raises ValueError for a line that is torn, or junk."""
    try:
        path, key, sums, latest = json.loads(line)
        if (
            isinstance(path, str)
            and all(isinstance(part, str) for part in key)
            and all(type(number) is int for number in sums.values())
            and all(isinstance(value, str | int) for value in latest.values())
        ):
            return path, tuple(key), sums, latest
    except (AttributeError, RecursionError, TypeError) as error:
        raise ValueError from error
    raise ValueError


def fold(should_continue: Callable[[], bool] = lambda: True) -> None:
    """Add to the database what the processes of this machine have counted.

    A file that cannot be added keeps no other back; the last error is raised in the end, and all
    of them are tried again by the next call.
    """
    failure: Exception | None = None
    for path in count_files.take():
        if not should_continue():
            break
        try:
            fold_file(path)
        except Exception as error:
            if outage_of(error):
                raise
            failure = error
    if failure:
        raise failure


def fold_file(path: Path) -> None:
    """Add the counts of a file once, and delete it; unless another clock is about it."""
    with count_files.locked(path) as descriptor:
        if descriptor is None:
            return
        batch = count_files.name_of(path)
        with transaction.atomic():
            _row, is_new = CountedBatch.objects.get_or_create(pk=batch)
            refused = list(_add_all(read_file(path))) if is_new else []
            if refused:
                # Before the commit, under a name that is the same the next time.
                path.with_suffix(REFUSED).write_bytes(b"".join(refused))
        count_files.remove(path)
        CountedBatch.objects.filter(pk=batch).delete()


def read_file(path: Path) -> dict[str, dict[Key, Count]]:
    """Return the counts of a file by the function that adds them, each key once."""
    found: dict[str, dict[Key, Count]] = {}
    junk = 0
    with path.open("rb") as lines:
        for line in lines:
            try:
                add, key, sums, latest = read_line(line)
            except ValueError:
                junk += 1
            else:
                found.setdefault(add, {}).setdefault(key, Count(key)).add(sums, latest)
    if junk:
        logger.error("counts_unreadable", file=path.name, lines=junk)
    return found


def _add_all(found: Mapping[str, Mapping[Key, Count]]) -> Iterator[bytes]:
    """Add counts, always in the same order; yield the lines of those that cannot be added."""
    for path in sorted(found):
        counts = list(found[path].values())
        try:
            add: Add = import_string(path)
        except ImportError:
            logger.exception("counts_refused", add=path, keys=len(counts))
            refused = counts
        else:
            refused = list(_add(add, counts))
        yield from (as_line(path, count) for count in refused)


def _add(add: Add, counts: Sequence[Count]) -> Iterator[Count]:
    """Add counts; if some cannot be added, find them by halves and yield them."""
    try:
        with transaction.atomic():
            add(counts)
    except TO_BE_TRIED_AGAIN:
        raise
    except Exception as error:
        if outage_of(error):
            raise
        if len(counts) == 1:
            logger.exception("counts_refused", add=add.__module__, keys=1)
            yield counts[0]
            return
        half = len(counts) // 2
        yield from _add(add, counts[:half])
        yield from _add(add, counts[half:])


class CountRow(TypedDict):
    """A count as earlier releases have queued it."""

    key: list[str]
    sums: dict[str, int]
    latest: dict[str, str | int]


@retried(max_attempts=3, label=_("Add up what readers did"))
@task()
def add_counts(path: str, batch: str, rows: list[CountRow]) -> None:
    """Add what an earlier release had queued when it was stopped; nothing is queued any more."""
    add: Add = import_string(path)
    with transaction.atomic():
        _row, is_new = CountedBatch.objects.get_or_create(pk=UUID(batch))
        if is_new:
            add([Count(tuple(row["key"]), row["sums"], row["latest"]) for row in rows])


def prune(now: datetime) -> None:
    """Delete the names of files that can no longer be there."""
    CountedBatch.objects.filter(at__lt=now - KEEP_BATCHES).delete()
