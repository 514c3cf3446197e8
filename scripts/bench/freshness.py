"""How soon readers see what is published, and how they fare while the newsroom writes."""

import json
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from scripts.bench import client
from scripts.bench.serving import Server
from scripts.environment import PYTHON, ROOT

# Connections of their own, which the processes of a server share among them.
LOOKS, PATIENCE = 6, 10.0
WRITERS = 10
READERS = 2
# Seconds after which each process has made each page.
WARM = 10


def publish_to_visible(server: Server, env: dict[str, str], times: int) -> dict[str, float]:
    """The longest wait in seconds, by kind of page, until every process shows a new title.

    From the commit to the first moment at which whoever asks gets it: how long the answer itself
    takes is no part of it.
    """
    with _inside(env, "publish") as newsroom:
        assert newsroom.stdin and newsroom.stdout  # noqa: S101
        pages: dict[str, str] = json.loads(newsroom.stdout.readline())
        sought = pages.pop("search")
        paths = pages | {"la Une": "/", "feed": "/flux/", "search": "/recherche/?q={word}"}
        waits: dict[str, float] = {}
        for kind, path in paths.items():
            for _ in range(times if path else 0):
                _everywhere(server, path.format(word="chantier"), "")
                newsroom.stdin.write(f"{kind}\n")
                newsroom.stdin.flush()
                published = json.loads(newsroom.stdout.readline())
                word, at = published["word"], published["at"]
                # The word stands on the page of a search in any case.
                expected = sought if kind == "search" else word
                asked = time.time()
                while not _everywhere(server, path.format(word=word), expected):
                    asked = time.time()
                    if asked - at > PATIENCE:
                        break
                waits[kind] = max(waits.get(kind, 0.0), asked - at)
        return waits


def while_writing(
    server: Server, env: dict[str, str], paths: Sequence[str], seconds: float
) -> dict[str, float]:
    """The readers' times in milliseconds, idle and while writers save and one publishes."""
    client.read(server.port, paths, WARM, READERS)
    idle = client.read(server.port, paths, seconds, READERS)
    with _inside(env, "save", str(WRITERS)) as newsroom:
        assert newsroom.stdin and newsroom.stdout  # noqa: S101
        newsroom.stdout.readline()
        busy = client.read(server.port, paths, seconds, READERS)
        newsroom.stdin.close()
        done = json.loads(newsroom.stdout.readline())
    figures = {
        f"{name} {label}": 1000 * times.percentile(share)
        for name, times in (("idle", idle), ("busy", busy))
        for label, share in (("p50", 0.5), ("p99", 0.99))
    }
    refused = idle.refused + busy.refused
    return figures | {key: float(value) for key, value in done.items()} | {"refused": refused}


def _everywhere(server: Server, path: str, word: str) -> bool:
    """Whether so many connections, open at once, all get the word."""
    looks = [client.Connection(server.port) for _ in range(LOOKS)]
    try:
        return all(word in look.get(path, "").body.decode("utf-8", "replace") for look in looks)
    finally:
        for look in looks:
            look.close()


@contextmanager
def _inside(env: dict[str, str], *command: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [str(PYTHON), "-m", "scripts.bench.inside", *command],
        env=env,
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        if process.stdin and not process.stdin.closed:
            process.stdin.close()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
