"""Every page of the admin that a GET opens, with the numbers of what a test has made."""

import re
from collections.abc import Iterator
from typing import Any

from django.db.models import Model
from django.urls import URLPattern, get_resolver
from wagtail.models import Page

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")
# One that signs the walker out.
LEFT_OUT = ("admin/logout/",)


def admin_patterns() -> Iterator[tuple[str, URLPattern]]:
    """Each route below /admin/ with its pattern, those of `register_admin_urls` included."""
    yield from (pair for pair in _below(get_resolver().url_patterns, "") if _is_walked(pair[0]))


def addresses(route: str, pattern: URLPattern, known: dict[str, list[Any]]) -> Iterator[str]:
    """`route` with each value that fits: of its own model, or of `known` by the name."""
    names = [first or second for first, second in PARAMETER.findall(route)]
    if not names:
        yield f"/{route}"
        return
    own = _numbers_of_its_model(pattern)
    choices = max((len(_values(name, own or [], known)) for name in names), default=0)
    if own == []:
        # There is none of what it is about.
        choices = 1
    for number in range(choices):

        def value(found: re.Match[str], number: int = number) -> str:
            values = _values(found[1] or found[2], own or [], known)
            return str(values[number % len(values)])

        yield "/" + PARAMETER.sub(value, route)


def _values(name: str, own: list[Any], known: dict[str, list[Any]]) -> list[Any]:
    if name == "pk" and own:
        return own
    return known.get(name) or own or known["pk"]


def _numbers_of_its_model(pattern: URLPattern) -> list[Any] | None:
    """None for a view that names no model."""
    view: Any = pattern.callback
    model = getattr(view, "view_initkwargs", {}).get("model") or getattr(
        getattr(view, "view_class", None), "model", None
    )
    if not isinstance(model, type) or not issubclass(model, Model) or issubclass(model, Page):
        return None
    return list(model._default_manager.values_list("pk", flat=True)[:1])


def _below(patterns: list[Any], prefix: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        route = prefix + without_anchors(str(pattern.pattern))
        if isinstance(pattern, URLPattern):
            yield route, pattern
        else:
            yield from _below(pattern.url_patterns, route)


def without_anchors(route: str) -> str:
    return re.sub(r"\^|\\Z|\$|\\A", "", route)


def _is_walked(route: str) -> bool:
    return route.startswith("admin/") and route not in LEFT_OUT
