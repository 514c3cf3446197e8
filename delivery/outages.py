"""Outages, told apart from errors of the code: a full disk, a lost database.

What they have in common is that nothing is wrong with the request or the task: it is to be made
again, as it is, once the machine is well.
"""

import errno
import sqlite3
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import TypeVar

import structlog
from django.db import DatabaseError, InterfaceError, OperationalError, transaction

logger = structlog.get_logger(__name__)
Written = TypeVar("Written")


class Outage(StrEnum):
    DISK_FULL = "disk_full"
    DATABASE_AWAY = "database_away"


NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
# https://www.sqlite.org/rescode.html. Without room, the file that readers and writers share beside
# the database cannot grow either, which SQLite reports as an error of its own.
SQLITE_NO_ROOM = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE}
SQLITE_AWAY = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PROTOCOL,
}
# https://www.postgresql.org/docs/current/errcodes-appendix.html
POSTGRES_NO_ROOM = {"53100"}
POSTGRES_CONNECTION_LOST = {"57P01", "57P02", "57P03"}
# Too many connections, a server that was made read-only, a lock that is not given in time.
POSTGRES_AWAY = {"53300", "25006", "55P03"}


def outage_of(error: BaseException | None) -> Outage | None:
    """Which trouble of the machine lies behind an error; None if it is a mistake of the code."""
    if is_disk_full(error):
        return Outage.DISK_FULL
    if is_database_away(error):
        return Outage.DATABASE_AWAY
    return None


def try_to_write(what: str, write: Callable[[], Written]) -> Written | None:
    """Write something down beside a page; None in an outage, which is logged: the page is shown.

    Inside a transaction that saves something, the save meets the same outage when it ends.
    """
    try:
        with transaction.atomic():
            return write()
    except DatabaseError as error:
        outage = outage_of(error)
        if outage is None or is_connection_lost(error):
            raise
        logger.warning("not_written_down", what=what, outage=outage)
        return None


def is_disk_full(error: BaseException | None) -> bool:
    """Whether the disk, or the share of it that this user may fill, has no room left."""
    return any(
        (isinstance(link, OSError) and link.errno in NO_ROOM)
        or _sqlite_code(link) in SQLITE_NO_ROOM
        or _sqlstate(link) in POSTGRES_NO_ROOM
        for link in _chain(error)
    )


def is_database_away(error: BaseException | None) -> bool:
    """Whether the database does not answer, or takes nothing for now."""
    return is_connection_lost(error) or any(
        (code is not None and code & 0xFF in SQLITE_AWAY) or _sqlstate(link) in POSTGRES_AWAY
        for link in _chain(error)
        for code in [_sqlite_code(link)]
    )


def is_connection_lost(error: BaseException | None) -> bool:
    """Whether a PostgreSQL has closed the connection, or refused a new one."""
    return any(_says_that_it_is_lost(link) for link in _chain(error))


def _says_that_it_is_lost(error: BaseException) -> bool:
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    driver_error = error.__cause__
    if driver_error is None or isinstance(driver_error, sqlite3.Error):
        return False
    state = _sqlstate(driver_error)
    # What libpq itself finds out, a closed socket for one, has no code of the server's.
    return state is None or state.startswith("08") or state in POSTGRES_CONNECTION_LOST


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error, what it was raised from, and so on."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _sqlite_code(error: BaseException) -> int | None:
    return getattr(error, "sqlite_errorcode", None)


def _sqlstate(error: BaseException) -> str | None:
    return getattr(error, "sqlstate", None)
