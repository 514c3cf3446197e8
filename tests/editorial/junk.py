"""What no page of ours sends, as the values of whatever parameters a view reads."""

import json
import sys
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import Any
from urllib.parse import quote, urlencode, urljoin

from bs4 import BeautifulSoup, SoupStrainer
from django.core.handlers.wsgi import WSGIRequest
from django.core.signals import got_request_exception
from django.db import transaction
from django.http import QueryDict
from django.test import Client

from tests.forms import only_forms

VALUES = (
    "",
    " ",
    "-",
    ".",
    '"',
    "'",
    "é",
    "\0",
    "%",
    "*",
    "x" * 3_000,
    "0",
    "-1",
    "1.5",
    str(2**63),
    str(2**63 - 1),
    "9" * 400,
    "x\ny",
    "x\r\ny: z",
    "1,a",
    "1,2",
    "[]",
    "[1]",
    "{}",
    "null",
    "true",
    "all",
    "en",
    "fr",
    "2026-02-30",
    "0001-01-01",
    "9999-12-31T23:59:59",
    "news.articlepage",
    "news.nothing",
    "nothing",
    "-title",
    "title__title",
    "<b>",
    "//evil.example",
    "javascript:alert(1)",
    "\u202e",
    "\U0001f468\u200d",
    "²",
    "٣",
)
USUAL = (
    "q",
    "p",
    "page",
    "ordering",
    "o",
    "ot",
    "e",
    "results",
    "limit",
    "offset",
    "id",
    "ids",
    "next",
    "locale",
    "tag",
    "collection_id",
    "export",
    "filter",
    "foo",
    "handled__exact",
    "page_type",
    "_w_filter_fragment",
    "fields",
    "child_of",
    "order",
    "search_operator",
)


LOGIN = "/admin/login/"


class Recorder(QueryDict):
    """A query string that notes which of its names are asked for."""

    asked: set[str] = set()

    def __getitem__(self, name: str) -> Any:
        self.asked.add(name)
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        self.asked.add(name)
        return super().get(name, default)

    def getlist(self, name: str, default: Any = None) -> Any:
        self.asked.add(name)
        return super().getlist(name, default)

    def __contains__(self, name: object) -> bool:
        self.asked.add(str(name))
        return super().__contains__(name)


@contextmanager
def recorded() -> Iterator[set[str]]:
    """The names that views ask of the query string and of the form, as they ask them."""
    stock, stock_form = WSGIRequest.__dict__["GET"], WSGIRequest.__dict__["POST"]
    asked: set[str] = set()
    Recorder.asked = asked

    def query(request: WSGIRequest) -> QueryDict:
        held = request.__dict__.get("GET")
        if held is None:
            raw = request.environ.get("QUERY_STRING", "")
            held = request.__dict__["GET"] = Recorder(raw, encoding=request.encoding)
        return held

    def form(request: WSGIRequest) -> QueryDict:
        sent = stock_form.fget(request)
        if not isinstance(sent, Recorder):
            noting = Recorder("", mutable=True, encoding=sent.encoding)
            for name, values in sent.lists():
                noting.setlist(name, values)
            noting._mutable = False
            stock_form.fset(request, noting)
            sent = noting
        return sent

    WSGIRequest.GET = property(query, lambda request, value: request.__dict__.update(GET=value))
    WSGIRequest.POST = property(form, stock_form.fset)
    try:
        yield asked
    finally:
        WSGIRequest.GET, WSGIRequest.POST = stock, stock_form


class Asker:
    """Sends requests one after the other, takes back what they wrote, and keeps the failures."""

    def __init__(self, client: Client, user: Any = None) -> None:
        self.client = client
        self.client.raise_request_exception = False
        self.user = user
        self.count = 0
        self.signed_out = 0  # answers that lead to the sign-in page
        self.statuses: Counter[int] = Counter()
        self.failures: dict[str, str] = {}
        self._reason = ""
        self._sign_in()

    def _sign_in(self) -> None:
        if self.user is not None:
            self.client.force_login(self.user, "django.contrib.auth.backends.ModelBackend")

    def _note(self, sender: object, **kwargs: Any) -> None:
        kind, error, trace = sys.exc_info()
        last = traceback.extract_tb(trace)[-1]
        named = kind.__name__ if kind else ""
        self._reason = f"{named}: {str(error)[:90]} at {last.filename[-50:]}:{last.lineno}"

    def ask(self, method: str, address: str, *args: Any, **kwargs: Any) -> int:
        self.count += 1
        self._reason = ""
        got_request_exception.connect(self._note)
        try:
            with transaction.atomic():
                response = self.client.generic(method, address, *args, **kwargs)
                if response.streaming:
                    b"".join(response)
                transaction.set_rollback(True)
        finally:
            got_request_exception.disconnect(self._note)
        self.statuses[response.status_code] += 1
        if self._is_signed_out(response):
            self.signed_out += 1
            self._sign_in()
        if response.status_code >= 500:
            self.failures.setdefault(
                self._reason or "500", f"{method} {address} {args} {kwargs}"[:400]
            )
        return int(response.status_code)

    def _is_signed_out(self, response: Any) -> bool:
        """Whether a request among those before has ended the session."""
        return self.user is not None and response.headers.get("Location", "").startswith(LOGIN)

    def page(self, address: str) -> Any:
        """The page as somebody sees it who is signed in."""
        response = self.client.get(address)
        if self._is_signed_out(response):
            self._sign_in()
            response = self.client.get(address)
        return response

    def get(self, address: str, pairs: list[tuple[str, str]]) -> int:
        after = "&" if "?" in address else "?"
        return self.ask("GET", f"{address}{after}{urlencode(pairs, quote_via=quote)}")

    def post(self, address: str, pairs: list[tuple[str, str]]) -> int:
        body = urlencode(pairs)
        return self.ask("POST", address, body, "application/x-www-form-urlencoded")


