"""The whole product on a scratch folder: web, worker, clock."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from scripts.servers import free_port

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
START_DEADLINE = 60.0
STOP_DEADLINE = 10.0


@dataclass
class Stack:
    folder: Path
    port: int = field(default_factory=free_port)
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("DJANGO_")}
        inherited.pop("DATABASE_URL", None)
        inherited.pop("CACHE_URL", None)
        return inherited | {
            "ACTUJET_ENV": "embedded",
            "DATA_DIR": str(self.folder),
            "PORT": str(self.port),
            "BASE_URL": self.url,
        }

    def start(self, migrated: Path) -> None:
        """Begin with a copy of a database with all migrations."""
        shutil.copy(migrated, self.folder / "db.sqlite3")
        newsroom = [sys.executable, "-m", "tests.journey.newsroom"]
        subprocess.run(newsroom, cwd=ROOT, env=self.environment, check=True)
        self.leave_pictures_undrawn()
        self.spawn(str(BIN / "gunicorn"), "--bind", f"127.0.0.1:{self.port}", "config.wsgi")
        self.spawn(sys.executable, "manage.py", "worker")
        self.spawn(sys.executable, "manage.py", "clock")
        self._wait_until_ready()

    def leave_pictures_undrawn(self) -> None:
        """The worker would draw those of the demo for minutes, and nobody looks at them here."""
        with closing(sqlite3.connect(self.folder / "db.sqlite3")) as database, database:
            undrawn = "DELETE FROM django_tasks_database_dbtaskresult WHERE task_path LIKE ?"
            assert database.execute(undrawn, ["%.make_picture_files"]).rowcount

    def spawn(self, *command: str) -> subprocess.Popen[bytes]:
        log = (self.folder / "processes.log").open("ab")
        process = subprocess.Popen(
            command, cwd=ROOT, env=self.environment, stdout=log, stderr=subprocess.STDOUT
        )
        self.processes.append(process)
        return process

    def stop(self) -> None:
        for process in self.processes:
            process.send_signal(signal.SIGTERM)
        for process in self.processes:
            try:
                process.wait(STOP_DEADLINE)
            except subprocess.TimeoutExpired:
                process.kill()

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_DEADLINE
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"{self.url}/readyz", timeout=2):  # noqa: S310
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
        log = (self.folder / "processes.log").read_text()[-4000:]
        raise AssertionError(f"not ready after {START_DEADLINE:.0f} s:\n{log}")
