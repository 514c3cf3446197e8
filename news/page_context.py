"""Additions to the context of pages, made by modules above the page models."""

from collections.abc import Callable
from typing import TypeVar

from django.http import HttpRequest
from wagtail.models import Page

PageType = TypeVar("PageType", bound=Page)
Addition = Callable[[HttpRequest, PageType], dict[str, object]]

_additions: dict[type[Page], Addition] = {}


def adds_context(page_type: type[PageType]) -> Callable[[Addition[PageType]], Addition[PageType]]:
    """Add what the decorated function returns to the context of pages of `page_type`.

    For what is computed from models and so cannot be imported by them; in previews too.
    """

    def declare(addition: Addition[PageType]) -> Addition[PageType]:
        _additions[page_type] = addition
        return addition

    return declare


def added_context(request: HttpRequest, page: Page) -> dict[str, object]:
    """Return what was declared for the type of `page`; nothing if nothing was."""
    addition = _additions.get(type(page))
    return addition(request, page) if addition else {}
