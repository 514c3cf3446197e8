"""SQLite connections that outlive the request they were opened for.

Opening one costs three milliseconds, so each thread keeps its own for a minute (`CONN_MAX_AGE`).
Each process keeps one more, which does nothing: the last connection to close deletes the two files
beside the database, and the next one makes them anew, 32 KB at least. On a full disk not even a
read would have room.
"""

import os
import sqlite3
from threading import Lock
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from django.core.signals import request_started
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.dispatch import receiver


class File(NamedTuple):
    """The file itself, whatever its name."""

    device: int
    number: int


class Held(NamedTuple):
    file: File | None
    connection: sqlite3.Connection


_lock = Lock()
_held: dict[tuple[int, str], Held] = {}
_opened: WeakKeyDictionary[BaseDatabaseWrapper, File | None] = WeakKeyDictionary()


@receiver(connection_created)
def hold_connection(connection: Any, **kwargs: object) -> None:
    if connection.vendor != "sqlite" or connection.is_in_memory_db():
        return
    name = str(connection.settings_dict["NAME"])
    file = _file_named(name)
    with _lock:
        _opened[connection] = file
        # A process that was forked has none yet.
        place = (os.getpid(), name)
        if place in _held:
            if _held[place].file == file:
                return
            _held.pop(place).connection.close()
        try:
            held = sqlite3.connect(name, check_same_thread=False)
            held.execute("SELECT count(*) FROM sqlite_master").fetchall()
        except sqlite3.Error:
            return
        _held[place] = Held(file, held)


@receiver(request_started)
def leave_replaced_files(**kwargs: object) -> None:
    """Close this thread's connections to files that others have taken the place of.

    A backup that was put back is read at once, and nothing is written to what it has replaced.
    """
    for connection in connections.all(initialized_only=True):
        if connection.connection is None or connection.in_atomic_block:
            continue
        opened = _opened.get(connection)
        if opened and opened != _file_named(connection.settings_dict["NAME"]):
            connection.close()


def release_connection(name: str) -> None:
    """Close the connection to a database that is about to be deleted."""
    with _lock:
        if held := _held.pop((os.getpid(), name), None):
            held.connection.close()


def release_before_fork() -> None:
    """Close whatever this process has open: SQLite's must not be carried into another process.

    https://www.sqlite.org/howtocorrupt.html#_carrying_an_open_database_file_across_a_fork_
    """
    connections.close_all()
    for _process, name in list(_held):
        release_connection(name)


def _file_named(name: object) -> File | None:
    try:
        found = os.stat(str(name))
    except OSError:
        return None
    return File(found.st_dev, found.st_ino)
