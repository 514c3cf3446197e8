"""The page of a list that an address asks for."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest

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
    """A list whose length is known, fetched a page at a time."""

    def __init__(self, number: int, fetch: Callable[[slice], QuerySet[Any]]) -> None:
        self.number = number
        self.fetch = fetch

    def __len__(self) -> int:
        return self.number

    def __getitem__(self, wanted: Any) -> Any:
        return list(self.fetch(wanted))
