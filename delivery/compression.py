"""Compression of pages in Brotli or gzip, where no server in front does it."""

import gzip
import re
from collections.abc import Callable

import brotli
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from delivery.padding import PADDED, padding
from delivery.requests import is_admin

TYPES = (
    *("text/", "application/rss+xml", "application/xml"),
    *("application/json", "application/feed+json", "application/manifest+json"),
    "image/svg+xml",
)
SMALL = 500  # bytes: what fits a packet gains nothing
# Each as small as it gets within a millisecond or two.
BROTLI_QUALITY = 5
GZIP_LEVEL = 9
NEVER = re.compile(r";\s*q=0(?:\.0*)?\s*$")
INDENTATION = re.compile(rb"\n\s+")
# Where a browser shows line breaks and spaces as they are.
VERBATIM = (b"<pre", b"<textarea")


class Compression:
    """Compress what a browser may show again, which holds nothing secret, and the admin's pages.

    From the size of a compressed page that holds both a secret and what a stranger chose, the
    secret can be guessed (https://breachattack.com). The admin's are padded (`delivery.padding`),
    since they are large; any other page that may hold a secret is sent as it is.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not is_compressible(response):
            return response
        if not has_no_secret(response):
            return padded(request, response) if is_admin(request) else response
        patch_vary_headers(response, ["Accept-Encoding"])
        if response["Content-Type"].startswith("text/html"):
            response.content = dense(response.content)
            response["Content-Length"] = str(len(response.content))
        if self.is_left_to_front(request, response):
            return response
        accepted = accepted_codings(request.headers.get("Accept-Encoding", ""))
        # The same bytes each time, so that an unchanged page keeps its ETag.
        if "br" in accepted:
            response.content = brotli.compress(response.content, quality=BROTLI_QUALITY)
            response["Content-Encoding"] = "br"
        elif "gzip" in accepted:
            response.content = gzip.compress(response.content, GZIP_LEVEL, mtime=0)
            response["Content-Encoding"] = "gzip"
        response["Content-Length"] = str(len(response.content))
        return response

    @staticmethod
    def is_left_to_front(request: HttpRequest, response: HttpResponse) -> bool:
        """Whether what stands in front of Django compresses it."""
        return False


def padded(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """`response` compressed and padded; its size says little of what is in it."""
    patch_vary_headers(response, ["Accept-Encoding"])
    accepted = accepted_codings(request.headers.get("Accept-Encoding", ""))
    coding = next((name for name in PADDED if name in accepted), None)
    if coding is not None:
        response.content = PADDED[coding](response.content, padding())
        response["Content-Encoding"] = coding
        response["Content-Length"] = str(len(response.content))
    return response


def dense(html: bytes) -> bytes:
    """`html` without the indentation of its templates: a packet less for a long page."""
    if any(tag in html for tag in VERBATIM):
        return html
    return INDENTATION.sub(b"\n", html)


def accepted_codings(header: str) -> set[str]:
    """The codings that an Accept-Encoding names and does not refuse (RFC 9110, 12.5.3)."""
    parts = [part.strip().lower() for part in header.split(",")]
    return {part.partition(";")[0].strip() for part in parts if not NEVER.search(part)}


def holds_no_secret(response: HttpResponse) -> HttpResponse:
    """Have a page compressed that no cache may keep.

    Django's token is no secret here: it is masked anew each time
    (https://docs.djangoproject.com/en/5.2/ref/csrf/#how-it-works).
    """
    response.holds_no_secret = True  # type: ignore[attr-defined]
    return response


def may_be_shown_again(cache_control: str) -> bool:
    directives = {part.strip().partition("=")[0] for part in cache_control.split(",")}
    return "max-age" in directives and not directives & {"no-store", "no-cache"}


def has_no_secret(response: HttpResponse) -> bool:
    return getattr(response, "holds_no_secret", False) or may_be_shown_again(
        response.headers.get("Cache-Control", "")
    )


def is_compressible(response: HttpResponse) -> bool:
    return (
        not response.streaming
        and "Content-Encoding" not in response
        and response.headers.get("Content-Type", "").startswith(TYPES)
        and len(response.content) > SMALL
    )
