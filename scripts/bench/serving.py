"""Servers on this machine, for as long as a measure needs them."""

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from scripts import processes
from scripts.bench import client, machine
from scripts.environment import PYTHON, ROOT
from scripts.servers import free_port

START, STOP = 300, 15
# The whole of it, as `make run` starts it.
RUN = ["env", "PORT={port}", str(PYTHON), "-m", "scripts.run"]
GUNICORN = [str(PYTHON), "-m", "gunicorn", "--graceful-timeout", "2"]


@dataclass
class Server:
    """A server process with all below it. Stopped by `stop`, or by our end."""

    name: str
    process: subprocess.Popen[str]
    port: int = 0
    started_in: float = 0.0

    @property
    def pid(self) -> int:
        return self.process.pid

    def cpu(self) -> float:
        return machine.cpu_seconds(self.pid)

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(STOP)
            return
        self.process.kill()
        self.process.wait()


def start(
    name: str, command: Sequence[str], env: Mapping[str, str], log: Path, cwd: Path = ROOT
) -> Server:
    with log.open("a") as told:
        process = processes.start(command, env, cwd=cwd, stdout=told, stderr=subprocess.STDOUT)
    return Server(name, process)


def start_web(
    name: str, command: Sequence[str], env: Mapping[str, str], log: Path, cwd: Path = ROOT
) -> Server:
    """Start a web server whose command has {port} in it, and wait for its first page."""
    port = free_port()
    began = time.monotonic()
    server = start(name, [part.format(port=port) for part in command], env, log, cwd)
    server.port = port
    while time.monotonic() - began < START:
        if server.process.poll() is not None:
            break
        with suppress(OSError, client.Broken):
            if client.get(port, "/").status < 500:
                server.started_in = time.monotonic() - began
                return server
        time.sleep(0.02)
    server.stop()
    raise RuntimeError(f"{name}: {log.read_text()[-2000:]}")


def site_environment(folder: Path, database_url: str | None, **more: str) -> dict[str, str]:
    """The environment of our site over a data folder, without what the shell points it at."""
    from scripts.environment import test_environment

    env = test_environment()
    env |= {
        "ACTUJET_ENV": "embedded",
        "DJANGO_SETTINGS_MODULE": "config.settings.embedded",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "site"), str(ROOT)]),
        "DATA_DIR": str(folder),
        "LOG_FORMAT": "text",
    }
    if database_url:
        env["DATABASE_URL"] = database_url
    return env | more


@contextmanager
def demo_site(name: str, **settings: str) -> Iterator[tuple[Server, dict[str, str], Path]]:
    """The site with the demo newsroom in a folder of its own: its server, environment and database.

    Without its clock and worker, which are started where they are wanted.
    """
    with tempfile.TemporaryDirectory(prefix=f"actujet-{name}-") as folder:
        env = site_environment(Path(folder), None, **settings)
        log = Path(folder, "log")
        # Loads the demo.
        start_web("demo", RUN, env, log).stop()
        site = start_site("site", env, log)
        try:
            yield site, env, next(Path(folder).glob("*.sqlite3"))
        finally:
            site.stop()


def start_site(name: str, env: Mapping[str, str], log: Path) -> Server:
    return start_web(name, [*GUNICORN, "--bind", "127.0.0.1:{port}", "config.wsgi"], env, log)
