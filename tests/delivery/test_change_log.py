"""The log of changes is read from a place in it onwards, whatever the order of commits."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DEFAULT_DB_ALIAS, connection, connections

from delivery.models import ContentChange
from delivery.pages import log
from delivery.pages.snapshots import Snapshot, as_text, from_text

pytestmark = pytest.mark.usefixtures("transactional_db")
WRITE = f'INSERT INTO {log.TABLE} (tag, withdraws, "transaction") VALUES (%s, false, {{}})'  # noqa: S608


@pytest.fixture
def other() -> Iterator[Any]:
    """A connection of somebody else."""
    other = connections.create_connection(DEFAULT_DB_ALIAS)
    yield other
    other.close()


def note(who: Any, tag: str) -> None:
    """What a trigger writes."""
    own = "pg_current_xact_id()::text::bigint" if who.vendor == "postgresql" else "NULL"
    with who.cursor() as cursor:
        cursor.execute(WRITE.format(own), [tag])


def test_each_change_is_read_once_even_if_the_log_is_emptied_meanwhile() -> None:
    place, _all = log.read_since(Snapshot(0, 0))
    note(connection, "page:1")
    place, noted = log.read_since(from_text(as_text(place)))
    assert [tag for tag, _position in noted] == ["page:1"]
    ContentChange.objects.all().delete()
    again, noted = log.read_since(place)
    assert noted == [] and again.xmax >= place.xmax
    note(connection, "page:2")
    assert [tag for tag, _position in log.read_since(again)[1]] == ["page:2"]


def test_a_change_that_is_committed_after_a_later_one_is_not_lost(other: Any) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    place, _all = log.read_since(Snapshot(0, 0))
    other.set_autocommit(False)
    note(other, "page:1")
    note(connection, "page:2")
    place, noted = log.read_since(place)
    assert [tag for tag, _position in noted] == ["page:2"]
    other.commit()
    place, noted = log.read_since(from_text(as_text(place)))
    assert [tag for tag, _position in noted] == ["page:1"]
    assert log.read_since(place)[1] == []
