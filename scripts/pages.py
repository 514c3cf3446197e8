"""The pages of a running site that are looked at and measured: one of each kind."""

import re
import urllib.error
import urllib.request
from collections.abc import Callable
from functools import partial

from scripts.console import fail, say

DEFAULT = "http://127.0.0.1:8000"
Get = Callable[[str], str]
ROBOT = {"User-Agent": "actujet-audit"}


def read(site: str, path: str, headers: dict[str, str] | None = None) -> str:
    request = urllib.request.Request(site + path, headers=ROBOT | (headers or {}))  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310
            return str(response.read().decode())
    except (urllib.error.URLError, OSError) as error:
        fail(f"{site}{path} ne répond pas ({error}) : lancez « make run » dans un autre terminal.")


def of(site: str, read: Callable[[str, str], str] = read) -> dict[str, str]:
    """The addresses by name, found on the site itself; ends with a sentence if it is not there.

    What the site does not have is said: a page that nobody looks at would pass for a good one.

    read: how the HTML at an address of the site is read.
    """
    get = partial(read, site)
    front = get("/")
    section = _first(r'<nav class="sections".*?<a href="([^"]+)"', front)
    listed = get(section or "/")
    article = _first(r'class="card__title"[^>]*><a href="([^"]+)"', listed)
    text = get(article) if article else ""
    faq = _page_of(get, front, "page-faq")
    policy = _page_of(get, front, "page-policy")
    month = _first(r'href="(\?mois=[^"]+)"', listed)
    found = {
        "home": "/",
        "section": section,
        "article": article,
        "archive": section + month if month else "",
        "topic": _topic(get, front),
        "author": _first(r'rel="author" href="([^"]+)"', text),
        "tag": _first(r'rel="tag" href="([^"]+)"', text),
        "search": "/recherche/",
        "policy": policy,
        "versions": _first(rf'href="({policy}versions/)"', get(policy)) if policy else "",
        "faq": faq,
        "answer": _first(rf'href="({faq}[^"/]+/)"', get(faq)) if faq else "",
        "contact": _page_of(get, front, "page-contact"),
        "authors": "/auteurs/",
        "tags": "/mots-cles/",
        "corrections": "/corrections/",
        "reading": "/mes-lectures/",
    }
    if missing := [name for name, path in found.items() if not path]:
        say(f"Pages que {site} n’a pas : {', '.join(missing)}.")
    return {name: site + path for name, path in found.items() if path}


def _page_of(get: Get, front: str, body_class: str) -> str:
    services = re.search(r'<nav class="service__links".*?</nav>', front, re.DOTALL)
    for path in re.findall(r'<a href="(/[^"]+)"', services[0] if services else ""):
        if f'<body class="{body_class}' in get(path):
            return str(path)
    return ""


def _topic(get: Get, front: str) -> str:
    sections = re.search(r'<nav class="sections".*?</nav>', front, re.DOTALL)
    for path in re.findall(r'<a href="(/[^"]+)"', sections[0] if sections else ""):
        if found := _first(r'class="topic-link" href="([^"]+)"', get(path)):
            return found
    return ""


def _first(pattern: str, html: str) -> str:
    found = re.search(pattern, html, re.DOTALL)
    return found[1] if found else ""
