"""The page cache in front of Django: a kept answer is sent before anything else is asked."""

from __future__ import annotations

import re
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import replace
from math import inf
from threading import Lock
from typing import Any, NamedTuple

import structlog
from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest

from delivery.economy import COOKIE, is_wanted
from delivery.pages.answers import Answer, Headers, StartResponse, finished
from delivery.pages.basis import Basis
from delivery.pages.cdn_headers import cdn_headers
from delivery.pages.changes import Known, known
from delivery.pages.dependencies import Dependencies, collecting, union
from delivery.pages.laying import files
from delivery.pages.parts import draw_anew, places_of, put_in
from delivery.pages.views import DAY, FRONT, PLACE, KeepFor, all_parameters, is_whole, only

logger = structlog.get_logger(__name__)

Environ = dict[str, Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

# What is never kept: the newsroom’s pages, the JSON interface, probes.
BEYOND = ("/admin/", "/api/", "/healthz", "/readyz")
# How long one waits for an answer that another thread is making, in seconds.
PATIENCE = 10
# So many addresses are remembered whose answers are not kept, each for a while (seconds).
NOT_KEPT, NOT_KEPT_FOR = 1000, 60
MINUTE = 60


class Key(NamedTuple):
    """What tells one answer from another."""

    host: str
    is_secure: bool
    path: str
    query: str
    # The reader's own choice of « Mode économie », and what the browser asks for.
    economy: str
    saves_data: bool


class Started:
    """A `start_response` that holds what Django says."""

    def __init__(self) -> None:
        self.status = ""
        self.headers: Headers = []

    def __call__(self, status: str, headers: Headers, exc_info: object = None) -> None:
        self.status, self.headers = status, headers


def ends(found: Dependencies, seconds: float = DAY) -> float:
    """When what was made changes by itself, or shall count no longer, in seconds since 1970."""
    at_most = time.time() + seconds
    return min(at_most, found.until.timestamp()) if found.until else at_most


def close(body: Iterable[bytes]) -> None:
    """Tell Django that its answer was sent."""
    if hasattr(body, "close"):
        body.close()


class Memory:
    """The answers that a process keeps, up to a number of bytes, the latest used last."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self._lock = Lock()
        self._answers: OrderedDict[Key, Answer] = OrderedDict()
        self._bytes = 0

    def get(self, key: Key) -> Answer | None:
        with self._lock:
            answer = self._answers.get(key)
            if answer is not None:
                self._answers.move_to_end(key)
            return answer

    def put(self, key: Key, answer: Answer) -> None:
        with self._lock:
            if before := self._answers.pop(key, None):
                self._bytes -= before.size
            self._answers[key] = answer
            self._bytes += answer.size
            while self._bytes > self.most_bytes and self._answers:
                _key, oldest = self._answers.popitem(last=False)
                self._bytes -= oldest.size

    def clear(self) -> None:
        with self._lock:
            self._answers.clear()
            self._bytes = 0


class PageCache:
    """A WSGI application around Django's that keeps what views let it keep (`views.keep_answer`).

    Of several readers who want one page at once, one has it made; the others get the copy of a
    moment ago, unless something was withdrawn, or wait.
    """

    def __init__(self, application: Application, changes: Known = known) -> None:
        self.application = application
        self.changes = changes
        self.memory = Memory(settings.PAGE_CACHE_MB * 1024 * 1024)
        self.files = files()
        self._lock = Lock()
        self._under_way: dict[Key, Lock] = {}
        self._not_kept: OrderedDict[Key, float] = OrderedDict()
        self._sent, self._counted_at = 0, time.monotonic()
        self._has_session = re.compile(rf"(?:^|[;\s]){re.escape(settings.SESSION_COOKIE_NAME)}=")
        header, self._secure = settings.SECURE_PROXY_SSL_HEADER or ("", "")
        self._scheme_header = header

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        key = self.key_of(environ)
        if key is None:
            return self.application(environ, start_response)
        snapshot = self.changes.read()
        if snapshot is None or self._is_not_kept(key):
            return self.application(environ, start_response)
        answer = self.memory.get(key)
        if answer is not None and answer.is_right(self.changes):
            self._count()
            if self.files is not None:
                self.files.lay_down(key, answer)
            return answer.send(environ, start_response)
        lock = self._lock_of(key)
        is_mine = lock.acquire(blocking=False)
        if not is_mine:
            if answer is not None and answer.is_of_a_moment_ago(self.changes):
                return answer.send(environ, start_response, at_most=0)
            is_mine = lock.acquire(timeout=PATIENCE)
            answer = self.memory.get(key)
        try:
            if answer is not None and answer.is_right(self.changes):
                return answer.send(environ, start_response)
            if answer is not None:
                answer = self._with_parts_anew(answer, environ)
            if answer is not None:
                self._keep(key, answer)
                return answer.send(environ, start_response, self._longest_use(answer))
            return self._make(key, environ, start_response)
        finally:
            if is_mine:
                self._give_back(key, lock)

    def key_of(self, environ: Environ) -> Key | None:
        """What the answer is kept under; None if this request is none that all readers make."""
        path = environ.get("PATH_INFO", "")
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or path.startswith(BEYOND):
            return None
        if path.startswith((settings.STATIC_URL, settings.MEDIA_URL)):
            return None
        if "HTTP_AUTHORIZATION" in environ or "HTTP_RANGE" in environ:
            return None
        query = environ.get("QUERY_STRING", "")
        cookies = environ.get("HTTP_COOKIE", "")
        economy = ""
        if cookies:
            if self._has_session.search(cookies):
                return None
            economy = next((f for f in ("0", "1") if f"{COOKIE}={f}" in cookies), "")
        if query:
            if "%00" in query:
                return None
            query = only(query, all_parameters)
        is_secure = environ.get("wsgi.url_scheme") == "https" or (
            bool(self._scheme_header) and environ.get(self._scheme_header) == self._secure
        )
        saves_data = environ.get("HTTP_SAVE_DATA", "").lower() == "on"
        return Key(environ.get("HTTP_HOST", ""), is_secure, path, query, economy, saves_data)

    def _make(self, key: Key, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Have Django answer, and keep what it says if that is the same for all."""
        # Else what was committed since the last reading would seem to come after it.
        snapshot = self.changes.read_now()
        if snapshot is None:
            return self.application(environ, start_response)
        started = Started()
        asked = environ.get("QUERY_STRING", "")
        environ[FRONT] = True
        with collecting(snapshot, takes_drawn=True) as found:
            body = self.application(environ, started)
        keep: KeepFor | None = environ.get(PLACE)
        if keep is None or not is_whole(started.status, started.headers):
            # An error is asked for again: it may pass.
            if started.status.startswith(("2", "3")):
                self._note_not_kept(key)
            start_response(started.status, started.headers)
            return body
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
        if found.unknown or around.unknown:
            self._note_not_kept(key)
        elif only(asked, keep.parameters) == key.query:
            # For this reader, the view has done it.
            self._keep(key, replace(answer, for_each=keep.for_each))
        return answer.send(environ, start_response, self._longest_use(answer))

    def _with_parts_anew(self, answer: Answer, environ: Environ) -> Answer | None:
        """The answer with its parts drawn anew, if all the rest of it is right."""
        if not answer.places or not answer.basis.is_right(self.changes, time.time()):
            return None
        snapshot = self.changes.read_now()
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
        own = Dependencies(tags=set(answer.basis.tags))
        anew = finished(
            answer.headers_of_django,
            body,
            answer.basis,
            Basis(frozenset(found.tags), snapshot, ends(found)),
            places,
            cdn_headers(answer.headers_of_django, union([own, found])),
        )
        return replace(anew, for_each=answer.for_each)

    def _keep(self, key: Key, answer: Answer) -> None:
        self.memory.put(key, answer)
        if self.files is not None:
            self.files.lay_down(key, answer)

    def _longest_use(self, answer: Answer) -> float:
        """For how long others may keep it: what has changed while it was made, not at all."""
        self.changes.read()
        return inf if answer.is_right(self.changes) else 0

    def _count(self) -> None:
        """Log once a minute how many answers were sent from memory: a line for each costs more."""
        self._sent += 1
        now = time.monotonic()
        if now - self._counted_at >= MINUTE:
            sent, self._sent, self._counted_at = self._sent, 0, now
            logger.info("page_cache", sent=sent)

    def _lock_of(self, key: Key) -> Lock:
        with self._lock:
            return self._under_way.setdefault(key, Lock())

    def _give_back(self, key: Key, lock: Lock) -> None:
        with self._lock:
            self._under_way.pop(key, None)
        lock.release()

    def _is_not_kept(self, key: Key) -> bool:
        until = self._not_kept.get(key)
        return until is not None and time.monotonic() < until

    def _note_not_kept(self, key: Key) -> None:
        with self._lock:
            self._not_kept[key] = time.monotonic() + NOT_KEPT_FOR
            if len(self._not_kept) > NOT_KEPT:
                self._not_kept.popitem(last=False)


def with_page_cache(application: Application) -> Application:
    """`application` with the page cache in front of it, unless the settings want none."""
    return PageCache(application) if settings.PAGE_CACHE_MB else application
