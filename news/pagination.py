"""The page of a list that an address asks for."""

import re
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from delivery.request_cache import cached_for_request

NUMBER = re.compile(r"[1-9]\d{0,8}", re.ASCII)


def page_asked_for(
    request: HttpRequest, items: QuerySet[Any] | Sequence[Any], per_page: int
) -> Page[Any]:
    """Return the page of `items` that `?page=` names, the first without it.

    Raises Http404 for what is no number of a page; an empty list has its first page.
    """
    number = request.GET.get("page") or "1"
    if not NUMBER.fullmatch(number):
        raise Http404
    try:
        return Paginator(items, per_page).page(int(number))
    except InvalidPage:
        raise Http404 from None


class Counted(Sequence[Any]):
    """A list whose length is known, fetched a page at a time, when that is first looked at."""

    def __init__(
        self,
        number: int,
        fetch: Callable[[slice], QuerySet[Any]],
        reading: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        """reading: a context in which it is fetched."""
        self.number = number
        self.fetch = fetch
        self.reading = reading

    def __len__(self) -> int:
        return self.number

    def __getitem__(self, wanted: Any) -> Any:
        return Fetched(self.fetch(wanted), self.reading)


class Fetched(Sequence[Any]):
    """What a query finds, fetched once; each part of a page that shows it depends on it."""

    def __init__(
        self, found: QuerySet[Any], reading: Callable[[], AbstractContextManager[None]]
    ) -> None:
        self.found = found
        self.reading = reading

    def __len__(self) -> int:
        return len(self._items())

    def __getitem__(self, wanted: Any) -> Any:
        return self._items()[wanted]

    def _items(self) -> list[Any]:
        # With the list itself, so that no other one gets its number meanwhile.
        return cached_for_request(("fetched", id(self)), self._fetched)[1]

    def _fetched(self) -> tuple[Any, list[Any]]:
        with self.reading():
            return self, list(self.found)
