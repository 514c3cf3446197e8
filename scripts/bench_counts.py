"""`make bench-counts`: so many views a second on a real site, while its processes are killed.

Each view that the site has answered must be counted, and none twice. RATE: views a second,
DURATION: for how long.
"""

import os
import signal
import socket
import sqlite3
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Thread

from scripts import environment, processes
from scripts.bench import machine
from scripts.bench.serving import Server, demo_site, start
from scripts.console import interruptible, say
from scripts.environment import PYTHON

USUAL = {"RATE": 1000, "DURATION": 60}
PUBLISHED = (
    "SELECT page_ptr_id FROM news_articlepage JOIN wagtailcore_page ON page_ptr_id = id"
    " WHERE live ORDER BY 1"
)
CLOCK = [str(PYTHON), "manage.py", "clock"]
CONNECTIONS = 8
ARTICLES = 20
# The clock adds up every five seconds; after a kill, another one waits for the claim of the dead.
PATIENCE = 180
PHONE = "Mozilla/5.0 (Linux; Android 11; TECNO KF6i) Chrome/96 Mobile Safari/537.36"


@dataclass
class Told:
    """Views of one connection. broken: without an answer, counted or not."""

    answered: int = 0
    broken: int = 0
    refused: int = 0


def main() -> int:
    processes.end_with_make()
    rate, seconds = (int(os.environ.get(name) or usual) for name, usual in USUAL.items())
    with interruptible("make bench-counts"):
        environment.ensure("test")
        with demo_site("counts", PROXY_COUNT="1") as (site, env, database):
            start_clock = partial(start, "clock", CLOCK, env, database.with_name("log"))
            return measure(site, start_clock, database, rate, seconds)


def measure(
    site: Server, start_clock: Callable[[], Server], database: Path, rate: int, seconds: int
) -> int:
    articles = [key for (key,) in ask(database, f"{PUBLISHED} LIMIT {ARTICLES}")]
    before, cpu, began = counted(database), site.cpu(), time.monotonic()
    all_told = [Told() for _n in range(CONNECTIONS)]
    tellers = [
        Thread(target=tell, args=(site.port, articles, told, n, rate / CONNECTIONS, seconds))
        for n, told in enumerate(all_told)
    ]
    for teller in tellers:
        teller.start()
    clock = start_clock()
    time.sleep(seconds / 3)
    os.kill(machine.below(site.pid)[0], signal.SIGKILL)
    say("  kill -9 : un processus web")
    time.sleep(seconds / 3)
    os.kill(clock.pid, signal.SIGKILL)
    say("  kill -9 : l’horloge")
    clock = start_clock()
    for teller in tellers:
        teller.join()
    lasted, spent = time.monotonic() - began, site.cpu() - cpu
    answered = sum(told.answered for told in all_told)
    broken = sum(told.broken for told in all_told)
    refused = sum(told.refused for told in all_told)
    say(f"  {answered} vues répondues, {broken} sans réponse, {refused} refusées")
    say(f"  {answered / lasted:.0f} par seconde, {1000 * spent / max(1, answered):.2f} ms de CPU")
    until = time.monotonic() + PATIENCE
    while (found := counted(database) - before) < answered and time.monotonic() < until:
        time.sleep(1)
    # Whatever would be counted twice has had its time.
    time.sleep(12)
    found = counted(database) - before
    clock.stop()
    is_exact = answered <= found <= answered + broken
    say(f"  {found} comptées : {'exact' if is_exact else 'FAUX'}")
    return 0 if is_exact and not refused else 1


def tell(
    port: int, articles: Sequence[int], told: Told, number: int, rate: float, seconds: int
) -> None:
    """Tell views on one connection, each of another reader, evenly spread."""
    body = b"t=view&r=com.whatsapp&w=0"
    connection: socket.socket | None = None
    began = time.monotonic()
    for n in range(int(rate * seconds)):
        time.sleep(max(0.0, began + n / rate - time.monotonic()))
        reader = f"10.{number}.{n // 250 % 250}.{n % 250}"
        head = (
            f"POST /compter/{articles[n % len(articles)]}/ HTTP/1.1\r\n"
            f"Host: 127.0.0.1:{port}\r\n"
            f"User-Agent: {PHONE}\r\nX-Forwarded-For: {reader}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        try:
            if connection is None:
                connection = socket.create_connection(("127.0.0.1", port), timeout=20)
            connection.sendall(head.encode() + body)
            answer = connection.recv(4096)
        except OSError:
            answer = b""
        if answer.startswith(b"HTTP/1.1 204"):
            told.answered += 1
        elif answer:
            told.refused += 1
        else:
            told.broken += 1
        if not answer or b"onnection: close" in answer:
            if connection:
                connection.close()
            connection = None


def counted(database: Path) -> int:
    sums = "SUM(views + filtered + repeated)"
    return int(ask(database, f"SELECT {sums} FROM audience_dailyfigures")[0][0] or 0)  # noqa: S608


def ask(database: Path, statement: str) -> list[tuple[int, ...]]:
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=30)
    try:
        return connection.execute(statement).fetchall()
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main())
