"""Checks of the target: what it holds, and whether it may be written over."""

from __future__ import annotations

import json
from pathlib import Path

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext as _

from jobs.moving.tables import INDEX_TABLES, digest_of, moved_models

# Beside the tables of Django's models, and so never moved itself.
MARK = "actujet_move"


class Refused(Exception):
    """Nothing is moved; the message says why, and what to do."""


def check(connection: BaseDatabaseWrapper) -> None:
    """Let a move go on into an empty database, or one that holds just what a move has written.

    Raises Refused where the target holds anything else.
    """
    tables = set(connection.introspection.table_names())
    if not tables:
        return
    mark = read_mark(connection) if MARK in tables else None
    if not mark:
        users = get_user_model()._meta.db_table
        if tables <= _tables_of_ours() and (users not in tables or not _holds(connection, users)):
            return
        raise Refused(
            _("The target holds a site or something else already. Name an empty database.")
        )
    if changed := _changed(connection, mark):
        raise Refused(
            _(
                "The target comes from an earlier move and has been changed since (%(tables)s): "
                "it is not written over. Name an empty database, or empty this one yourself."
            )
            % {"tables": ", ".join(changed[:5]) + ("…" if len(changed) > 5 else "")}
        )


def begin(connection: BaseDatabaseWrapper) -> None:
    """Note that a move has begun, before anything else is there; what one has moved stays noted."""
    if connection.vendor == "sqlite":
        Path(connection.settings_dict["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    if MARK not in connection.introspection.table_names():
        write_mark(connection, {})


def write_mark(connection: BaseDatabaseWrapper, digests: dict[str, str]) -> None:
    """Keep what was moved; nothing, as long as no move has come to its end."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE IF NOT EXISTS {MARK} (digests text NOT NULL)")
        cursor.execute(f"DELETE FROM {MARK}")  # noqa: S608
        cursor.execute(f"INSERT INTO {MARK} (digests) VALUES (%s)", [json.dumps(digests)])  # noqa: S608


def read_mark(connection: BaseDatabaseWrapper) -> dict[str, str] | None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT digests FROM {MARK}")  # noqa: S608
        found = cursor.fetchone()
    return None if found is None else json.loads(found[0])


def _changed(connection: BaseDatabaseWrapper, digests: dict[str, str]) -> list[str]:
    """The tables that hold something else than what was moved into them."""
    return [
        model._meta.db_table
        for model in moved_models()
        if digests.get(model._meta.db_table) != str(digest_of(model, connection))
    ]


def _tables_of_ours() -> set[str]:
    """Every table that `migrate` makes, whichever the engine."""
    models = apps.get_models(include_auto_created=True)
    fts = ("config", "content", "data", "docsize", "idx")
    parts = {f"wagtailsearch_indexentry_fts_{part}" for part in fts}
    ours = {model._meta.db_table for model in models} | set(INDEX_TABLES)
    return ours | parts | {"django_migrations", MARK}


def _holds(connection: BaseDatabaseWrapper, table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")  # noqa: S608
        return cursor.fetchone() is not None
