"""What pages tell, answered before Django: no address is looked up and no page is made.

A view is told for each article that is read, so this must cost less than to send the article.
"""

from collections.abc import Callable, Iterable
from typing import Any

import structlog
from django.core.exceptions import SuspiciousOperation
from django.core.handlers.wsgi import WSGIRequest
from django.db import close_old_connections
from django.http import UnreadablePostError

from audience.counts.views import LONGEST, count

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

logger = structlog.get_logger(__name__)

PATH = "/compter/"


def with_counts(application: Application) -> Application:
    """A WSGI application that hands on what is not told by a page."""

    def answer(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        article = _article_of(environ)
        if article is None:
            return application(environ, start_response)
        status = _status_of(environ, article)
        start_response(status, [("Content-Length", "0")])
        return []

    return answer


def _article_of(environ: Environ) -> int | None:
    path, length = environ.get("PATH_INFO", ""), environ.get("CONTENT_LENGTH") or ""
    key = path[len(PATH) : -1]
    is_told = (
        environ.get("REQUEST_METHOD") == "POST"
        and path.startswith(PATH)
        and path.endswith("/")
        and key.isascii()
        and key.isdecimal()
        and len(key) < len(str(2**31))
        and length.isdecimal()
        and int(length) <= LONGEST
    )
    return int(key) if is_told else None


def _status_of(environ: Environ, article: int) -> str:
    close_old_connections()
    try:
        response = count(WSGIRequest(environ), article)
        return f"{response.status_code} {response.reason_phrase}"
    except (SuspiciousOperation, UnreadablePostError):
        return "400 Bad Request"
    except Exception:
        logger.exception("count_failed")
        return "500 Internal Server Error"
    finally:
        close_old_connections()
