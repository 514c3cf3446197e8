"""What is asked of a request in several places, and marks for views that read unusual ones."""

from collections.abc import Callable
from typing import TypeVar

from django.http import HttpRequest

View = TypeVar("View", bound=Callable)


def reads_any_text(view: View) -> View:
    """Mark a view that answers any query string with a page, even one that holds a NUL byte.

    All others are spared it: RefuseUnreadableRequests answers 400, because PostgreSQL takes no NUL.
    """
    view.reads_any_text = True  # type: ignore[attr-defined]
    return view


def is_admin(request: HttpRequest) -> bool:
    return request.path_info.startswith("/admin/")
