"""`make bench-results`: a list of exam results is imported, and looked up through nginx.

LINES: of the list. LOOKUPS: how many in a minute, a third of which find nothing. Meanwhile an
article is saved once a second.
"""

import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

from scripts import environment, nginx, processes
from scripts.bench.serving import demo_site
from scripts.console import fail, interruptible, say
from scripts.environment import PYTHON, ROOT
from scripts.servers import free_port

USUAL = {"LINES": 250_000, "LOOKUPS": 100_000}
MINUTE = 60
CONNECTIONS = 48
INSIDE = [str(PYTHON), "-m", "scripts.bench.exam_results"]


@dataclass
class LookUps:
    """Those of one connection. taken: in seconds, from the moment at which each was due."""

    taken: list[float] = field(default_factory=list)
    failed: int = 0


def main() -> int:
    processes.end_with_make()
    lines, lookups = (int(os.environ.get(name) or usual) for name, usual in USUAL.items())
    with interruptible("make bench-results"):
        environment.ensure("test")
        if not nginx.NGINX:
            fail("nginx manque : apt-get install -y nginx libnginx-mod-http-brotli-static")
        with demo_site("results") as (_site, env, database):
            made = inside(env, "import", lines)
            say(
                f"  {made['lines']:.0f} lignes ({made['megabytes']:.1f} Mo) lues en "
                f"{made['read']:.1f} s, mémoire + {made['grown']:.0f} Mo ; "
                f"{made['files']:.0f} fichiers écrits en {made['written']:.1f} s, publiés en "
                f"{1000 * made['published']:.0f} ms"
            )
            idle = inside(env, "save", MINUTE // 2)["saves"]
            with served(database.parent, env) as port:
                return measure(env, port, made, lookups, idle)


def inside(env: dict[str, str], act: str, amount: int) -> dict:
    done = subprocess.run(
        [*INSIDE, act, str(amount)], cwd=ROOT, env=env, capture_output=True, text=True
    )
    if done.returncode:
        fail(done.stderr[-3000:])
    return json.loads(done.stdout.splitlines()[-1])


class served:
    """The nginx of `deploy/` over a folder of data; without Django behind it."""

    def __init__(self, data: Path, env: dict[str, str]) -> None:
        self.data, self.env = data, env

    def __enter__(self) -> int:
        self.folder = tempfile.TemporaryDirectory(prefix="actujet-nginx-")
        folder = Path(self.folder.name)
        (folder / "results").symlink_to(self.data / "results")
        port = free_port()
        # nginx, whose processes are another user's, reads the files; nobody answers behind it.
        command = [str(PYTHON), "manage.py", "nginx_headers"]
        headers = subprocess.run(command, cwd=ROOT, env=self.env, capture_output=True, text=True)
        file = nginx.write(folder, f"127.0.0.1:{port}", "127.0.0.1:9", headers.stdout)
        for upwards in (folder, self.data):
            upwards.chmod(0o755)
        command = [str(nginx.NGINX), "-e", str(folder / "errors"), "-c", str(file)]
        self.process = subprocess.Popen(command, stderr=subprocess.STDOUT)
        time.sleep(1)
        return port

    def __exit__(self, *_error: object) -> None:
        self.process.terminate()
        self.process.wait(10)
        self.folder.cleanup()


def measure(env: dict[str, str], port: int, made: dict, lookups: int, idle: list[float]) -> int:
    saving = subprocess.Popen(
        [*INSIDE, "save", str(MINUTE)],
        cwd=ROOT,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    time.sleep(3)
    results = [LookUps() for _n in range(CONNECTIONS)]
    began = time.monotonic()
    lookers = [
        Thread(target=look, args=(port, made, result, n, lookups / CONNECTIONS, began))
        for n, result in enumerate(results)
    ]
    for looker in lookers:
        looker.start()
    for looker in lookers:
        looker.join()
    lasted = time.monotonic() - began
    busy = json.loads(saving.communicate()[0].splitlines()[-1])["saves"]
    taken = sorted(second for result in results for second in result.taken)
    failed = sum(result.failed for result in results)
    p50, p99 = (1000 * at(taken, share) for share in (0.5, 0.99))
    say(f"  {len(taken)} recherches en {lasted:.0f} s, {failed} erreurs")
    say(f"  p50 {p50:.1f} ms, p99 {p99:.1f} ms, la plus longue {1000 * taken[-1]:.0f} ms")
    quiet, loaded = at(sorted(idle), 0.95), at(sorted(busy), 0.95)
    say(
        f"  enregistrer un article, p95 : {1000 * quiet:.0f} ms au repos, "
        f"{1000 * loaded:.0f} ms pendant les recherches (× {loaded / quiet:.2f})"
    )
    return 0 if not failed and p99 <= 100 and loaded <= 2 * quiet else 1


def at(sorted_values: list[float], share: float) -> float:
    return sorted_values[min(len(sorted_values) - 1, int(share * len(sorted_values)))]


def look(port: int, made: dict, result: LookUps, number: int, count: float, began: float) -> None:
    """Fetch files on one connection from an address of its own, evenly spread over a minute."""
    chance = random.Random(number)  # noqa: S311
    connection = socket.socket()
    connection.bind((f"127.0.1.{number + 1}", 0))
    connection.connect(("127.0.0.1", port))
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    files = int(made["files"])
    for n in range(int(count)):
        due = began + (n + number / CONNECTIONS) * MINUTE / count
        time.sleep(max(0.0, due - time.monotonic()))
        path = f"/resultats/{int(made['page'])}/{chance.randrange(files)}.bin"
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
        if whole(connection):
            result.taken.append(time.monotonic() - due)
        else:
            result.failed += 1
    connection.close()


def whole(connection: socket.socket) -> bool:
    """Read one answer to its end; whether it was a file."""
    content = b""
    while b"\r\n\r\n" not in content:
        part = connection.recv(8192)
        if not part:
            return False
        content += part
    head, _, body = content.partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0] or 0)
    while len(body) < length:
        body += connection.recv(8192)
    return head.startswith(b"HTTP/1.1 200")


if __name__ == "__main__":
    sys.exit(main())
