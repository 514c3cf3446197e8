"""Checks of the database that is left: nobody writes in it, and it is up to date."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.translation import gettext as _

from delivery.held_connections import release_connection
from jobs.models import Heartbeat
from jobs.moving.target import Refused


def check(connection: BaseDatabaseWrapper) -> None:
    """Raises Refused while the site runs, or where migrations are due."""
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        raise Refused(_("There is nothing to move: this site has never been started."))
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise Refused(_("This database is not up to date: run manage.py migrate first."))
    if Heartbeat.objects.using(connection.alias).alive(timezone.now()).exists():
        raise Refused(_("The clock or a worker runs: stop the site first, and wait a minute."))
    if _is_open_elsewhere(connection):
        raise Refused(_("The site is open: stop it first."))


@contextmanager
def snapshot(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Read everything as of one moment: on SQLite nobody writes meanwhile."""
    with transaction.atomic(using=connection.alias):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _is_open_elsewhere(connection: BaseDatabaseWrapper) -> bool:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() "
                "AND pid <> pg_backend_pid() AND backend_type = 'client backend' LIMIT 1"
            )
            return cursor.fetchone() is not None
    # An open connection elsewhere keeps SQLite from an exclusive lock.
    connection.close()
    file = str(connection.settings_dict["NAME"])
    release_connection(file)
    with closing(sqlite3.connect(file, timeout=1)) as probe:
        try:
            probe.execute("PRAGMA locking_mode=EXCLUSIVE")
            probe.execute("BEGIN EXCLUSIVE")
            probe.rollback()
        except sqlite3.OperationalError:
            return True
    return False
