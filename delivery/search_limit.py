"""A time limit for searches: whatever was typed, no thread works on it for longer.

PostgreSQL ends a statement itself (`config.env.POSTGRES_LIMITS`). SQLite asks from time to time
whether to go on. https://www.sqlite.org/c3ref/progress_handler.html
"""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from django.conf import settings
from django.db import DatabaseError, OperationalError, connection
from django.http import HttpRequest, HttpResponse

# The names under which pages, choosers and the API send what was typed.
TYPED_IN = ("q", "search")
# SQLite asks after so many of its instructions: every millisecond or so.
INSTRUCTIONS = 50_000
# https://www.postgresql.org/docs/current/errcodes-appendix.html
QUERY_CANCELED = "57014"


class SearchTimeLimit:
    """Middleware that ends the queries of a search after `settings.SEARCH_SECONDS`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_search(request):
            return self.get_response(request)
        with ended_after(settings.SEARCH_SECONDS):
            return self.get_response(request)


def is_search(request: HttpRequest) -> bool:
    return request.method in ("GET", "HEAD") and any(request.GET.get(name) for name in TYPED_IN)


def took_too_long(error: BaseException | None) -> bool:
    """Whether the database was told to end the statement because of its time."""
    if not isinstance(error, OperationalError) or error.__cause__ is None:
        return False
    cause = error.__cause__
    return (
        getattr(cause, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT
        or getattr(cause, "sqlstate", None) == QUERY_CANCELED
    )


@contextmanager
def ended_after(seconds: float) -> Iterator[None]:
    """End what SQLite does in the block once `seconds` have gone by."""
    if connection.vendor != "sqlite":
        yield
        return
    until = time.monotonic() + seconds
    with suppress(DatabaseError):  # The first query meets the same trouble, and has an answer.
        connection.ensure_connection()
    held = connection.connection
    if held is not None:
        held.set_progress_handler(lambda: time.monotonic() > until, INSTRUCTIONS)
    try:
        yield
    finally:
        if held is not None and held is connection.connection:
            held.set_progress_handler(None, 0)
