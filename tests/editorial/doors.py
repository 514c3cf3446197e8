"""Every address of the site that a person could type, filled with the keys of planted objects.

The addresses come from the URL configuration, so that a new one is tried by itself. Every planted
object has one of `KEYS` as its primary key: whatever a number in an address stands for, it leads
to something planted.
"""

import io
import itertools
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, unquote
from uuid import UUID

from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from wagtail.admin.views.bulk_action.registry import bulk_action_registry

ARTICLE, POLICY = KEYS = (700_001, 700_002)
JOB, SLUG = UUID(int=ARTICLE), "zyxarticle-slug"
DUE = datetime(2035, 1, 5, 8, tzinfo=UTC)
# Each planted object is called by its mark, and “Crocodile”, by which the walk searches.
MARKS = ("zyxarticle", "zyxpolicy", "zyxupdate", "zyxdeleted", "zyxpicture", "zyxdocument")
PLACE = re.compile(r"<(?:(?P<converter>\w+):)?(?P<name>\w+)>")

# Which values an argument of that name takes, where a key would not do.
VALUES: dict[str, list[str]] = {
    "action_name": ["approve", "copy", "delete", "publish", "unpublish"],
    "filter_spec": ["max-165x165"],
    "days": ["30"],
    "number": ["0"],
    "size": ["48"],
    "side": ["before", "after"],
    "destination_id": ["1"],
    "uidb64": ["MQ"],
    "uidb36": ["1"],
    "key": ["set-password"],
    "token": ["set-password"],
    "slug": [SLUG],
    "section": ["politique"],
    "path": ["politique", "documents/zyxdocument.txt"],
    "file_name": ["zyxdocument.txt"],
    "page_path": ["politique/zyxarticle-slug/"],
    "revision_id_a": ["earliest"],
    "revision_id_b": ["latest"],
    "action": ["publish", "expire"],
    "act": ["approuver"],
    "job": [str(JOB)],
}
# Regular expressions without names, as they are filled.
UNNAMED = {
    r"documents/^(\d+)/(.*)": "documents/<document_id>/<file_name>",
    r"((?:[\w\-]+/)*)": "<page_path>",
    "admin/^.*/": "admin/nowhere/",
    r"(?P<instance_pk>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})": "<job>",
}
KEY_NAMES = re.compile(r"(?:^|_)(?:pk|id)$")
# Arguments that come in pairs: an application, and a model in it.
PAGES = [("news", "articlepage"), ("home", "policypage")]
FILES = [("news", "newsimage"), ("wagtaildocs", "document")]
PAIRS = {
    ("content_type_app_name", "content_type_model_name"): PAGES,
    ("app_label", "model_name"): [
        ("wagtailcore", "page"),
        *PAGES,
        *FILES,
        ("editorial", "reviewtask"),
    ],
    ("app_name", "model_name"): [
        ("home", "identity"),
        ("news", "tag"),
        ("news", "machinesettings"),
    ],
}
QUERIES = [
    "",
    "id={ids}&page_id={key}&state=all&search_all=1&q=Crocodile",
]
BULK_QUERIES = [QUERIES[-1], "id=all"]
API_QUERIES = [
    "",
    "fields=*",
    "search=Crocodile&fields=_,title",
    "type=news.ArticlePage&fields=*",
    "id={key}",
    "html_path=/politique/zyxarticle-slug/",
    "q=Crocodile",
]
REPORT_QUERIES = [*QUERIES, "export=csv", "export=xlsx"]


@dataclass(frozen=True)
class Door:
    """One pattern of the URL configuration, with the addresses that it is tried at."""

    pattern: str
    addresses: tuple[str, ...]
    missing: tuple[str, ...] = ()

    @property
    def posted(self) -> set[str]:
        """Where something is posted as well: once for each path."""
        return set({address.partition("?")[0]: address for address in self.addresses}.values())


def patterns(nodes: Any = None, before: str = "") -> Iterator[str]:
    """The whole patterns of all addresses, each once, in the order of the configuration."""
    for node in get_resolver().url_patterns if nodes is None else nodes:
        whole = before + str(node.pattern)
        if isinstance(node, URLResolver):
            yield from patterns(node.url_patterns, whole)
        elif isinstance(node, URLPattern):
            yield whole.removesuffix("$")


def doors(keys: Sequence[int] = KEYS) -> list[Door]:
    return [door(pattern, keys) for pattern in dict.fromkeys(patterns())]


