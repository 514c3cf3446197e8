"""The triggers that note each change of what readers see, in its own transaction.

Taken away before migrations, which rebuild tables, and made anew after them. The name of a trigger
holds a digest of what it does, so that one that is up to date is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from delivery.models import ContentChange
from delivery.pages.tables import EVERYTHING, Event, Rule, Table, declared

PREFIX = "seen_"
LOG = ContentChange._meta.db_table


def up_to_date(connection: BaseDatabaseWrapper) -> bool:
    """Whether each declared table of the database has its triggers."""
    return {name for name, _table, _statements in _wanted(connection)} == set(_there(connection))


def install(connection: BaseDatabaseWrapper) -> None:
    """Make the triggers that are missing, and drop those that nothing asks for."""
    wanted = {name: (table, sql) for name, table, sql in _wanted(connection)}
    there = _there(connection)
    if wanted.keys() == there.keys():
        return
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for name in there.keys() - wanted.keys():
            _drop(connection, cursor, name, there[name])
        for name in sorted(wanted.keys() - there.keys()):
            for statement in wanted[name][1]:
                cursor.execute(statement)
        # What was changed without them is not known.
        cursor.execute(_noted(connection, [Rule(Event.INSERT, f"'{EVERYTHING}'", "true", "true")]))


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take all of them away."""
    there = _there(connection)
    if there:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            for name, table in there.items():
                _drop(connection, cursor, name, table)


def _wanted(connection: BaseDatabaseWrapper) -> Iterator[tuple[str, str, list[str]]]:
    """The name of each trigger, its table, and the statements that make it."""
    tables = set(connection.introspection.table_names())
    make = _for_postgresql if connection.vendor == "postgresql" else _for_sqlite
    if LOG not in tables:
        return
    for table in declared.values():
        if table.name not in tables:
            continue
        for event in Event:
            rules = [rule for rule in table.rules if rule.event == event]
            if rules:
                yield make(table, event, rules)


def _for_sqlite(table: Table, event: Event, rules: list[Rule]) -> tuple[str, str, list[str]]:
    inserts = _noted_on_sqlite(rules)
    body = f"AFTER {event} ON {table.name} BEGIN {inserts}END"
    name = _name(table, event, body)
    return name, table.name, [f"CREATE TRIGGER {name} {body}"]


def _for_postgresql(table: Table, event: Event, rules: list[Rule]) -> tuple[str, str, list[str]]:
    inserts = _noted_on_postgresql(rules)
    name = _name(table, event, inserts)
    function = (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS"
        f" $body$ BEGIN {inserts} RETURN NULL; END $body$"
    )
    trigger = (
        f"CREATE TRIGGER {name} AFTER {event} ON {table.name}"
        f" FOR EACH ROW EXECUTE FUNCTION {name}()"
    )
    return name, table.name, [function, trigger]


def _noted(connection: BaseDatabaseWrapper, rules: list[Rule]) -> str:
    """The statements that write a change into the log for each of `rules` that applies."""
    is_postgresql = connection.vendor == "postgresql"
    return _noted_on_postgresql(rules) if is_postgresql else _noted_on_sqlite(rules)


def _noted_on_sqlite(rules: list[Rule]) -> str:
    return "".join(
        f"INSERT INTO {LOG} (tag, withdraws, at) SELECT {rule.tag}, {rule.withdraws},"
        f" strftime('%Y-%m-%d %H:%M:%f', 'now') WHERE {rule.when}; "
        for rule in rules
    ).replace("IS DISTINCT FROM", "IS NOT")


def _noted_on_postgresql(rules: list[Rule]) -> str:
    return "".join(
        f"INSERT INTO {LOG} (tag, withdraws, transaction) SELECT {rule.tag},"
        f" {rule.withdraws}, pg_current_xact_id()::text::bigint WHERE {rule.when}; "
        for rule in rules
    )


def _name(table: Table, event: Event, body: str) -> str:
    """At most 63 characters, which is what PostgreSQL keeps of a name."""
    digest = sha256(body.encode()).hexdigest()[:10]
    return f"{PREFIX}{table.name[:38]}_{event.lower()}_{digest}"


def _there(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """The triggers of the database, each with its table."""
    ask = (
        "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
        if connection.vendor == "postgresql"
        else "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(ask)
        return {name: table for name, table in cursor.fetchall() if name.startswith(PREFIX)}


def _drop(connection: BaseDatabaseWrapper, cursor: Any, name: str, table: str) -> None:
    if connection.vendor == "postgresql":
        cursor.execute(f"DROP TRIGGER {name} ON {table}")
        cursor.execute(f"DROP FUNCTION {name}()")
    else:
        cursor.execute(f"DROP TRIGGER {name}")
