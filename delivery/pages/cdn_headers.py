"""Headers for a CDN: what an answer depends on, so that it can be purged, and how long to keep it.

Fastly, Varnish and others read `Surrogate-Key`
(https://www.fastly.com/documentation/guides/full-site-delivery/purging/working-with-surrogate-keys),
Cloudflare and others `Cache-Tag`
(https://developers.cloudflare.com/cache/how-to/purge-cache/purge-by-tags). Off by default.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings

from delivery.pages.dependencies import Dependencies
from delivery.pages.tables import EVERYTHING

# Every answer has the first; one whose tags are too many has the second, which each purge includes.
ALL, MORE = "all", "more"
# Characters of the header. What nginx takes of all headers together is 4 KB by default.
MOST = 2000
SENDABLE = re.compile(r"[A-Za-z0-9_:.-]+")


@dataclass(frozen=True)
class Dialect:
    """How a CDN is spoken to. lifetime: the header that says to it alone how long to keep."""

    separator: str
    lifetime: str


DIALECTS = {
    "Surrogate-Key": Dialect(" ", "Surrogate-Control"),
    "Cache-Tag": Dialect(",", "CDN-Cache-Control"),
}


def cdn_headers(
    headers: Iterable[tuple[str, str]], found: Dependencies
) -> Sequence[tuple[str, str]]:
    """Return what is to be added to an answer that depends on `found`.

    Nothing if that is not known in full, or if the answer is for one reader's browser alone.
    """
    header = settings.CDN_TAG_HEADER
    if not header or found.unknown or _is_private(headers):
        return []
    dialect = DIALECTS[header]
    added = [(header, dialect.separator.join(names_of(found.tags)))]
    if settings.CDN_MAX_AGE:
        lifetime = (
            f"max-age={settings.CDN_MAX_AGE},"
            f" stale-while-revalidate={settings.STALE_WHILE_REVALIDATE},"
            f" stale-if-error={settings.STALE_IF_ERROR}"
        )
        added.append((dialect.lifetime, lifetime))
    return added


def names_of(tags: Iterable[str]) -> list[str]:
    """Return the names of the tags of an answer, tables first, in so many characters at most."""
    names = [ALL]
    room = MOST - len(ALL) - len(MORE) - 1
    for tag in sorted(tags, key=lambda tag: (":" in tag, tag)):
        if len(tag) + 1 > room or not SENDABLE.fullmatch(tag):
            return [*names, MORE]
        names.append(tag)
        room -= len(tag) + 1
    return names


def names_to_purge(tags: Iterable[str]) -> list[str]:
    """Return the names by which every answer is purged that depends on one of `tags`."""
    tags = set(tags)
    if EVERYTHING in tags:
        return [ALL]
    return [MORE, *sorted(tag for tag in tags if SENDABLE.fullmatch(tag))]


def _is_private(headers: Iterable[tuple[str, str]]) -> bool:
    return any(
        name.lower() == "cache-control" and "private" in value.lower() for name, value in headers
    )
