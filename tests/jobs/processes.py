"""Real processes on the tests' database: how they are started, awaited and ended."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from scripts.processes import adopt_orphans
from tests.jobs.warm import Warm

ROOT = Path(__file__).resolve().parents[2]


def wait_until(condition: Callable[[], Any], seconds: float = 30) -> Any:
    """Poll until `condition` gives something true, and return it; fail after `seconds`."""
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        if time.monotonic() > deadline:
            pytest.fail(f"Not within {seconds} s: {condition}")
        time.sleep(0.05)
    return found


def database_url() -> str:
    """The address of the database that this test sees."""
    config = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{config['NAME']}"
    password = f":{config['PASSWORD']}" if config["PASSWORD"] else ""
    port = f":{config['PORT']}" if config["PORT"] else ""
    host = config["HOST"].replace("/", "%2F")
    return f"postgres://{config['USER']}{password}@{host}{port}/{config['NAME']}"


@cache
def warmed(environment: frozenset[tuple[str, str]]) -> Warm:
    # What it forks becomes ours.
    adopt_orphans()
    return Warm({**os.environ, **dict(environment)})


def warm(environment: dict[str, str]) -> Warm:
    """The process that has loaded the site with that environment; it ends with us."""
    return warmed(frozenset(environment.items()))


class Processes:
    """`manage.py` commands that run beside the test; all ended with it."""

    def __init__(self, faults: Path) -> None:
        self.faults = faults
        self.started: list[Any] = []

    def start(self, *command: str, **environment: str) -> Any:
        """A process with its `log`: forked where that can be done, else started."""
        log = self.faults / f"log-{len(self.started)}"
        command = (*command, "--skip-checks")
        loaded_with = {
            "ACTUJET_ENV": "test",
            "DJANGO_SETTINGS_MODULE": "tests.jobs.settings",
            "DATABASE_URL": database_url(),
            "COUNTS_FOLDER": str(settings.COUNTS_FOLDER),
            **environment,
        }
        process: Any
        if sys.platform == "linux":
            process = warm(loaded_with).fork(command, {"FAULTS": str(self.faults)}, log)
        else:
            process = subprocess.Popen(
                [sys.executable, "manage.py", *command],
                cwd=ROOT,
                env={**os.environ, **loaded_with, "FAULTS": str(self.faults)},
                stdout=log.open("wb"),
                stderr=subprocess.STDOUT,
            )
            process.log = log
        self.started.append(process)
        return process

    def run(self, *command: str, seconds: float = 120) -> int:
        """Run to the end; return the exit status, negative for a signal."""
        return self.start(*command).wait(timeout=seconds)

    def ask(self, fault: str, content: str = "") -> None:
        (self.faults / fault).write_text(content)

    def mend(self, fault: str) -> None:
        (self.faults / fault).unlink()

    def end(self) -> None:
        for process in self.started:
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
                process.wait(timeout=10)


@pytest.fixture
def processes(transactional_db: None, tmp_path: Path, monkeypatch: Any) -> Iterator[Processes]:
    monkeypatch.setenv("FAULTS", str(tmp_path))
    running = Processes(tmp_path)
    yield running
    running.end()


class Server:
    """The PostgreSQL of these tests."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def control(self, *command: str) -> None:
        program = Path((self.folder / "postmaster.opts").read_text().split()[0])
        # It refuses to run as root, and would hold a pipe open for as long as it lives.
        subprocess.run(
            [program.parent / "pg_ctl", "-D", self.folder, "-w", *command],
            check=True,
            cwd="/",
            user=self.folder.owner(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=60,
        )


@pytest.fixture
def server() -> Server:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no server")
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        folder = Path(cursor.fetchone()[0])
    if not folder.name == "data" or not folder.parent.name.startswith("actujet-postgres-"):
        pytest.skip("This server is not the tests’ own")
    return Server(folder)