def names_read(asker: Asker, address: str) -> list[str]:
    """The names that the view at `address` asks for, and those that are asked everywhere."""
    with recorded() as asked:
        asker.ask("GET", address)
    return sorted({name for name in asked if len(name) < 60} | set(USUAL))


def names_posted(asker: Asker, address: str) -> list[str]:
    """The names that the view asks of a form: of an empty one, and of one with what it asked."""
    with recorded() as asked:
        asker.post(address, [])
        asker.post(address, [(name, "1") for name in sorted(asked)])
    return sorted(name for name in asked if len(name) < 60)


def junk_pairs(random: Random, names: list[str], most: int) -> list[tuple[str, str]]:
    """A few of the names with junk for values, now and then one of them twice or as an array."""
    pairs = []
    for name in random.sample(names, min(len(names), random.randint(1, most))):
        spelled = f"{name}[]" if random.random() < 0.1 else name
        pairs += [(spelled, random.choice(VALUES)) for _ in range(random.choice((1, 1, 1, 2)))]
    return pairs


def forms_at(asker: Asker, address: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """The forms of a page: where each goes, and its fields as a browser has them at first."""
    return forms_in(asker.page(address), address)


def forms_in(response: Any, address: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """The forms of an answer that was given at `address`."""
    kind = response.get("Content-Type", "")
    if response.status_code != 200 or response.streaming or "xml" in kind:
        return []
    text = response.content.decode(errors="replace")
    if "json" in kind:
        told = json.loads(text)
        text = str(told.get("html", "")) if isinstance(told, dict) else ""
    found = []
    forms = SoupStrainer("form")
    for form in BeautifulSoup(only_forms(text), "html.parser", parse_only=forms).select("form"):
        pairs = []
        for field in form.select("[name]"):
            chosen = field.select_one("option[selected]") or field.select_one("option")
            value = chosen.get("value", "") if chosen else field.get("value") or field.get_text()
            pairs.append((str(field["name"]), str(value)))
        for stream in form.select("[data-block]"):
            pairs += _stream_pairs(stream)
        found.append((urljoin(address, str(form.get("action") or "")), pairs))
    return found


def _stream_pairs(element: Any) -> list[tuple[str, str]]:
    name = str(element["id"])
    blocks = json.loads(str(element.get("data-w-block-arguments-value", "[null]")))[0] or []
    pairs = [(f"{name}-count", str(len(blocks)))]
    for place, block in enumerate(blocks):
        at = f"{name}-{place}"
        pairs += [
            (f"{at}-id", block.get("id") or ""),
            (f"{at}-type", block["type"]),
            (f"{at}-order", str(place)),
            (f"{at}-deleted", ""),
        ]
        pairs += _value_pairs(f"{at}-value", block["value"])
    return pairs


def _value_pairs(name: str, value: Any) -> list[tuple[str, str]]:
    match value:
        case {"columns": list(columns), "rows": list(rows)}:
            return _table_pairs(name, value, columns, rows)
        case {"id": key}:
            return [(name, str(key))]
        case dict():
            return [
                pair
                for child, held in value.items()
                for pair in _value_pairs(f"{name}-{child}", held)
            ]
        case list():
            pairs = [(f"{name}-count", str(len(value)))]
            for place, item in enumerate(value):
                at = f"{name}-{place}"
                held = item["value"] if isinstance(item, dict) and "value" in item else item
                pairs += [(f"{at}-order", str(place)), (f"{at}-deleted", ""), (f"{at}-type", "")]
                pairs += [(f"{at}-id", ""), *_value_pairs(f"{at}-value", held)]
            return pairs
    return [(name, "" if value is None else str(value))]


def _table_pairs(name: str, table: Any, columns: Any, rows: Any) -> list[tuple[str, str]]:
    pairs = [
        (f"{name}-caption", table.get("caption") or ""),
        (f"{name}-column-count", str(len(columns))),
        (f"{name}-row-count", str(len(rows))),
    ]
    for place, column in enumerate(columns):
        at = f"{name}-column-{place}"
        pairs += [(f"{at}-type", column["type"]), (f"{at}-heading", column["heading"])]
        pairs += [(f"{at}-order", str(place)), (f"{at}-deleted", "")]
    for place, row in enumerate(rows):
        pairs += [(f"{name}-row-{place}-order", str(place)), (f"{name}-row-{place}-deleted", "")]
        pairs += [
            (f"{name}-cell-{place}-{column}", cell or "")
            for column, cell in enumerate(row["values"])
        ]
    return pairs


def broken(random: Random, pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """A form with some of its fields missing, doubled, or of another type."""
    some = list(pairs) or [(name, "") for name in random.sample(USUAL, 4)]
    for _change in range(random.choice((1, 1, 1, 2, 5))):
        place = random.randrange(len(some)) if some else 0
        act = random.choice(("drop", "double", "junk", "junk", "junk"))
        if not some:
            break
        name, value = some[place]
        if act == "drop":
            del some[place]
        elif act == "double":
            some.append((name, random.choice((value, *VALUES))))
        else:
            some[place] = (name, random.choice(VALUES))
    return some
