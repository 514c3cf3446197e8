"""The log of changes, read from a place in it onwards."""

from __future__ import annotations

import json

from django.db import connection

from delivery.models import ContentChange
from delivery.pages.snapshots import Snapshot, from_text

TABLE = ContentChange._meta.db_table
# A tag, and where its change is in the order of commits.
Noted = tuple[str, int]


def read_since(since: Snapshot) -> tuple[Snapshot, list[Noted]]:
    """Return what is committed now, and the changes of that which had not been at `since`."""
    if connection.vendor == "postgresql":
        now, rows = _read_postgresql(since)
    else:
        now, rows = _read_sqlite(since)
    # A backup that was brought back on another server has numbers that are yet to come here.
    there = (row for row in rows if row[1] < now.xmax)
    return now, [(tag, position) for tag, position in there if not since.has(position)]


def _read_sqlite(since: Snapshot) -> tuple[Snapshot, list[Noted]]:
    # Together, so that the rows are those up to the newest; which may be deleted by now.
    ask = (
        f"SELECT tag, id FROM {TABLE} WHERE id >= %s"  # noqa: S608
        " UNION ALL SELECT '', seq FROM sqlite_sequence WHERE name = %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(ask, [since.xmin, TABLE])
        found = cursor.fetchall()
    newest = max((position for _tag, position in found), default=0)
    return Snapshot(newest + 1, newest + 1), [row for row in found if row[0]]


def _read_postgresql(since: Snapshot) -> tuple[Snapshot, list[Noted]]:
    # One statement, so that the rows are those of the snapshot.
    rows = f"SELECT tag, transaction FROM {TABLE} WHERE transaction >= %s"  # noqa: S608
    ask = (
        "SELECT pg_current_snapshot()::text, (SELECT json_agg(json_build_array"  # noqa: S608
        f"(tag, transaction)) FROM ({rows}) AS changes)"
    )
    with connection.cursor() as cursor:
        cursor.execute(ask, [since.xmin])
        text, found = cursor.fetchone()
    changes = json.loads(found) if isinstance(found, str) else found or []
    return from_text(text), [(tag, position) for tag, position in changes]
