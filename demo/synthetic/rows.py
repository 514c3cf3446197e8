"""Rows written in bulk, past the models: a tenth of what Django's objects cost."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, models
from wagtail.search.models import IndexEntry

Row = Mapping[str, Any]
# As much of the index as FTS5 keeps in memory before it writes a part of it, in bytes, and what it
# does by itself. Each part is merged with others later, which is most of the work.
FTS_PART, FTS_USUAL_PART = 64 << 20, 1 << 20
CACHE_KIB = 256 << 10


def insert(model: type[models.Model], rows: Sequence[Row]) -> None:
    """Write rows of one table; each names the same columns, by attribute.

    The other columns get their defaults. Text of a JSON column is given as it is stored.
    """
    if not rows:
        return
    fields = [
        field
        for field in model._meta.local_concrete_fields
        if field.attname in rows[0] or not field.primary_key
    ]
    prepare = _prepared()
    usual = {field.attname: prepare(field.get_default()) for field in fields}
    names = list(usual)
    values = [[prepare(row[n]) if n in row else usual[n] for n in names] for row in rows]
    table = connection.ops.quote_name(model._meta.db_table)
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for each in values:
                    copy.write_row(each)
        else:
            marks = ", ".join(["%s"] * len(names))
            cursor.executemany(
                f"INSERT INTO {table} ({columns}) VALUES ({marks})",  # noqa: S608
                values,
            )


def next_keys(model: type[models.Model], count: int) -> range | list[int]:
    """The keys of the next rows of a table; nobody else gets them before the commit."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [connection.ops.quote_name(table), count],
            )
            return [key for (key,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        found = cursor.fetchone()
    last = found[0] if found else 0
    return range(last + 1, last + 1 + count)


@contextmanager
def room_for_bulk() -> Iterator[None]:
    """Let SQLite keep more in memory meanwhile."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        (usual,) = cursor.execute("PRAGMA cache_size").fetchone()
        cursor.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        _set_fts_part(FTS_PART)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size = {usual}")
            _set_fts_part(FTS_USUAL_PART)


def _set_fts_part(size: int) -> None:
    """https://www.sqlite.org/fts5.html#configuration_options"""
    table = f"{IndexEntry._meta.db_table}_fts"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table}({table}, rank) VALUES ('hashsize', %s)",  # noqa: S608
            [size],
        )


def _prepared() -> Any:
    """The function that makes a value one of the database's."""
    native = connection.features.has_native_uuid_field
    adapt = connection.ops.adapt_datetimefield_value

    def prepare(value: Any) -> Any:
        kind = type(value)
        if kind is datetime:
            return adapt(value)
        if kind is UUID and not native:
            return value.hex
        return value

    return prepare
