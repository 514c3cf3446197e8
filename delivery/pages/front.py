"""The page cache in front of Django: a kept answer is sent before anything else is asked."""

from __future__ import annotations

import re
import time
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import replace
from math import inf
from threading import Lock
from typing import NamedTuple

import structlog
from django.conf import settings

from delivery.economy import COOKIE
from delivery.pages.answers import Answer, StartResponse
from delivery.pages.changes import Known, known
from delivery.pages.laying import files
from delivery.pages.making import Application, Environ, Made, close, made_by, with_parts_anew
from delivery.pages.memory import Memory
from delivery.pages.remaking import Remaking
from delivery.pages.views import NOBODY, all_parameters, only

logger = structlog.get_logger(__name__)

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


class PageCache:
    """A WSGI application around Django's that keeps what views let it keep (`views.keep_answer`).

    Of several readers who want one page at once, one has it made; the others get the copy of a
    moment ago, unless something was withdrawn, or wait. Where what a page is about is as it was,
    and only what stands around it has changed, nobody waits for a second.
    """

    def __init__(self, application: Application, changes: Known = known) -> None:
        self.application = application
        self.changes = changes
        self.memory: Memory[Key, Answer] = Memory(settings.PAGE_CACHE_MB * 1024 * 1024)
        self.remaking = Remaking(self._make_anew)
        self.files = files()
        self._lock = Lock()
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
        if answer is not None:
            if answer.is_right(self.changes):
                self._count()
                if self.files is not None:
                    self.files.lay_down(key, answer)
                return answer.send(environ, start_response)
            if answer.may_be_sent_once_more(self.changes) and self.remaking.ask(key, environ):
                return answer.send(environ, start_response, at_most=0)
        with self.memory.making(key, patience=0) as is_mine:
            if is_mine:
                return self._make(key, environ, start_response)
        if answer is not None and answer.is_of_a_moment_ago(self.changes):
            return answer.send(environ, start_response, at_most=0)
        with self.memory.making(key, PATIENCE):
            return self._make(key, environ, start_response)

    def _make(self, key: Key, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Have an answer made, and send it."""
        made = self._made(key, environ)
        if made is None:
            return self.application(environ, start_response)
        if made.answer is None:
            start_response(made.started.status, made.started.headers)
            return made.body
        return made.answer.send(environ, start_response, self._longest_use(made.answer))

    def _make_anew(self, key: Key, environ: Environ) -> None:
        """Have an answer made that nobody waits for."""
        self.changes.read()
        with self.memory.making(key, patience=0) as is_mine:
            if is_mine and (made := self._made(key, environ | {NOBODY: True})):
                close(made.body)

    def _made(self, key: Key, environ: Environ) -> Made | None:
        """What Django says, or what another one has had made meanwhile; kept if that may be."""
        answer = self.memory.get(key)
        if answer is not None and not answer.is_right(self.changes):
            answer = with_parts_anew(answer, environ, self.changes)
            if answer is not None:
                self._keep(key, answer)
        if answer is not None:
            return Made(answer=answer)
        made = made_by(self.application, environ, self.changes, key.query)
        if made is None:
            return None
        if made.answer is None:
            # An error is asked for again: it may pass.
            if made.started.status.startswith(("2", "3")):
                self._note_not_kept(key)
            return made
        if not made.is_known:
            self._note_not_kept(key)
        elif made.is_of_query:
            self._keep(key, made.answer)
        # What is to be done for each reader, the view has done for this one.
        return replace(made, answer=replace(made.answer, for_each=()))

    def _keep(self, key: Key, answer: Answer) -> None:
        self.memory.put(key, answer, answer.size)
        if self.files is not None:
            self.files.lay_down(key, answer)

    def _longest_use(self, answer: Answer) -> float:
        """For how long others may keep it: what has changed while it was made, not at all."""
        self.changes.read()
        return inf if answer.is_right(self.changes) else 0

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

    def _count(self) -> None:
        """Log once a minute how many answers were sent from memory: a line for each costs more."""
        self._sent += 1
        now = time.monotonic()
        if now - self._counted_at >= MINUTE:
            sent, self._sent, self._counted_at = self._sent, 0, now
            logger.info("page_cache", sent=sent)

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
