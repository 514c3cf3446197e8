"""The files of exam results, sent before Django where no nginx does: no address is looked up."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest

from delivery.limits import MinuteLimit
from news.exam_files.shards import CURRENT

# From one network, as in deploy/nginx.conf: thousands share the address of a mobile network.
FILES = MinuteLimit(most=12_000)

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

FILE = re.compile(r"/resultats/([1-9][0-9]{0,9})/(0|[1-9][0-9]{0,5})\.bin", re.ASCII)
# As deploy/nginx.conf says: a line that was hidden is gone within that time.
HEADERS = [
    ("Content-Type", "application/octet-stream"),
    ("Cache-Control", "public, max-age=3"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Robots-Tag", "noindex"),
]


def with_exam_files(application: Application) -> Application:
    """A WSGI application that hands on what is no file of exam results."""

    def answer(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        found = FILE.fullmatch(environ.get("PATH_INFO", ""))
        method = environ.get("REQUEST_METHOD")
        if found is None or method not in ("GET", "HEAD"):
            return application(environ, start_response)
        page, number = found.groups()
        if not FILES.allows(WSGIRequest(environ)):
            start_response("429 Too Many Requests", [*HEADERS, ("Content-Length", "0")])
            return []
        path = Path(settings.EXAMS_FOLDER) / page / CURRENT / f"{number}.bin"
        try:
            content, status = path.read_bytes(), "200 OK"
        except OSError:
            content, status = b"", "404 Not Found"
        start_response(status, [*HEADERS, ("Content-Length", str(len(content)))])
        return [content] if method == "GET" else []

    return answer
