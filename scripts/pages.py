"""The pages of a running site that are looked at and measured: one of each kind."""

import re
import urllib.error
import urllib.request

from scripts.console import fail

DEFAULT = "http://127.0.0.1:8000"
ROBOT = {"User-Agent": "actujet-audit"}


def of(site: str) -> dict[str, str]:
    """The addresses by name, found on the site itself; ends with a sentence if it is not there."""
    front = read(site, "/")
    section = _first(r'<nav class="sections".*?<a href="([^"]+)"', front)
    listed = read(site, section or "/")
    article = _first(r'class="card__title"><a href="([^"]+)"', listed)
    text = read(site, article) if article else ""
    faq = _page_of(site, front, "page-faq")
    policy = _page_of(site, front, "page-policy")
    month = _first(r'href="(\?mois=[^"]+)"', listed)
    found = {
        "home": "/",
        "section": section,
        "article": article,
        "archive": section + month if month else "",
        "topic": _topic(site, front),
        "author": _first(r'rel="author" href="([^"]+)"', text),
        "tag": _first(r'rel="tag" href="([^"]+)"', text),
        "search": "/recherche/",
        "policy": policy,
        "versions": _first(rf'href="({policy}versions/)"', read(site, policy)) if policy else "",
        "faq": faq,
        "answer": _first(rf'href="({faq}[^"/]+/)"', read(site, faq)) if faq else "",
        "contact": _page_of(site, front, "page-contact"),
        "authors": "/auteurs/",
        "tags": "/mots-cles/",
        "corrections": "/corrections/",
        "reading": "/mes-lectures/",
    }
    return {name: site + path for name, path in found.items() if path}


def _page_of(site: str, front: str, body_class: str) -> str:
    services = re.search(r'<nav class="service__links".*?</nav>', front, re.DOTALL)
    for path in re.findall(r'<a href="(/[^"]+)"', services[0] if services else ""):
        if f'<body class="{body_class}' in read(site, path):
            return str(path)
    return ""


def _topic(site: str, front: str) -> str:
    sections = re.search(r'<nav class="sections".*?</nav>', front, re.DOTALL)
    for path in re.findall(r'<a href="(/[^"]+)"', sections[0] if sections else ""):
        if found := _first(r'class="topic-link" href="([^"]+)"', read(site, path)):
            return found
    return ""


def _first(pattern: str, html: str) -> str:
    found = re.search(pattern, html, re.DOTALL)
    return found[1] if found else ""


def read(site: str, path: str, headers: dict[str, str] | None = None) -> str:
    request = urllib.request.Request(site + path, headers=ROBOT | (headers or {}))  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310
            return str(response.read().decode())
    except (urllib.error.URLError, OSError) as error:
        fail(f"{site}{path} ne répond pas ({error}) : lancez « make run » dans un autre terminal.")
