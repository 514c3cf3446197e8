"""A walk through the admin as one person: every kind of page that a link or a dialog leads to."""

import json
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup
from django.test import Client
from django.urls import Resolver404, resolve

from tests.editorial.inline_scripts import inline_scripts

LEADING = (
    "href",
    "action",
    "data-url",
    "data-chooser-url",
    "data-workflow-action-url",
    "data-workflow-action-modal-url",
)
VOID = ("area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr")
SAID = ("title", "aria-label", "placeholder", "alt", "label", "data-w-tooltip-content-value")
# What readers see is tested elsewhere; the way out ends the walk.
ELSEWHERE = re.compile(r"/(logout|preview|view_draft|view|jsi18n)/")
# The dashboard, and a page with all that may be done there.
OTHERWISE = re.compile(r"^/admin/(pages/0/(edit/)?)?\?(ordering)?$")


@dataclass(frozen=True)
class Seen:
    """One answer of the admin: where it was found, what it says and which scripts it holds.

    route: "" for an answer that is no page. scripts: those written into the page. runs_inline:
    whether its policy lets a browser run them.
    """

    address: str
    status: int
    said: list[str]
    route: str = ""
    scripts: tuple[str, ...] = ()
    runs_inline: bool = False


class Reading(HTMLParser):
    """Reads where a page leads to, and every text that people see, hear or have explained.

    BeautifulSoup would take four times as long for the same.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.leads_to: list[str] = []
        self.said: list[str] = []
        self._text: list[str] = []
        # The element whose texts are not for people, and how many of its kind are open in it.
        self._silent = ""
        self._depth = 0
        self._templates = 0
        self.feed(html)
        self.close()
        self._end_of_text()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._end_of_text()
        values = {name: value for name, value in attrs if value}
        self.leads_to += [values[name] for name in LEADING if name in values]
        self._templates += tag == "template"
        if self._silent:
            self._depth += tag == self._silent
            return
        if tag in ("script", "style", "svg") or "data-side-panel-toggle-counter" in dict(attrs):
            self._silent, self._depth = tag, tag not in VOID
            self._silent = self._silent if self._depth else ""
            return
        for name, value in values.items():
            # The value of a button is for the form; that of an input is what people read.
            is_button = tag == "input" and values.get("type") == "submit"
            if name in SAID or (name == "value" and is_button):
                self.said.append(" ".join(value.split()))
            elif value[:1] in ("[", "{"):
                self.said += _labels(value)

    def handle_endtag(self, tag: str) -> None:
        self._end_of_text()
        self._templates -= tag == "template"
        if tag == self._silent:
            self._depth -= 1
            self._silent = self._silent if self._depth else ""

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_comment(self, data: str) -> None:
        self._end_of_text()

    def handle_data(self, data: str) -> None:
        if not self._silent and not self._templates:
            self._text.append(data)

    def _end_of_text(self) -> None:
        words = " ".join("".join(self._text).split())
        self._text = []
        if words:
            self.said.append(words)


def walk(client: Client, opened: set[str], start: str = "/admin/") -> Iterator[Seen]:
    """Follow every link, one of each kind: addresses differ in kind by more than a number.

    The kinds that are in `opened` are left out, but for those that each role has otherwise; those
    that open are put into it.
    """
    ahead, kinds = deque([start]), {_kind(start)}
    while ahead:
        address = ahead.popleft()
        response = client.get(address)
        if response.status_code == 200:
            opened.add(_kind(address))
        reading = Reading(_html(response))
        for found in _links(reading, address):
            kind = _kind(found)
            if kind not in kinds:
                kinds.add(kind)
                if kind not in opened or OTHERWISE.search(kind):
                    ahead.append(found)
        yield seen(address, response, reading)


def opened_at(client: Client, address: str) -> Seen:
    """One page, whatever it leads to."""
    response = client.get(address)
    return seen(address, response, Reading(_html(response)))


def seen(address: str, response: Any, reading: Reading) -> Seen:
    if response.status_code != 200 or "html" not in response.headers.get("Content-Type", ""):
        return Seen(address, response.status_code, reading.said)
    (sources,) = re.findall(r"script-src ([^;]*)", response.headers["Content-Security-Policy"])
    return Seen(
        address,
        response.status_code,
        reading.said,
        route=response.wsgi_request.resolver_match.route,
        scripts=tuple(inline_scripts(response.content.decode())),
        runs_inline="'unsafe-inline'" in sources.split(),
    )


def _html(response: object) -> str:
    kind = response.headers.get("Content-Type", "")  # type: ignore[attr-defined]
    content = response.content.decode() if "text" in kind or "json" in kind else ""  # type: ignore[attr-defined]
    if "json" in kind:
        told = json.loads(content or "{}")
        return str(told.get("html", "")) if isinstance(told, dict) else ""
    return content


def _links(reading: Reading, address: str) -> Iterator[str]:
    for value in reading.leads_to:
        if not value.startswith(("/admin/", "?")):
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


@cache
def _labels(value: str) -> tuple[str, ...]:
    """What a script shows from the data that a page hands to it; many hand over the same."""
    return tuple(_labels_in(value))


def _labels_in(value: str) -> Iterator[str]:
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
