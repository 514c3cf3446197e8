"""A walk through the admin as one person: every kind of page that a link or a dialog leads to."""

import json
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, NavigableString
from django.test import Client
from django.urls import Resolver404, resolve

LEADING = (
    "href",
    "action",
    "data-url",
    "data-chooser-url",
    "data-workflow-action-url",
    "data-workflow-action-modal-url",
)
SAID = ("title", "aria-label", "placeholder", "alt", "label", "data-w-tooltip-content-value")
# What readers see is tested elsewhere; the way out ends the walk.
ELSEWHERE = re.compile(r"/(logout|preview|view_draft|view|jsi18n)/")


@dataclass(frozen=True)
class Seen:
    """One answer of the admin, as HTML."""

    address: str
    status: int
    page: BeautifulSoup

    def said(self) -> Iterator[str]:
        """Every text that people see, hear or have explained."""
        for part in self.page.select("script, style, svg, [data-side-panel-toggle-counter]"):
            part.extract()
        for text in self.page.find_all(string=True):
            if type(text) is NavigableString and text.strip():
                yield " ".join(text.split())
        for element in self.page.find_all(True):
            for name, value in element.attrs.items():
                if not isinstance(value, str):
                    continue
                # The value of a button is for the form; that of an input is what people read.
                is_button = element.name == "input" and element.get("type") == "submit"
                if name in SAID or (name == "value" and is_button):
                    yield " ".join(value.split())
                elif value[:1] in ("[", "{"):
                    yield from _labels(value)


def walk(client: Client, start: str = "/admin/") -> Iterator[Seen]:
    """Follow every link, one of each kind: addresses differ in kind by more than a number."""
    ahead, kinds = deque([start]), {_kind(start)}
    while ahead:
        address = ahead.popleft()
        response = client.get(address)
        html = _html(response)
        page = BeautifulSoup(html, "html.parser")
        for found in _links(page, address):
            if _kind(found) not in kinds:
                kinds.add(_kind(found))
                ahead.append(found)
        yield Seen(address, response.status_code, page)


def _html(response: object) -> str:
    kind = response.headers.get("Content-Type", "")  # type: ignore[attr-defined]
    content = response.content.decode() if "text" in kind or "json" in kind else ""  # type: ignore[attr-defined]
    if "json" in kind:
        told = json.loads(content or "{}")
        return str(told.get("html", "")) if isinstance(told, dict) else ""
    return content


def _links(page: BeautifulSoup, address: str) -> Iterator[str]:
    for element in page.find_all(True):
        for name in LEADING:
            value = element.get(name)
            if not isinstance(value, str) or not value.startswith(("/admin/", "?")):
                continue
            found = urljoin(address, value).partition("#")[0]
            if not ELSEWHERE.search(found) and _is_known(found):
                yield found


def _is_known(address: str) -> bool:
    try:
        resolve(urlsplit(address).path)
    except Resolver404:
        return False
    return True


def _kind(address: str) -> str:
    parts = urlsplit(address)
    names = sorted({pair.partition("=")[0] for pair in parts.query.split("&")})
    return re.sub(r"\d+", "0", parts.path) + "?" + "&".join(names)


def _labels(value: str) -> Iterator[str]:
    """What a script shows from the data that a page hands to it."""
    try:
        data = json.loads(value)
    except ValueError:
        return
    stack = [data]
    while stack:
        part = stack.pop()
        if isinstance(part, dict):
            stack.extend(part.values())
        elif isinstance(part, list):
            stack.extend(part)
        elif isinstance(part, str) and part.lstrip()[:1] == "<":
            yield " ".join(BeautifulSoup(part, "html.parser").get_text(" ").split())
        elif isinstance(part, str) and " " in part and part[:1] not in ("{", "["):
            yield " ".join(part.split())
