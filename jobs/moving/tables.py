"""Reading, writing and comparing the tables that are moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import DataError, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext as _

from jobs.moving.values import Reader, Writer, checksum

BATCH = 500
# Written anew from the texts by `search_check --rebuild`, in the tables of the engine.
REBUILT_APPS = ("wagtailsearch", "modelsearch")
REBUILT = ("search.IndexedItem", "search.Word")
INDEX_TABLES = ("wagtailsearch_indexentry", "wagtailsearch_indexentry_fts")
# Processes that ran on the database that is left, and what its kept pages had to know.
LEFT = ("jobs.Heartbeat", "delivery.ContentChange", "delivery.Purge")


class NotTaken(Exception):
    """The other engine refuses a row; the message names it."""


@dataclass(frozen=True)
class Digest:
    """The number of rows of a table, and the sum of their checksums."""

    rows: int = 0
    sum: int = 0

    def with_row(self, row: list[object]) -> Digest:
        return Digest(self.rows + 1, (self.sum + checksum(row)) % 2**256)

    def __str__(self) -> str:
        return f"{self.rows}:{self.sum:064x}"


def moved_models() -> list[type[models.Model]]:
    """Every model with a table of its own, in Django's order, automatic many-to-many included."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and not model._meta.proxy
        and model._meta.app_label not in REBUILT_APPS
        and model._meta.label not in (*REBUILT, *LEFT)
    ]


def rows_of(model: type[models.Model], connection: BaseDatabaseWrapper) -> Iterator[list[object]]:
    """All rows of the model's table as plain values, read a batch at a time."""
    fields, quote = _fields(model), connection.ops.quote_name
    reader = Reader(connection, model._meta.db_table, fields)
    columns = ", ".join(quote(str(field.column)) for field in fields)
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {quote(model._meta.db_table)}")  # noqa: S608
        while rows := cursor.fetchmany(BATCH):
            yield from map(reader.plain, rows)


def digest_of(model: type[models.Model], connection: BaseDatabaseWrapper) -> Digest:
    digest = Digest()
    for row in rows_of(model, connection):
        digest = digest.with_row(row)
    return digest


def copy(
    model: type[models.Model], source: BaseDatabaseWrapper, target: BaseDatabaseWrapper
) -> Digest:
    """Write every row of the source's table into the target's; return what was read.

    Raises NotTaken for a row that the target's engine refuses.
    """
    fields, quote = _fields(model), target.ops.quote_name
    writer, digest = Writer(target, fields), Digest()
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    insert = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})"  # noqa: S608
    batch: list[list[Any]] = []
    for row in rows_of(model, source):
        digest = digest.with_row(row)
        batch.append(writer.raw(row))
        if len(batch) == BATCH:
            _insert(model, target, insert, batch)
            batch = []
    _insert(model, target, insert, batch)
    return digest


def _insert(
    model: type[models.Model], target: BaseDatabaseWrapper, insert: str, batch: list[list[Any]]
) -> None:
    if not batch:
        return
    try:
        with target.cursor() as cursor:
            cursor.executemany(insert, batch)
    except (DataError, ValueError) as error:
        keys = [field.column for field in _fields(model)]
        place = keys.index(model._meta.pk.column)
        values = {
            "table": model._meta.db_table,
            "first": batch[0][place],
            "last": batch[-1][place],
            "error": str(error).strip(),
        }
        message = _(
            "The other database does not take a row of %(table)s (between %(first)s and "
            "%(last)s): %(error)s"
        )
        raise NotTaken(message % values) from error


def keep_numbering(
    model: type[models.Model], source: BaseDatabaseWrapper, target: BaseDatabaseWrapper
) -> None:
    """Have the target number on from where the source has come to: no number is given twice."""
    field = model._meta.auto_field
    if field is None:
        return
    table, column = model._meta.db_table, str(field.column)
    with target.cursor() as cursor:
        quote = target.ops.quote_name
        cursor.execute(f"SELECT MAX({quote(column)}) FROM {quote(table)}")  # noqa: S608
        highest = max(cursor.fetchone()[0] or 0, _last_number(source, table, column))
        if not highest:
            return
        if target.vendor == "postgresql":
            name = f'"{table}"'
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [name, column, highest]
            )
        else:
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute(
                "INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, highest]
            )


def _last_number(connection: BaseDatabaseWrapper, table: str, column: str) -> int:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            found = cursor.fetchone()
            return int(found[0]) if found else 0
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{table}"', column])
        name = cursor.fetchone()[0]
        if name is None:
            return 0
        cursor.execute(f"SELECT last_value, is_called FROM {name}")  # noqa: S608
        last, called = cursor.fetchone()
        return int(last) if called else 0


def empty(connection: BaseDatabaseWrapper) -> None:
    """Take every row out of every table of ours that is there, what is rebuilt included."""
    there = set(connection.introspection.table_names())
    wanted = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    quote = connection.ops.quote_name
    names = [quote(table) for table in sorted((wanted | set(INDEX_TABLES)) & there)]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"TRUNCATE {', '.join(names)} CASCADE")
        else:
            for name in names:
                cursor.execute(f"DELETE FROM {name}")  # noqa: S608


def _fields(model: type[models.Model]) -> list[models.Field]:
    return list(model._meta.local_concrete_fields)
