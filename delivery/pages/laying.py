"""Finished answers laid down as files, which nginx sends by itself (`deploy/nginx.conf`)."""

from __future__ import annotations

import os
import re
import secrets
import time
from contextlib import suppress
from hashlib import blake2b
from threading import Lock
from typing import Protocol

import structlog
from django.conf import settings

from delivery.pages.answers import Answer, Headers
from delivery.pages.generations import PERIOD, Generations, generations, period

logger = structlog.get_logger(__name__)

# How the file of an answer ends, and the `Vary` that nginx sends with such a one.
KINDS = {
    "text/html; charset=utf-8": (".html", "Save-Data, Accept-Encoding"),
    "application/rss+xml; charset=utf-8": (".rss", "Accept-Encoding"),
    "application/feed+json; charset=utf-8": (".json", "Accept-Encoding"),
    "application/xml": (".xml", "Accept-Encoding"),
}
# The headers that follow from that.
OF_KIND = ("content-type", "vary")
# No other characters, no part that begins with a full stop, none that is empty.
PATH = re.compile(r"/(?:[A-Za-z0-9_-][A-Za-z0-9_.-]*/)*(?:[A-Za-z0-9_-][A-Za-z0-9_.-]*)?", re.ASCII)
HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*", re.ASCII)
NUMBERS = re.compile(r"\d+")
LONGEST_PATH, LONGEST_NAME = 1000, 200
BETWEEN_WARNINGS = 60  # seconds


class Request(Protocol):
    """What tells one answer from another (`front.Key`)."""

    @property
    def host(self) -> str: ...
    @property
    def is_secure(self) -> bool: ...
    @property
    def path(self) -> str: ...
    @property
    def query(self) -> str: ...
    @property
    def economy(self) -> str: ...
    @property
    def saves_data(self) -> bool: ...


def digest_of(headers: Headers) -> str:
    """A digest of those headers of an answer that do not follow from the name of its file.

    nginx looks below the digest of the headers that it sends, so that it finds no answer that came
    with others.
    """
    said = sorted(
        (name.lower(), _in_order(name.lower(), value))
        for name, value in headers
        if name.lower() not in OF_KIND
    )
    return blake2b(repr(said).encode(), digest_size=8).hexdigest()


def _in_order(name: str, value: str) -> str:
    """`value`; the directives of a policy, which come in another order in each process, sorted."""
    if name != "content-security-policy":
        return value
    return "; ".join(sorted(part.strip() for part in value.split(";")))


class Files:
    """The files that a process lays down, up to a number of bytes in each period."""

    def __init__(self, found: Generations, most_bytes: int) -> None:
        self.generations = found
        self.most_bytes = most_bytes
        self._lock = Lock()
        self._bytes_of = ("", 0)
        self._bytes = 0
        self._warned_at = float("-inf")
        # A pattern lets anybody name hosts, and fill the disk with them.
        self._hosts = {name for name in settings.ALLOWED_HOSTS if HOST.fullmatch(name)}

    def lay_down(self, request: Request, answer: Answer) -> None:
        """Lay `answer` down, if all readers get it who ask without a query, and if it is right."""
        # Before anything is asked about what has changed: `generations` says why.
        place = (self.generations.current(), period())
        if answer.laid_down == place:
            return
        answer.laid_down = place
        name = self._name_of(request, answer)
        if not name or not place[0]:
            return
        changes = self.generations.changes
        if changes.read_now() is None or not answer.is_right(changes):
            answer.laid_down = None
            return
        try:
            self._write(place, name, answer)
        except OSError as error:
            self._warn(error)

    def _name_of(self, request: Request, answer: Answer) -> str:
        """The name of the file below its period; empty if the answer is none for nginx."""
        if request.query or request.economy or request.saves_data:
            return ""
        if answer.for_each or not answer.is_compressed:
            return ""
        path, host = request.path, request.host
        if host not in self._hosts or len(path) > LONGEST_PATH or not PATH.fullmatch(path):
            return ""
        if any(len(part) > LONGEST_NAME for part in path.split("/")):
            return ""
        headers = {name.lower(): value for name, value in answer.headers}
        # Who gets it at the end of the period may show it for as long as it says.
        shown = sum(map(int, NUMBERS.findall(headers.get("cache-control", ""))))
        if answer.ends_at < (period() + 1) * PERIOD + shown:
            return ""
        ending, vary = KINDS.get(headers.get("content-type", ""), ("", ""))
        if not ending or headers.get("vary") != vary or len(headers) < len(answer.headers):
            return ""
        scheme = "https" if request.is_secure else "http"
        return f"{digest_of(answer.headers)}/{scheme}/{host}{path}={ending}"

    def _write(self, place: tuple[str, int], name: str, answer: Answer) -> None:
        generation, number = place
        file = f"{self.generations.root}/{generation}/{number}/{name}"
        if os.path.exists(file):
            return
        # Compressed it is kept for readers as well; the plain one would fill the memory.
        forms = {".br": answer.body, ".gz": answer.form("gzip")[1], "": answer.coded("")}
        if not self._has_room(place, sum(map(len, forms.values()))):
            return
        os.makedirs(os.path.dirname(file), exist_ok=True)
        # The plain one last: nginx looks for it, and then for those beside it.
        for ending, content in forms.items():
            _write_at_once(f"{file}{ending}", content, answer.stamp)

    def _has_room(self, place: tuple[str, int], size: int) -> bool:
        with self._lock:
            if self._bytes_of != place:
                self._bytes_of, self._bytes = place, 0
            self._bytes += size
            return self._bytes <= self.most_bytes

    def _warn(self, error: OSError) -> None:
        """Log it, once a minute at most."""
        now = time.monotonic()
        if now - self._warned_at > BETWEEN_WARNINGS:
            self._warned_at = now
            logger.warning("pages_not_laid_down", error=str(error))


def _write_at_once(file: str, content: bytes, stamp: int) -> None:
    """Write under another name, then rename.

    nginx makes the ETag of the time of the last change and the size, as `answers` does.
    """
    unfinished = f"{file}.{secrets.token_hex(4)}"
    try:
        with open(unfinished, "xb") as opened:
            opened.write(content)
        os.utime(unfinished, (stamp, stamp))
        os.replace(unfinished, file)
    except OSError:
        with suppress(OSError):
            os.unlink(unfinished)
        raise


def files() -> Files | None:
    """What lays files down, or None if the settings want no files."""
    if (found := generations()) is None:
        return None
    return Files(found, settings.PAGE_FILES_MB * 1024 * 1024)
