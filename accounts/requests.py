"""Requests of people who have signed in."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.http import HttpRequest
from django.utils.functional import LazyObject

from accounts.users import User


class StaffRequest(HttpRequest):
    """A request to the admin, where somebody is always signed in."""

    user: User


def unwrapped(user: Any) -> Any:
    """The user itself behind a lazy `request.user`, which is looked up by that.

    A lazy user in a lazy user has no class that Wagtail's log knows: it would log nothing.
    """
    while isinstance(user, LazyObject):
        _ = user.is_authenticated
        user = user._wrapped
    return user


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
    """Return the user of the admin request that is being answered; None outside of one."""
    request = _admin_request.get()
    user = request.user if request else None
    return user if isinstance(user, User) else None
