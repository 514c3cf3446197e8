"""Requests of people who have signed in."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.http import HttpRequest

from accounts.models import User


class StaffRequest(HttpRequest):
    """What Wagtail hands to a view of the admin: somebody is always signed in there."""

    user: User


_admin_request: ContextVar[HttpRequest | None] = ContextVar("admin_request", default=None)


@contextmanager
def answering(request: HttpRequest) -> Iterator[None]:
    """While a request to the admin is answered, whatever is shown is shown to its user."""
    token = _admin_request.set(request)
    try:
        yield
    finally:
        _admin_request.reset(token)


def shown_to() -> User | None:
    """Who looks at the admin now; None in commands, mails and pages for readers."""
    request = _admin_request.get()
    user = request.user if request else None
    return user if isinstance(user, User) else None
