"""The page of a list that an address asks for."""

import re
from collections.abc import Sequence
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
