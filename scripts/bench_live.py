"""`make bench-live`: readers of a live coverage ask what is new, while messages are published.

READERS: each asks every fifteen seconds, a fifth earlier or later, as `static/js/live.js` does.
"""

import json
import os
import random
import re
import socket
import sqlite3
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

from scripts import environment, processes
from scripts.bench.serving import Server, demo_site
from scripts.console import interruptible, say
from scripts.environment import PYTHON, ROOT

USUAL = 10_000
SECONDS, EVERY, PACE = 60, 10, 15
CONNECTIONS = 16
LIVE = "SELECT page_id FROM news_livestate WHERE ended_at IS NULL"
INSIDE = [str(PYTHON), "-m", "scripts.bench.live_entries", str(SECONDS), str(EVERY)]
ETAG = re.compile(rb"(?i)\r\netag: (\S+)\r\n")
LENGTH = re.compile(rb"(?i)\r\ncontent-length: (\d+)\r\n")


@dataclass
class Polls:
    """Those of one connection. taken: in seconds; same: answered with 304."""

    taken: list[float] = field(default_factory=list)
    same: int = 0
    failed: int = 0


def main() -> int:
    processes.end_with_make()
    readers = int(os.environ.get("READERS") or USUAL)
    with interruptible("make bench-live"):
        environment.ensure("test")
        with demo_site("live") as (site, env, database):
            with sqlite3.connect(database) as connection:
                (page,) = connection.execute(LIVE).fetchone()
            return measure(site, env, database.with_name("log"), page, readers)


def measure(site: Server, env: dict[str, str], log: Path, page: int, readers: int) -> int:
    path = f"/direct/{page}/etat/"
    publishing = subprocess.Popen(
        INSIDE, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    written = log.stat().st_size
    cpu, began = site.cpu(), time.monotonic()
    polls = [Polls() for _n in range(CONNECTIONS)]
    rate = readers / PACE / CONNECTIONS
    askers = [Thread(target=ask, args=(site.port, path, one, rate)) for one in polls]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    lasted, spent = time.monotonic() - began, site.cpu() - cpu
    changes = json.loads(publishing.communicate()[0].splitlines()[-1])
    with log.open("rb") as file:
        file.seek(written)
        rendered = file.read().count(f"'GET {path}'".encode())
    taken = sorted(second for one in polls for second in one.taken)
    failed = sum(one.failed for one in polls)
    same = sum(one.same for one in polls)
    say(
        f"  {readers} lecteurs : {len(taken)} questions en {lasted:.0f} s, {failed} erreurs, "
        f"{same} « rien de nouveau » (304)"
    )
    say(
        f"  p50 {1000 * at(taken, 0.5):.1f} ms, p99 {1000 * at(taken, 0.99):.1f} ms ; "
        f"{1000 * spent / max(1, len(taken)):.2f} ms de CPU chacune"
    )
    say(f"  {changes} messages publiés, {rendered} réponses fabriquées")
    return 0 if not failed else 1


def at(values: list[float], share: float) -> float:
    return values[min(len(values) - 1, int(share * len(values)))]


def ask(port: int, path: str, polls: Polls, rate: float) -> None:
    """Ask on one connection, evenly spread, with the ETag of the last answer."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=30)
    began, etag = time.monotonic(), b""
    for n in range(int(rate * SECONDS)):
        wanted = began + (n + random.random() * 0.4) / rate  # noqa: S311
        time.sleep(max(0.0, wanted - time.monotonic()))
        known = b"If-None-Match: " + etag + b"\r\n" if etag else b""
        head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: br\r\n".encode()
        asked = time.monotonic()
        try:
            connection.sendall(head + known + b"\r\n")
            answer = whole(connection)
        except OSError:
            answer = b""
        if not answer.startswith((b"HTTP/1.1 200", b"HTTP/1.1 304")):
            polls.failed += 1
            connection = socket.create_connection(("127.0.0.1", port), timeout=30)
            continue
        polls.taken.append(time.monotonic() - asked)
        polls.same += answer.startswith(b"HTTP/1.1 304")
        if found := ETAG.search(answer):
            etag = found[1]
    connection.close()


def whole(connection: socket.socket) -> bytes:
    answer = b""
    while b"\r\n\r\n" not in answer:
        part = connection.recv(8192)
        if not part:
            return b""
        answer += part
    length = LENGTH.search(answer)
    missing = int(length[1]) if length and not answer.startswith(b"HTTP/1.1 304") else 0
    while len(answer.partition(b"\r\n\r\n")[2]) < missing:
        answer += connection.recv(8192)
    return answer


if __name__ == "__main__":
    sys.exit(main())
