"""What a page tells machines, read from the page itself as they read it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, SoupStrainer

READ = SoupStrainer(["title", "meta", "link", "script"])


@dataclass(frozen=True)
class Picture:
    url: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True)
class Head:
    title: str
    description: str
    is_indexed: bool
    address: str
    icon: str
    site_name: str
    shared_title: str
    shared_description: str
    picture: Picture
    card: str
    # The names of the pages above it, and its own where it says so.
    trail: tuple[str, ...]

    @property
    def host(self) -> str:
        return (urlsplit(self.address).hostname or "").removeprefix("www.")

    @property
    def own_title(self) -> str:
        """The title without the paper's name behind it."""
        return self.title.removesuffix(f" | {self.site_name}")


def read_head(html: str) -> Head:
    """The head of a public page of this site."""
    soup = BeautifulSoup(html, "html.parser", parse_only=READ)
    told = {
        str(tag.get("property") or tag.get("name")): str(tag.get("content", ""))
        for tag in soup.find_all("meta")
    }
    address = _link(soup, "canonical")
    return Head(
        title=soup.title.get_text().strip() if soup.title else "",
        description=told.get("description", ""),
        is_indexed="noindex" not in told.get("robots", ""),
        address=address,
        icon=_link(soup, "icon"),
        site_name=told.get("og:site_name", ""),
        shared_title=told.get("og:title", ""),
        shared_description=told.get("og:description", ""),
        picture=Picture(
            _on_this_site(told.get("og:image", ""), address),
            _number(told.get("og:image:width")),
            _number(told.get("og:image:height")),
            told.get("og:image:alt", ""),
        ),
        card=told.get("twitter:card", ""),
        trail=_trail(soup),
    )


def _link(soup: BeautifulSoup, rel: str) -> str:
    tag = soup.find("link", rel=rel)
    return str(tag.get("href", "")) if tag else ""


def _on_this_site(url: str, address: str) -> str:
    """`url` as the editor's browser fetches it: the desk may have another host than the readers."""
    parts = urlsplit(url)
    if parts[:2] != urlsplit(address)[:2]:
        return url
    return parts._replace(scheme="", netloc="").geturl()


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0


def _trail(soup: BeautifulSoup) -> tuple[str, ...]:
    """The breadcrumb without the front page (https://schema.org/BreadcrumbList)."""
    for tag in soup.find_all("script", type="application/ld+json"):
        data: dict[str, Any] = json.loads(tag.get_text() or "{}")
        if data.get("@type") == "BreadcrumbList":
            return tuple(str(item["name"]) for item in data["itemListElement"][1:])
    return ()
