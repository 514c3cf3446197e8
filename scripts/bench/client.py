"""Asks for pages: `wrk` where pages are quick, a small client of our own where each one counts."""

import re
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count

HOST = "127.0.0.1"
HEADERS = "Accept-Encoding: br, gzip\r\nUser-Agent: Mozilla/5.0\r\n"
PATIENCE = 30.0
FEWEST = 3
PAUSE = 0.1


class Broken(Exception):
    """A page was not answered as a page."""


@dataclass
class Answer:
    status: int
    head: str
    body: bytes


@dataclass
class Times:
    """Of each request, in seconds; `elapsed` for all of them."""

    each: list[float] = field(default_factory=list)
    elapsed: float = 0.0
    refused: int = 0

    @property
    def rate(self) -> float:
        return len(self.each) / self.elapsed if self.elapsed else 0.0

    def percentile(self, share: float) -> float:
        return sorted(self.each)[int(share * (len(self.each) - 1))] if self.each else 0.0


class Connection:
    """One connection that is kept, and opened again when the server has closed it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.socket: socket.socket | None = None

    def get(self, path: str, headers: str = HEADERS) -> Answer:
        request = f"GET {path} HTTP/1.1\r\nHost: {HOST}:{self.port}\r\n{headers}\r\n".encode()
        try:
            return self._ask(request)
        except (Broken, OSError):
            self.close()
            return self._ask(request)

    def close(self) -> None:
        if self.socket:
            self.socket.close()
        self.socket = None

    def _ask(self, request: bytes) -> Answer:
        if self.socket is None:
            self.socket = socket.create_connection((HOST, self.port), PATIENCE)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.sendall(request)
        data = b""
        while (end := data.find(b"\r\n\r\n")) < 0:
            data += self._more()
        head = data[:end].decode("latin-1")
        lower = head.lower()
        body = data[end + 4 :]
        if found := re.search(r"\ncontent-length: *(\d+)", lower):
            while len(body) < int(found[1]):
                body += self._more()
        elif "chunked" in lower:
            while not body.endswith(b"0\r\n\r\n"):
                body += self._more()
        if "\nconnection: close" in lower:
            self.close()
        return Answer(int(head[9:12]), head, body)

    def _more(self) -> bytes:
        assert self.socket  # noqa: S101
        if more := self.socket.recv(1 << 18):
            return more
        raise Broken("closed")


def get(port: int, path: str, headers: str = HEADERS) -> Answer:
    connection = Connection(port)
    try:
        return connection.get(path, headers)
    finally:
        connection.close()


def read(port: int, paths: Sequence[str], seconds: float, connections: int = 1) -> Times:
    """Ask for `paths` in turn, at least a few of them, for that long."""
    times = Times()
    started = time.perf_counter()
    turn = count()
    lock = threading.Lock()
    fewest = max(1, FEWEST // connections)

    def one_reader() -> None:
        connection = Connection(port)
        mine: list[float] = []
        refused = 0
        while len(mine) + refused < fewest or time.perf_counter() - started < seconds:
            before = time.perf_counter()
            try:
                refused += connection.get(paths[next(turn) % len(paths)]).status != 200
            except (OSError, Broken):
                refused += 1
                time.sleep(PAUSE)
            else:
                mine.append(time.perf_counter() - before)
        connection.close()
        with lock:
            times.each += mine
            times.refused += refused

    readers = [threading.Thread(target=one_reader) for _ in range(connections)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    times.elapsed = time.perf_counter() - started
    return times


@dataclass
class Burst:
    """What a burst of requests for one page came to: how many, and times in milliseconds."""

    requests: int
    rate: float
    p50: float
    p99: float
    refused: int = 0


def burst(port: int, path: str, seconds: int, connections: int) -> Burst:
    """As many requests as are answered in that time, by `wrk` if it is installed."""
    if not shutil.which("wrk"):
        times = read(port, [path], seconds, connections)
        p50, p99 = (1000 * times.percentile(share) for share in (0.5, 0.99))
        return Burst(len(times.each), times.rate, p50, p99, times.refused)
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "--timeout", "20s"]
    command += ["-H", "Accept-Encoding: br, gzip", f"http://{HOST}:{port}{path}"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", told)
    found = re.search(r"(\d+) requests in", told)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", told)
    if not found or not rate:
        raise Broken(told)
    return Burst(
        int(found[1]),
        float(rate[1]),
        _milliseconds(told, "50%"),
        _milliseconds(told, "99%"),
        int(refused[1]) if refused else 0,
    )


def _milliseconds(told: str, share: str) -> float:
    found = re.search(rf"{share}\s+([\d.]+)(us|ms|s)", told)
    if not found:
        raise Broken(told)
    return float(found[1]) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[found[2]]
