"""A worker process of gunicorn that stays answerable when more ask than it can serve.

gunicorn's threads take requests in the order in which they came, and make each page whether or not
anyone still waits for it: a thousand readers who have given up hold the next one for minutes. Here

- a page that nobody waits for any more is not made;
- a connection on which nothing has been asked holds no thread;
- the probes of machines do not wait behind the pages;
- how long a request has waited is known, to `delivery.shedding` among others.
"""

import select
import socket
import sys
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial
from selectors import EVENT_READ
from threading import Lock
from typing import Any

from gunicorn import util
from gunicorn.workers.gthread import _DEFER, TConn, ThreadWorker

# Each has a thread of its own: one whose disk does not answer must not hold the other.
PROBES = (b"GET /healthz ", b"HEAD /healthz ", b"GET /readyz ")
READS = (b"GET ", b"HEAD ")
LONGEST = max(map(len, PROBES))
# Connections that are taken at a time once requests wait.
AT_ONCE = 16
# Requests that wait for one thread, where it makes a page for the last of them in ten seconds.
CROWD = 32


# Seconds that a page is made before another thread may go on (Python: 0.005). The one that takes
# connections has little to do at a time, but waits for its turn with each of them.
SWITCH_EVERY = 0.001


@dataclass(frozen=True)
class Wait:
    """How long a request has waited for its thread, and how many wait behind it."""

    since: float  # by the monotonic clock
    crowding: float  # 0: nobody; 1: more than can get a page in time

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.since


# Of the request that this thread answers.
wait: ContextVar[Wait | None] = ContextVar("wait", default=None)


class Connection(TConn):
    is_read = False
    waiting_since = 0.0

    def first_bytes(self) -> bytes | None:
        """The beginning of what has been asked; None if nothing has been yet."""
        if self.cfg.is_ssl:
            return b"unknown"
        if self.parser is not None and (read_ahead := self.parser.unreader.buf.getvalue()):
            return bytes(read_ahead[:LONGEST])
        try:
            return self.sock.recv(LONGEST, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        except BlockingIOError:
            return None
        except OSError:
            return b""

    def is_given_up(self) -> bool:
        """Whether the other side has closed it, as nginx judges that of its clients too.

        One that has only said that it will ask nothing more looks the same; browsers do not do so.
        """
        poll = select.poll()
        poll.register(self.sock, select.POLLRDHUP)
        return bool(poll.poll(0))


class WebWorker(ThreadWorker):
    def init_process(self) -> None:
        sys.setswitchinterval(SWITCH_EVERY)
        self.probes = {probe: ThreadPoolExecutor(max_workers=1) for probe in PROBES}
        self.waiting = 0
        self.lock = Lock()
        super().init_process()

    @property
    def crowding(self) -> float:
        return float(min(self.waiting / (CROWD * self.cfg.threads), 1.0))

    def accept(self, listener: socket.socket) -> None:
        """Take a connection; several once requests wait, to see what is among them.

        Otherwise the next one may be for another process, whose threads are idle.
        """
        at_once = AT_ONCE if self.waiting else 1
        for _number in range(min(at_once, self.worker_connections - self.nr_conns)):
            try:
                client, address = listener.accept()
            except (BlockingIOError, ConnectionAbortedError):
                return
            self.nr_conns += 1
            self.enqueue_req(Connection(self.cfg, client, address, listener.getsockname()))

    def enqueue_req(self, conn: Connection) -> None:
        """Have a thread answer what has been asked on a connection, once something has been."""
        asked = conn.first_bytes()
        if asked is None:
            self._wait_for_request(conn)
        elif not asked:
            self._drop(conn)
        else:
            conn.data_ready = True
            conn.is_read = asked.startswith(READS)
            conn.waiting_since = time.monotonic()
            if probe := next(filter(asked.startswith, PROBES), None):
                answered = self.probes[probe].submit(super().handle, conn)
            else:
                self._count_waiting(1)
                answered = self.tpool.submit(self.handle, conn)
            answered.add_done_callback(
                lambda future: self.method_queue.defer(self.finish_request, conn, future)
            )

    def handle(self, conn: Connection) -> Any:
        self._count_waiting(-1)
        # What somebody saves is saved, whether or not they wait for the answer.
        if conn.is_read and conn.is_given_up():
            return False
        wait.set(Wait(conn.waiting_since, self.crowding))
        return super().handle(conn)

    def _count_waiting(self, more: int) -> None:
        with self.lock:
            self.waiting += more

    def finish_request(self, conn: Connection, fs: "Future[Any]") -> None:
        """Close a connection without waiting for the other side, which may be far or hostile.

        gunicorn waits up to two seconds, in the one thread that all connections depend on.
        """
        if fs.cancelled() or fs.exception() or fs.result():
            super().finish_request(conn, fs)
            return
        try:
            conn.sock.shutdown(socket.SHUT_WR)
        except OSError:
            self._drop(conn)
        else:
            self._wait(self.pending_conns, conn, self._read_to_the_end)

    def _wait_for_request(self, conn: Connection) -> None:
        deferred: Future[Any] = Future()
        deferred.set_result(_DEFER)
        super().finish_request(conn, deferred)

    def _wait(self, queue: Any, conn: Connection, callback: Callable[..., None]) -> None:
        conn.sock.setblocking(False)
        conn.set_timeout()
        queue.append(conn)
        self.poller.register(conn.sock, EVENT_READ, partial(callback, conn))

    def _read_to_the_end(self, conn: Connection, client: socket.socket) -> None:
        """Take what still comes, so that the kernel does not cut the answer off (RFC 9112, 9.6)."""
        try:
            if client.recv(65536):
                return
        except BlockingIOError:
            return
        except OSError:
            pass
        self.poller.unregister(client)
        self.pending_conns.remove(conn)
        self._drop(conn)

    def _drop(self, conn: Connection) -> None:
        self.nr_conns -= 1
        util.close(conn.sock)
