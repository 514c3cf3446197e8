"""Middleware that opens pages on a full disk: what their views would write is rolled back."""

from collections.abc import Callable
from contextvars import ContextVar

import structlog
from django.core.handlers.wsgi import WSGIRequest
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse

from delivery.outages import Outage

logger = structlog.get_logger(__name__)
# For what would leave a file behind whose row is taken back.
writes_are_rolled_back: ContextVar[bool] = ContextVar("writes_are_rolled_back", default=False)


class RollBackReads:
    """Make a GET once more, in a transaction that is rolled back, if the disk has no room for it.

    Who has a page open, who follows it, the first row of a setting: views write such things down as
    they show a page, and read them again. A transaction holds them in memory until it ends, and
    SQLite needs room only then. What would be done after its end (a task, a mail) is not done.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method not in ("GET", "HEAD") or not isinstance(request, WSGIRequest):
            return response
        if getattr(response, "outage", None) != Outage.DISK_FULL:
            return response
        logger.warning("not_written_down", what=request.path, outage=Outage.DISK_FULL)
        before = writes_are_rolled_back.set(True)
        try:
            with transaction.atomic():
                # What the first try has put on its request may name a row that is not there.
                response = self.get_response(WSGIRequest(request.environ))
                transaction.set_rollback(True)
        except DatabaseError:
            logger.exception("not_read_without_room")
        finally:
            writes_are_rolled_back.reset(before)
        return response
