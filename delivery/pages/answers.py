"""A finished answer: its headers, its body compressed once, and how it is sent."""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from math import inf
from typing import Any

import brotli
from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest

from delivery import lifetimes
from delivery.compression import BROTLI_QUALITY, GZIP_LEVEL, SMALL, TYPES, accepted_codings
from delivery.pages.basis import A_MOMENT, Basis
from delivery.pages.changes import Known
from delivery.pages.memory import OF_A_TAG
from delivery.pages.parts import Place

Headers = list[tuple[str, str]]
StartResponse = Callable[..., Any]

# What says something of one request, or of the body as it was.
OF_ONE_REQUEST = {"x-request-id", "content-length", "etag", "date", "last-modified"}
# What says for how long a copy may be shown: to all, and to the CDN alone (`cdn_headers`).
LIFETIME = {"cache-control", "cdn-cache-control", "surrogate-control"}


@dataclass(slots=True)
class Answer:
    """An answer of status 200 and what it depends on.

    headers: as Django has said them, and then those that are sent. body: in Brotli, or as it is
    where compression gains nothing. stamp: 31 bits of a digest of it. places: where in it parts
    stand that can be drawn anew. around: what these rest on, `basis` what all the rest does.
    longest_use: for how many seconds others may show a copy, at most. subject: the tag of what it
    is about. laid_down: the generation and the period in which nginx has it, or need not have it
    (`laying`).
    """

    headers_of_django: Headers
    headers: Headers
    body: bytes
    is_compressed: bool
    stamp: int
    basis: Basis
    around: Basis | None
    places: Sequence[Place]
    longest_use: int
    for_each: tuple[Callable[[HttpRequest], object], ...] = ()
    subject: str = ""
    laid_down: tuple[str, int] | None = None
    _forms: dict[str, tuple[Headers, bytes]] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Bytes in memory, roughly: the compressed body, once more in gzip, and the headers."""
        tags = len(self.basis.tags) + (len(self.around.tags) if self.around else 0)
        return 2 * len(self.body) + 4000 + OF_A_TAG * tags

    @property
    def ends_at(self) -> float:
        """When it changes by itself, in seconds since 1970."""
        return min(self.basis.ends_at, self.around.ends_at if self.around else inf)

    def is_right(self, changes: Known) -> bool:
        """Whether nothing that it depends on has changed since it was made."""
        now = time.time()
        return self.basis.is_right(changes, now) and (
            self.around is None or self.around.is_right(changes, now)
        )

    def is_of_a_moment_ago(self, changes: Known, seconds: float = A_MOMENT) -> bool:
        """Whether it was right until a few seconds ago, and shows nothing that was withdrawn."""
        return self.basis.was_right(changes, seconds) and (
            self.around is None or self.around.was_right(changes, seconds)
        )

    def may_be_sent_once_more(self, changes: Known) -> bool:
        """Whether it may be sent while a new one is made that nobody waits for.

        Not if it is about what has changed.
        """
        lag = settings.PAGE_LAG
        if not lag or time.time() >= self.ends_at:
            return False
        if self.subject and any(changes.unseen(self.basis.snapshot, [self.subject])):
            return False
        return self.is_of_a_moment_ago(changes, lag)

    def send(
        self, environ: dict[str, Any], start_response: StartResponse, at_most: float = inf
    ) -> list[bytes]:
        """Send it in the coding that the browser takes; 304 if the browser has it already.

        at_most: for how many seconds others may show a copy.
        """
        for act in self.for_each:
            act(WSGIRequest(environ))
        coding = _coding(environ.get("HTTP_ACCEPT_ENCODING", "")) if self.is_compressed else ""
        headers, body = self.form(coding)
        left = min(self.ends_at - time.time(), at_most)
        if left < self.longest_use:
            headers = _kept_for(headers, max(0, int(left)))
        if f'"{self.stamp:x}-' in environ.get("HTTP_IF_NONE_MATCH", ""):
            start_response("304 Not Modified", _of_unmodified(headers))
            return []
        start_response("200 OK", headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def form(self, coding: str) -> tuple[Headers, bytes]:
        """The headers and the body in a coding: "br", "gzip" or "", as it is."""
        if coding not in self._forms:
            body = self.coded(coding)
            # As nginx makes it of the times and the sizes of files (`laying`).
            tag = f'"{self.stamp:x}-{len(body):x}"'
            headers = [*self.headers, ("ETag", tag), ("Content-Length", str(len(body)))]
            if coding:
                headers.append(("Content-Encoding", coding))
            self._forms[coding] = headers, body
        return self._forms[coding]

    def coded(self, coding: str) -> bytes:
        """The body in a coding, which is not kept."""
        if not self.is_compressed or coding == "br":
            return self.body
        plain = brotli.decompress(self.body)
        return gzip.compress(plain, GZIP_LEVEL, mtime=0) if coding == "gzip" else plain


def finished(
    headers: Headers,
    body: bytes,
    basis: Basis,
    around: Basis | None = None,
    places: Sequence[Place] = (),
    added: Sequence[tuple[str, str]] = (),
) -> Answer:
    """Make an answer of what a view has sent: compressed if it is a text of some length.

    added: headers that are not Django's.
    """
    kept = [(name, value) for name, value in headers if name.lower() not in OF_ONE_REQUEST]
    content_type = next((value for name, value in kept if name.lower() == "content-type"), "")
    is_compressed = content_type.startswith(TYPES) and len(body) > SMALL
    # A time before 2038, as which all file systems can keep it.
    stamp = int.from_bytes(blake2b(body, digest_size=4).digest()) >> 1
    if is_compressed:
        body = brotli.compress(body, quality=BROTLI_QUALITY)
        kept = _vary_by_coding(kept)
    kept += added
    uses = [lifetimes.longest_use(value) for name, value in kept if name.lower() in LIFETIME]
    return Answer(
        headers_of_django=headers,
        headers=kept,
        body=body,
        is_compressed=is_compressed,
        stamp=stamp,
        basis=basis,
        around=around,
        places=places,
        longest_use=max(uses, default=0),
    )


def _vary_by_coding(headers: Headers) -> Headers:
    vary = ", ".join([value for name, value in headers if name.lower() == "vary"])
    if "accept-encoding" not in vary.lower():
        vary = f"{vary}, Accept-Encoding" if vary else "Accept-Encoding"
    return [*((name, value) for name, value in headers if name.lower() != "vary"), ("Vary", vary)]


def _kept_for(headers: Headers, seconds: int) -> Headers:
    return [
        (name, lifetimes.shortened(value, seconds) if name.lower() in LIFETIME else value)
        for name, value in headers
    ]


def _of_unmodified(headers: Headers) -> Headers:
    """What a 304 carries (RFC 9110, 15.4.5): nothing that describes a body."""
    left_out = ("Content-Length", "Content-Encoding", "Content-Type")
    return [(name, value) for name, value in headers if name not in left_out]


@lru_cache(maxsize=256)
def _coding(accept_encoding: str) -> str:
    accepted = accepted_codings(accept_encoding)
    return "br" if "br" in accepted else "gzip" if "gzip" in accepted else ""
