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
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial
from selectors import EVENT_READ
from typing import Any

from gunicorn import util
from gunicorn.workers.gthread import _DEFER, TConn, ThreadWorker

# Each has a thread of its own: one whose disk does not answer must not hold the other.
PROBES = (b"GET /healthz ", b"GET /readyz ")
READS = (b"GET ", b"HEAD ")
LONGEST = max(map(len, PROBES))
# Connections that are taken at a time once there are more than threads.
AT_ONCE = 16


@dataclass(frozen=True)
class Wait:
    """How long a request has waited for its thread, and how many others wait."""

    since: float  # by the monotonic clock
    crowding: float  # 0: nobody else; 1: as many as the process takes

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
        self.probes = {probe: ThreadPoolExecutor(max_workers=1) for probe in PROBES}
        super().init_process()

    @property
    def requests_under_way(self) -> int:
        idle = len(self.keepalived_conns) + len(self.pending_conns)
        return int(self.nr_conns) - idle

    def accept(self, listener: socket.socket) -> None:
        """Take a connection; several while all threads are at work, to see what is among them.

        Otherwise the next one may be for another process, whose threads are idle.
        """
        at_once = AT_ONCE if self.requests_under_way >= self.cfg.threads else 1
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
            probe = next(filter(asked.startswith, PROBES), None)
            pool = self.probes[probe] if probe else self.tpool
            answered = pool.submit(self.handle, conn)
            answered.add_done_callback(
                lambda future: self.method_queue.defer(self.finish_request, conn, future)
            )

    def handle(self, conn: Connection) -> Any:
        # What somebody saves is saved, whether or not they wait for the answer.
        if conn.is_read and conn.is_given_up():
            return False
        wait.set(Wait(conn.waiting_since, self.requests_under_way / self.worker_connections))
        return super().handle(conn)

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
