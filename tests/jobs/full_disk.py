"""A disk of the tests' own, small enough to be filled: a real one, with the database on it."""

import errno
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from delivery.held_connections import release_connection

SIZE = "48m"


class SmallDisk:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def database(self) -> Path:
        return self.folder / "db.sqlite3"

    @property
    def database_url(self) -> str:
        return f"sqlite:///{self.database}"

    def fill(self) -> None:
        """Write until not one more byte goes in."""
        with (self.folder / "filler").open("ab", buffering=0) as file:
            for size in (1024**2, 4096, 1):
                try:
                    while file.write(b"x" * size):
                        pass
                except OSError as error:
                    assert error.errno == errno.ENOSPC

    def brim(self) -> None:
        """Also what SQLite has reserved in the file beside the database."""
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.fill()

    def make_room(self) -> None:
        (self.folder / "filler").unlink()


@pytest.fixture
def small_disk(transactional_db: None, tmp_path: Path) -> Iterator[SmallDisk]:
    """The tests' database, moved to a disk of its own for as long as the test runs."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps its files elsewhere")
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("Nobody may mount a disk here")
    disk = SmallDisk(folder)
    usual = connection.settings_dict["NAME"]
    try:
        with sqlite3.connect(usual) as source, sqlite3.connect(disk.database) as copy:
            source.backup(copy)
        source.close()
        copy.close()
        connection.close()
        connection.settings_dict["NAME"] = str(disk.database)
        yield disk
    finally:
        connection.close()
        release_connection(str(disk.database))
        connection.settings_dict["NAME"] = usual
        subprocess.run(["umount", "-l", str(folder)], check=False)
