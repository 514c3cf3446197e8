"""Middleware that makes a page once more if the database was restarted meanwhile."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Any

import structlog
from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.db import DatabaseError, InterfaceError, connection, connections
from django.http import HttpRequest, HttpResponse

logger = structlog.get_logger(__name__)

BETWEEN_TRIES = 0.05  # seconds
READS = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK", "WITH", "SET", "SHOW", "DECLARE", "CLOSE")


class OutageDeadline:
    """Until when reads wait for a lost database: together, not each for itself.

    A restart takes a second or two. While the database is away for longer, every reader would hold
    a thread, and pages that need no database would wait behind them.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._lost_at: float | None = None

    def ends_at(self) -> float:
        """By the monotonic clock, in seconds."""
        with self._lock:
            if self._lost_at is None:
                self._lost_at = time.monotonic()
            return self._lost_at + float(settings.DATABASE_PATIENCE)

    def renew(self) -> None:
        self._lost_at = None


deadline = OutageDeadline()


@dataclass
class Statements:
    """Whether a request has sent the database any statement, and any that writes."""

    are_there: bool = False
    have_written: bool = False

    def __call__(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        self.are_there = True
        if not str(sql).lstrip("( \n").upper().startswith(READS):
            self.have_written = True
        return execute(sql, params, many, context)


class RetryReads:
    """Make a GET once more, on a new connection, if the database closed the old one meanwhile.

    `CONN_HEALTH_CHECKS` looks at a connection when a request begins to use it. What is closed
    between two questions of the same request, or refused because the server is only just coming up,
    is caught here. Nothing that has written is repeated, nor what a view has begun to send.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD") or not isinstance(request, WSGIRequest):
            return self.get_response(request)
        statements = Statements()
        with watching(statements):
            response = self.get_response(request)
        if not getattr(response, "connection_was_lost", False):
            if statements.are_there:
                deadline.renew()
            return response
        if statements.have_written or not reconnect():
            return response
        logger.info("read_again")
        # What the first try has put on its request belongs to the lost connection.
        return self.get_response(WSGIRequest(request.environ))


@contextmanager
def watching(statements: Statements) -> Iterator[None]:
    with ExitStack() as stack:
        for database in connections.all():
            stack.enter_context(database.execute_wrapper(statements))
        yield


def reconnect() -> bool:
    """Wait for the database; False if it has been away for too long."""
    until = deadline.ends_at()
    while True:
        try:
            connections.close_all()
            connection.ensure_connection()
        except (DatabaseError, InterfaceError):
            if time.monotonic() >= until:
                return False
            time.sleep(BETWEEN_TRIES)
        else:
            return True
