"""Answers are made: by Django, or out of one that is kept and parts that are drawn anew."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import structlog
from django.core.handlers.wsgi import WSGIRequest

from delivery.economy import is_wanted
from delivery.pages.answers import Answer, Headers, StartResponse, finished
from delivery.pages.basis import Basis
from delivery.pages.cdn_headers import cdn_headers
from delivery.pages.changes import Known
from delivery.pages.dependencies import Dependencies, collecting, union
from delivery.pages.parts import draw_anew, places_of, put_in
from delivery.pages.views import DAY, FRONT, PLACE, KeepFor, is_whole, only

logger = structlog.get_logger(__name__)

Environ = dict[str, Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]


class Started:
    """A `start_response` that holds what Django says."""

    def __init__(self) -> None:
        self.status = ""
        self.headers: Headers = []

    def __call__(self, status: str, headers: Headers, exc_info: object = None) -> None:
        self.status, self.headers = status, headers


@dataclass
class Made:
    """What Django has said.

    answer: if it is one for all readers. Else `started` and `body` are to be sent as they are.
    is_known: whether a change of anything that the answer depends on would be noted. is_of_query:
    whether it is what all get who ask for that.
    """

    started: Started = field(default_factory=Started)
    body: Iterable[bytes] = ()
    answer: Answer | None = None
    is_known: bool = False
    is_of_query: bool = False


def made_by(application: Application, environ: Environ, changes: Known, query: str) -> Made | None:
    """Have Django answer; None if what has changed cannot be known.

    query: that under which its answer would be kept.
    """
    # Else what was committed since the last reading would seem to come after it.
    snapshot = changes.read_now()
    if snapshot is None:
        return None
    started = Started()
    asked = environ.get("QUERY_STRING", "")
    environ[FRONT] = True
    with collecting(snapshot, takes_drawn=True) as found:
        body = application(environ, started)
    keep: KeepFor | None = environ.get(PLACE)
    if keep is None or not is_whole(started.status, started.headers):
        return Made(started, body)
    try:
        content = b"".join(body)
    finally:
        close(body)
    places, lost = places_of(content, found.drawn)
    for part in lost:
        found.add(part.found)
    around = union(part.found for part in found.drawn)
    answer = finished(
        started.headers,
        content,
        Basis(frozenset(found.tags), snapshot, ends(found, keep.seconds)),
        Basis(frozenset(around.tags), snapshot, ends(around)) if places else None,
        places,
        cdn_headers(started.headers, union([found, around])),
    )
    is_known = not found.unknown and not around.unknown
    is_of_query = only(asked, keep.parameters) == query
    answer = replace(answer, for_each=keep.for_each, subject=keep.subject)
    return Made(started, answer=answer, is_known=is_known, is_of_query=is_of_query)


def with_parts_anew(answer: Answer, environ: Environ, changes: Known) -> Answer | None:
    """`answer` with its parts drawn anew, if all the rest of it is right."""
    if not answer.places or not answer.basis.is_right(changes, time.time()):
        return None
    snapshot = changes.read_now()
    if snapshot is None:
        return None
    request = WSGIRequest(environ)
    request.economy = is_wanted(request)  # type: ignore[attr-defined]
    try:
        with collecting(snapshot) as found:
            texts = draw_anew(answer.places, request)
    except Exception:
        # Whatever is amiss, Django has an answer to it.
        logger.exception("parts_not_drawn", path=request.path)
        return None
    if found.unknown:
        return None
    body, places = put_in(answer.coded(""), answer.places, texts)
    own = Dependencies(tags={*answer.basis.tags})
    anew = finished(
        answer.headers_of_django,
        body,
        answer.basis,
        Basis(frozenset(found.tags), snapshot, ends(found)),
        places,
        cdn_headers(answer.headers_of_django, union([own, found])),
    )
    return replace(anew, for_each=answer.for_each, subject=answer.subject)


def ends(found: Dependencies, seconds: float = DAY) -> float:
    """When what was made changes by itself, or shall count no longer, in seconds since 1970."""
    at_most = time.time() + seconds
    return min(at_most, found.until.timestamp()) if found.until else at_most


def close(body: Iterable[bytes]) -> None:
    """Tell Django that its answer was sent."""
    if hasattr(body, "close"):
        body.close()
