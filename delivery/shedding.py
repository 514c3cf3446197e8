"""Readers who have waited for too long are asked to come back, instead of holding all others up.

A page takes about a tenth of a second of one core. When more are asked for than that, a queue
grows, until each page is made for somebody who has just given up. Here who has waited for longer
than `settings.SHED_AFTER` gets a small page that was made at the start, at the cost of a thousandth
of the other; the next one gets theirs in time.
"""

import re
import time
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from threading import Lock
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import structlog
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from delivery.web_worker import Wait, wait

logger = structlog.get_logger(__name__)

RETRY_AFTER = 5  # seconds
LOG_EVERY = 10.0  # seconds
# Answered whatever else there is to do.
PROBES = ("/healthz", "/readyz")


def shed(application: WSGIApplication) -> WSGIApplication:
    """Answer 503 in the place of `application` to readers whose request has waited for too long.

    The newsroom, whoever sends a form, and files, which cost no more, are not concerned.
    """
    status, headers, body = busy_page()
    log = SheddingLog()

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        waited = wait.get()
        if waited is None or not is_too_long(waited) or not is_for_a_reader(environ):
            return application(environ, start_response)
        log.count()
        start_response(status, headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    return answer


def is_too_long(waited: Wait) -> bool:
    """Whether it is better to come back: the sooner, the more others wait."""
    patience: float = settings.SHED_AFTER * (1 - waited.crowding)
    return waited.seconds > patience


def is_for_a_reader(environ: WSGIEnvironment) -> bool:
    """Whether a request asks for a page, for somebody who is not signed in."""
    path = environ.get("PATH_INFO", "")
    return (
        environ["REQUEST_METHOD"] in ("GET", "HEAD")
        and path not in PROBES
        and not path.startswith((settings.STATIC_URL, "/admin/"))
        and f"{settings.SESSION_COOKIE_NAME}=" not in environ.get("HTTP_COOKIE", "")
    )


def busy_page() -> tuple[str, list[tuple[str, str]], bytes]:
    """Status, headers and body of the answer, which needs nothing else: no style, no database."""
    with translation.override(settings.LANGUAGE_CODE):
        page = render_to_string("errors/busy.html", {"site_name": settings.WAGTAIL_SITE_NAME})
    (style,) = re.findall("<style>(.*?)</style>", page, re.DOTALL)
    style_hash = b64encode(sha256(style.encode()).digest()).decode()
    body = page.encode()
    headers = [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
        ("Retry-After", str(RETRY_AFTER)),
        ("X-Content-Type-Options", "nosniff"),
        (
            "Content-Security-Policy",
            f"default-src 'none'; style-src 'sha256-{style_hash}'; frame-ancestors 'none'; "
            "base-uri 'none'; form-action 'none'",
        ),
    ]
    return "503 Service Unavailable", headers, body


class SheddingLog:
    """One line in ten seconds, with the number of readers."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._readers = 0
        self._logged_at = 0.0

    def count(self) -> None:
        with self._lock:
            self._readers += 1
            now = time.monotonic()
            if now - self._logged_at < LOG_EVERY:
                return
            readers, self._readers, self._logged_at = self._readers, 0, now
        logger.warning("readers_asked_to_come_back", readers=readers)
