"""One idle SQLite connection in each process, which keeps the two files beside the database.

The last connection to close deletes them, and the next one makes them anew, 32 KB at least: on a
full disk not even a read would have room.
"""

import os
import sqlite3
from threading import Lock
from typing import Any

from django.db.backends.signals import connection_created
from django.dispatch import receiver

_lock = Lock()
_held: dict[tuple[int, str], sqlite3.Connection] = {}


@receiver(connection_created)
def hold_connection(connection: Any, **kwargs: object) -> None:
    name = str(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite" or connection.is_in_memory_db():
        return
    with _lock:
        # A process that was forked has none yet.
        place = (os.getpid(), name)
        if place not in _held:
            try:
                held = sqlite3.connect(name, check_same_thread=False)
                held.execute("SELECT count(*) FROM sqlite_master").fetchall()
            except sqlite3.Error:
                return
            _held[place] = held


def release_connection(name: str) -> None:
    """Close the connection to a database that is about to be deleted."""
    with _lock:
        if held := _held.pop((os.getpid(), name), None):
            held.close()
