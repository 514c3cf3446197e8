"""Pages are made anew behind the readers' back, one after the other, in a thread of the process."""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable
from io import BytesIO
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any

import structlog

logger = structlog.get_logger(__name__)

Environ = dict[str, Any]
# So many wait to be made; who asks for another one has it made.
MOST = 100
# What belongs to one reader's request, or to the connection on which it came.
OF_ONE_READER = (
    "HTTP_IF_NONE_MATCH",
    "HTTP_IF_MODIFIED_SINCE",
    "HTTP_REFERER",
    "HTTP_USER_AGENT",
    "HTTP_X_REQUEST_ID",
    "gunicorn.socket",
)


class Remaking:
    """make: makes the page of a key anew, out of a request for it, and keeps it."""

    def __init__(self, make: Callable[[Any, Environ], None]) -> None:
        self.make = make
        self._lock = Lock()
        self._process = 0
        self._asked: set[Hashable] = set()
        self._queue: SimpleQueue[tuple[Hashable, Environ]] = SimpleQueue()

    def ask(self, key: Hashable, environ: Environ) -> bool:
        """Have a page made anew; False if too many are waiting for that."""
        with self._lock:
            if self._process != os.getpid():
                self._begin()
            if key in self._asked:
                return True
            if len(self._asked) >= MOST:
                return False
            self._asked.add(key)
        mine = {name: value for name, value in environ.items() if name not in OF_ONE_READER}
        self._queue.put((key, mine | {"REQUEST_METHOD": "GET", "wsgi.input": BytesIO()}))
        return True

    def _begin(self) -> None:
        """Start the thread, in this process: a fork has none."""
        self._process = os.getpid()
        self._asked = set()
        self._queue = SimpleQueue()
        Thread(target=self._work, args=(self._queue,), name="remaking", daemon=True).start()

    def _work(self, queue: SimpleQueue[tuple[Hashable, Environ]]) -> None:
        while True:
            key, environ = queue.get()
            # What changes from now on is asked for once more.
            with self._lock:
                self._asked.discard(key)
            try:
                self.make(key, environ)
            except Exception:
                logger.exception("page_not_made_anew", path=environ.get("PATH_INFO"))
