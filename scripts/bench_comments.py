"""`make bench-comments`: 1,000 comments a minute from one network, and what others feel of it.

On a real site, somebody reads and somebody else comments: 30 seconds in quiet, a minute beside the
flood, 30 seconds in quiet again. What counts is the ratio of the two. RATE: comments a minute.
"""

import http.client
import os
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from threading import Thread
from urllib.parse import urlencode

from scripts import environment, processes
from scripts.bench.serving import Server, demo_site
from scripts.console import interruptible, say

QUIET, FLOOD = 30, 60  # seconds
SENDERS = 4
ONE_NETWORK = "203.0.113.9"
# Of their medians, beside the flood and in quiet: beyond it, others do feel something.
MOST = 2.0
PUBLISHED = (
    "SELECT page_ptr_id FROM news_articlepage JOIN wagtailcore_page"
    " ON page_ptr_id = id WHERE live ORDER BY 1 DESC"
)


@dataclass
class Felt:
    """Seconds that others have waited for, statuses of what was sent, CPU seconds of the site."""

    pages: list[float] = field(default_factory=list)
    comments: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    flood: Counter[int] = field(default_factory=Counter)
    cpu: float = 0.0
    seconds: float = 0.0


def main() -> int:
    processes.end_with_make()
    rate = int(os.environ.get("RATE") or 1000)
    with interruptible("make bench-comments"):
        environment.ensure("test")
        with demo_site("comments", PROXY_COUNT="1") as (site, _env, database):
            return measure(site, database, rate)


def measure(site: Server, database: Path, rate: int) -> int:
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        article = connection.execute(f"{PUBLISHED} LIMIT 1").fetchone()[0]
    address = f"/commentaires/{article}/ecrire/"
    form = ask(site.port, "GET", address, "198.51.100.1")[1]
    stamp = form.split('name="stamp" value="')[1].split('"')[0]
    # Nobody writes a comment in less.
    time.sleep(10)
    quiet, beside = Felt(), Felt()
    phase(site, article, stamp, quiet, QUIET, 0)
    phase(site, article, stamp, beside, FLOOD, rate)
    phase(site, article, stamp, quiet, QUIET, 0)
    statuses = ", ".join(f"{number} × {status}" for status, number in beside.flood.items())
    say(f"  la vague : {sum(beside.flood.values())} commentaires en {FLOOD} s, {statuses}")
    more = beside.cpu - quiet.cpu * beside.seconds / quiet.seconds
    each = 1000 * more / max(1, sum(beside.flood.values()))
    say(f"  CPU : {each:.1f} ms par commentaire de la vague")
    ratios = [
        ratio("la page d’un autre", quiet.pages, beside.pages),
        ratio("le commentaire d’un autre", quiet.comments, beside.comments),
    ]
    refused = sum(n for status, n in (quiet.statuses + beside.statuses).items() if status >= 400)
    say(f"  refusés à d’autres : {refused}")
    return 1 if refused or max(ratios) > MOST else 0


def ratio(name: str, quiet: list[float], beside: list[float]) -> float:
    before, after = median(quiet), median(beside)
    share = after / before
    counted = f"{len(quiet)} et {len(beside)} fois"
    say(f"  {name} : {1000 * before:.1f} → {1000 * after:.1f} ms, × {share:.2f} ({counted})")
    return share


def phase(site: Server, article: int, stamp: str, felt: Felt, seconds: int, rate: int) -> None:
    """Have somebody read and somebody comment for so long, beside a flood of `rate` a minute."""
    cpu, began = site.cpu(), time.monotonic()
    address = f"/commentaires/{article}/ecrire/"

    def read(n: int) -> None:
        paths = (f"/commentaires/{article}/", "/")
        start = time.monotonic()
        status, _body = ask(site.port, "GET", paths[n % 2], f"198.51.100.{n % 250}")
        felt.pages.append(time.monotonic() - start)
        felt.statuses[status] += 1

    def comment(n: int) -> None:
        # Another reader each time, in quiet and beside the flood.
        who = int(time.monotonic() * 1000)
        start = time.monotonic()
        network = f"10.{who // 62500 % 250}.{who // 250 % 250}.{who % 250}"
        typed = {"text": f"Un avis, {who}.", "name": "Awa", "email": f"a{who}@example.net"}
        status, _body = ask(site.port, "POST", address, network, typed, stamp)
        felt.comments.append(time.monotonic() - start)
        felt.statuses[status] += 1

    def flood(n: int) -> None:
        typed = {"text": f"Achetez ceci, {n}.", "name": "Flot", "email": "flot@example.net"}
        status, _body = ask(site.port, "POST", address, ONE_NETWORK, typed, stamp)
        felt.flood[status] += 1

    acts: list[tuple[Callable[[int], None], float]] = [(read, 4.0), (comment, 1.0)]
    if rate:
        acts += [(flood, rate / 60 / SENDERS)] * SENDERS
    threads = [Thread(target=evenly, args=(act, each, seconds)) for act, each in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    felt.cpu += site.cpu() - cpu
    felt.seconds += time.monotonic() - began


def evenly(act: Callable[[int], None], each_second: float, seconds: int) -> None:
    began = time.monotonic()
    for n in range(round(each_second * seconds)):
        time.sleep(max(0.0, began + n / each_second - time.monotonic()))
        act(n)


def ask(
    port: int,
    method: str,
    path: str,
    network: str,
    typed: dict[str, str] | None = None,
    stamp: str = "",
) -> tuple[int, str]:
    headers = {"X-Forwarded-For": network, "User-Agent": "Mozilla/5.0"}
    body = urlencode(typed | {"stamp": stamp}) if typed else None
    if body:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main())