def door(pattern: str, keys: Sequence[int] = KEYS) -> Door:
    plain = _named(pattern).replace("^", "")
    names = [match["name"] for match in PLACE.finditer(plain)]
    fillings, missing = _fillings(names, keys)
    paths = list(
        dict.fromkeys(
            PLACE.sub(lambda match, f=filling: f.get(match["name"], ""), plain)
            for filling in fillings
        )
    )
    if any(re.search(r"[\\^$()*+\[\]]", path) for path in paths):
        missing.append(plain)
    # A single object is the same, whatever else is asked; a list is shown in full, and searched.
    queries = _queries(pattern, single=any(map(KEY_NAMES.search, names)))
    addresses = [f"/{path}?{query}".removesuffix("?") for path in paths for query in queries]
    return Door(pattern, tuple(addresses), tuple(missing))


def _named(pattern: str) -> str:
    """A regular expression with named groups, written as Django writes a path."""
    for unnamed, named in UNNAMED.items():
        pattern = pattern.replace(unnamed, named)
    return re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"<\1>", pattern).replace(r"\.", ".")


def _fillings(names: list[str], objects: Sequence[int]) -> tuple[list[dict[str, str]], list[str]]:
    """The values of all arguments, taken together; and the arguments that have none."""
    choices: list[list[dict[str, str]]] = []
    missing: list[str] = []
    waiting = set(names)
    for (app, model), known in PAIRS.items():
        if not {app, model} <= waiting:
            continue
        waiting -= {app, model}
        choices.append([{app: label, model: name} for label, name in known])
        if "action" in waiting:
            waiting.remove("action")
            choices[-1] = [
                pair | {"action": action}
                for pair in choices[-1]
                for action in _bulk_actions(*pair.values())
            ]
    # All numbers of an address are the same one: everything planted hangs together.
    keys = {name for name in waiting if name not in VALUES and KEY_NAMES.search(name)}
    if keys:
        choices.append([dict.fromkeys(keys, str(key)) for key in objects])
    for name in sorted(waiting - keys):
        if name in VALUES:
            choices.append([{name: value} for value in VALUES[name]])
        else:
            missing.append(name)
    fillings = [
        {name: value for part in parts for name, value in part.items()}
        for parts in itertools.product(*choices)
    ]
    return fillings, missing


def _bulk_actions(app_label: str, model_name: str) -> list[str]:
    actions = bulk_action_registry.get_bulk_actions_for_model(app_label, model_name)
    return [action.action_type for action in actions]


def _queries(pattern: str, single: bool) -> list[str]:
    """One object is the same, whatever else is asked; a list is shown in full, and searched."""
    if "/api/" in f"/{pattern}":
        queries = API_QUERIES[:1] if single else API_QUERIES
    elif "admin/bulk/" in pattern:
        queries = BULK_QUERIES
    elif "schedule/<" in pattern:
        queries = [f"due={quote(DUE.isoformat())}"]
    elif "reports/" in pattern:
        queries = REPORT_QUERIES
    else:
        queries = QUERIES[-1:] if single else QUERIES
    ids = "&id=".join(str(key) for key in KEYS)
    return [query.format(ids=ids, key=KEYS[0]) for query in queries]


def told(client: Client, method: str, address: str) -> tuple[int, str]:
    """The status of one answer, and all that it tells: body, headers, the next page's messages.

    What the request has changed is undone.
    """
    with transaction.atomic():
        response = getattr(client, method)(address)
        request = response.wsgi_request
        said = [str(message) for message in getattr(request, "_messages", None) or []]
        body = b"".join(response) if response.streaming else response.content
        transaction.set_rollback(True)
    client.cookies.pop("messages", None)
    kind = response.headers.get("Content-Type", "")
    text = _unzipped(body) if "spreadsheet" in kind else body.decode(errors="replace")
    head = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    return response.status_code, _without_what_was_asked(
        unquote("\n".join([head, text, *said])), address
    )


def _unzipped(body: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        return "\n".join(book.read(name).decode(errors="replace") for name in book.namelist())


def _without_what_was_asked(text: str, address: str) -> str:
    """What the person has typed is no news when it is shown again."""
    asked = unquote(address).replace("?", "/").replace("=", "/").split("/")
    for part in sorted({part for part in asked if part.startswith("zyx")}, key=len, reverse=True):
        text = text.replace(part, "")
    return text
