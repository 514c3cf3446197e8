"""A crowd that gives up: how soon the next reader is answered."""

import resource
import socket
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from scripts.bench import client
from scripts.bench.serving import Server

CROWD, PATIENCE, LONGEST = 2_000, 3.0, 60.0


def gives_up(server: Server, paths: Sequence[str]) -> dict[str, float]:
    """Seconds until a page and the probe are answered, once the crowd has gone.

    crowd: how many connections were open at once.
    """
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 2 * CROWD + 500), hard))
    began = time.monotonic()
    crowd = []
    for number in range(CROWD):
        one = socket.socket()
        one.setblocking(False)
        one.connect_ex((client.HOST, server.port))
        crowd.append((one, paths[number % len(paths)]))
    for one, path in crowd:
        one.setblocking(True)
        one.settimeout(max(0.01, began + PATIENCE - time.monotonic()))
        try:
            one.sendall(f"GET {path} HTTP/1.1\r\nHost: {client.HOST}\r\n\r\n".encode())
        except OSError:
            pass
    time.sleep(max(0.0, began + PATIENCE - time.monotonic()))
    for one, _path in crowd:
        one.close()
    left = time.monotonic()
    paths_of = {"probe": "/healthz", "page": paths[0]}
    with ThreadPoolExecutor() as readers:
        answered = {
            name: readers.submit(_answered, server.port, path) for name, path in paths_of.items()
        }
        waits = {name: found.result() - left for name, found in answered.items()}
    return {"crowd": float(len(crowd)), **waits}


def _answered(port: int, path: str) -> float:
    """When that was answered, or given up."""
    deadline = time.monotonic() + LONGEST
    while time.monotonic() < deadline:
        reader = client.Connection(port)
        try:
            if reader.get(path).status == 200:
                break
        except (OSError, client.Broken):
            time.sleep(0.05)
        finally:
            reader.close()
    return time.monotonic()
