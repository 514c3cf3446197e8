"""What has changed, as this process knows it.

SQLite is asked for each answer whether anything was committed: that costs a few microseconds.
PostgreSQL is asked at most every 100 ms.
"""

from __future__ import annotations

import json
import os
import time
from bisect import insort
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Lock
from typing import Any, NamedTuple

import structlog
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, connections
from django.db import connection as django_connection
from django.utils.translation import gettext

from delivery.held_connections import release_connection
from delivery.models import ContentChange
from delivery.pages import triggers
from delivery.pages.snapshots import Snapshot, from_text
from delivery.pages.tables import EVERYTHING

logger = structlog.get_logger(__name__)

LOG = ContentChange._meta.db_table
BETWEEN_READS = {"sqlite": 0.0, "postgresql": 0.1}  # seconds
# While the database does not answer, it is asked this seldom: nothing can change meanwhile.
BETWEEN_TRIES = 1.0
# So many changes are remembered; beyond, all that is older is forgotten and made anew.
REMEMBERED = 20_000


class Change(NamedTuple):
    """position: where it is in the order of commits. at: when, in seconds since 1970."""

    position: int
    withdraws: bool
    at: float


class Known:
    """The changes that this process knows of."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.forget()

    def forget(self) -> None:
        """Begin anew, in a new process or on another database."""
        self._process = os.getpid()
        self._connection: Any = None
        self._data_version: object = None
        self._newest = 0
        self._ids: set[int] = set()
        self._asked_at = float("-inf")
        self._wait = 0.0
        self._file: tuple[int, int] | None = None
        # Of what was committed before it, not all is remembered.
        self._horizon: Snapshot | None = None
        self.snapshot: Snapshot | None = None
        self.version = 0
        # In the order of their positions.
        self.by_tag: dict[str, list[Change]] = {}

    def close(self) -> None:
        """Close the connection, such as to a database that is about to be deleted."""
        with self._lock:
            if self._connection is not None:
                name = str(self._connection.settings_dict["NAME"])
                self._connection.close()
                release_connection(name)
            self.forget()

    def read(self, at_once: bool = False) -> Snapshot | None:
        """Return what had been committed a moment ago; None while the log was never readable.

        at_once: however short the last reading is ago.
        """
        if self._process != os.getpid():
            self.__init__()  # type: ignore[misc]
        now = time.monotonic()
        if not at_once and now - self._asked_at < self._wait:
            return self.snapshot
        # Those who ask at the same moment wait for an answer that takes microseconds, and are
        # content with the one of a moment ago where it takes longer.
        if not self._lock.acquire(blocking=at_once or self.snapshot is None or not self._wait):
            return self.snapshot
        try:
            if at_once or time.monotonic() - self._asked_at >= self._wait:
                self._read()
        except (DatabaseError, InterfaceError, OSError) as error:
            self._lose(error)
        finally:
            self._lock.release()
        return self.snapshot

    def read_now(self) -> Snapshot | None:
        """Return what has been committed by now; None if the log cannot be read."""
        now = time.monotonic()
        if self._connection is None and now - self._asked_at < self._wait:
            return None  # It was asked in vain a moment ago.
        snapshot = self.read(at_once=True)
        return snapshot if self._connection is not None and self._asked_at >= now else None

    def unseen(self, snapshot: Snapshot, tags: Iterable[str]) -> Iterator[Change]:
        """The changes of `tags` that had not been committed at `snapshot`."""
        if self._horizon and snapshot.xmin < self._horizon.xmax:
            yield Change(self._horizon.xmax, True, 0)
        for tag in (EVERYTHING, *tags):
            for change in reversed(self.by_tag.get(tag, [])):
                if change.position < snapshot.xmin:
                    break  # and so are all that come before it
                if not snapshot.has(change.position):
                    yield change

    def _read(self) -> None:
        started = time.monotonic()
        connection = self._connection
        if connection is None:
            connection = connections.create_connection(DEFAULT_DB_ALIAS)
            connection.inc_thread_sharing()
            connection.ensure_connection()
            if not triggers.up_to_date(connection):
                connection.close()
                self._asked_at, self._wait = started, BETWEEN_TRIES
                return
            self._connection = connection
        before = self.version
        if connection.vendor == "postgresql":
            self._read_postgresql(connection)
        else:
            self._read_sqlite(connection)
        if self.version != before:
            self._forget_many()
        self._asked_at, self._wait = started, BETWEEN_READS[connection.vendor]

    def _read_sqlite(self, connection: Any) -> None:
        database = connection.connection
        file = _identity(str(connection.settings_dict["NAME"]))
        if file != self._file and self._file is not None:
            # Another database has taken its place, such as one out of a backup.
            connection.close()
            self.forget()
            return
        self._file = file
        version = database.execute("PRAGMA data_version").fetchone()
        if version == self._data_version and self.snapshot is not None:
            return
        if self.snapshot is None:
            # Nothing is kept that could rest on what came before.
            newest = f"SELECT coalesce(max(id), 0) FROM {LOG}"  # noqa: S608
            self._newest = database.execute(newest).fetchone()[0]
        # https://www.sqlite.org/lang_datefunc.html
        ask = (
            "SELECT id, tag, withdraws, id, (julianday(at) - 2440587.5) * 86400"  # noqa: S608
            f" FROM {LOG} WHERE id > ? ORDER BY id"
        )
        rows = database.execute(ask, [self._newest]).fetchall()
        self._data_version = version
        self._newest = rows[-1][0] if rows else self._newest
        self._note(rows)
        if rows or self.snapshot is None:
            self.snapshot = Snapshot(self._newest + 1, self._newest + 1)

    def _read_postgresql(self, connection: Any) -> None:
        # One statement, so that the rows are those of the snapshot. At first, nothing is kept that
        # could rest on what came before.
        since = "pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
        rows = (
            "SELECT id, tag, withdraws, transaction, extract(epoch FROM at) AS at"  # noqa: S608
            f" FROM {LOG}"
            f" WHERE transaction >= coalesce(%s, {since})"
        )
        ask = (
            "SELECT pg_current_snapshot()::text, (SELECT json_agg(json_build_array"  # noqa: S608
            f"(id, tag, withdraws, transaction, at)) FROM ({rows}) AS changes)"
        )
        with connection.cursor() as cursor:
            cursor.execute(ask, [self.snapshot.xmin if self.snapshot else None])
            text, found = cursor.fetchone()
        changes = json.loads(found) if isinstance(found, str) else found or []
        now = from_text(text)
        # A backup that was brought back on another server has numbers that are yet to come here.
        new = (row for row in changes if row[0] not in self._ids and row[3] < now.xmax)
        self._note(new)
        self._ids = {row[0] for row in changes}
        if now != self.snapshot:
            self.snapshot = now

    def _note(self, rows: Iterable[tuple[int, str, bool, int, float]]) -> None:
        changed = False
        for _id, tag, withdraws, position, at in rows:
            changed = True
            change = Change(position, bool(withdraws), at)
            insort(self.by_tag.setdefault(tag, []), change)
        self.version += changed

    def _forget_many(self) -> None:
        """Forget all changes once they are very many: what is older is made anew."""
        if sum(map(len, self.by_tag.values())) > REMEMBERED:
            self._horizon = self.snapshot
            self.by_tag = {}

    def _lose(self, error: Exception) -> None:
        if self._connection is not None:
            logger.warning("changes_unread", error=type(error).__name__)
            with _quiet():
                self._connection.close()
        self._connection = None
        self._data_version = None
        self._asked_at, self._wait = time.monotonic(), BETWEEN_TRIES


def _identity(file: str) -> tuple[int, int] | None:
    try:
        found = os.stat(file)
    except OSError:
        return None
    return found.st_dev, found.st_ino


@contextmanager
def _quiet() -> Iterator[None]:
    try:
        yield
    except (DatabaseError, InterfaceError, OSError):
        pass


known = Known()


def warning() -> str | None:
    """For `/readyz`: why no page is kept, or nothing."""
    if settings.PAGE_CACHE_MB and not triggers.up_to_date(django_connection):
        return gettext("No page is kept in memory: run “manage.py migrate” once more.")
    return None


def forget_older(moment: datetime) -> int:
    """Delete what was noted before `moment`; returns how many rows that were."""
    deleted, _by_model = ContentChange.objects.filter(at__lt=moment).delete()
    return deleted
