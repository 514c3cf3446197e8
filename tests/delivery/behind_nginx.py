"""A real nginx, with the configuration of `deploy/`, in front of a real gunicorn."""

import os
import signal
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple

import pytest

from delivery.pages.generations import PERIOD
from scripts import nginx
from scripts.servers import free_port
from tests.jobs.processes import wait_until

ROOT = Path(__file__).resolve().parents[2]
HOST = "actujet.example"


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes
    # Whether nginx has sent a file, and has not asked Django.
    is_file: bool


def skip_without_nginx() -> None:
    if not nginx.NGINX or not nginx.BROTLI.exists():
        pytest.skip(f"apt-get install -y {' '.join(nginx.PACKAGES)}")


class BehindNginx:
    def __init__(self, folder: Path, database: str) -> None:
        self.folder = folder
        self.pages = folder / "pages"
        self.port = free_port()
        self.environment = {
            **os.environ,
            "ACTUJET_ENV": "test",
            "DJANGO_SETTINGS_MODULE": "tests.delivery.nginx_settings",
            "DATABASE_URL": database,
            "DATA_DIR": str(folder),
            "PAGE_FILES": str(self.pages),
            "WEB_CONCURRENCY": "2",
        }
        self.processes: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        # What is laid down in a period is of no use in the next one, which shall not begin soon.
        wait_until(lambda: time.time() % PERIOD < PERIOD - 20)
        socket = f"unix:{self.folder}/web.sock"
        self._spawn(sys.executable, "-m", "gunicorn", "--bind", socket, "config.wsgi")
        headers = self.run("manage.py", "nginx_headers").stdout
        file = nginx.write(
            self.folder,
            f"127.0.0.1:{self.port}",
            socket,
            headers,
            **{"max_ranges 0;": "max_ranges 0; add_header X-File yes;"},
        )
        self._spawn(str(nginx.NGINX), "-e", "stderr", "-c", str(file))
        wait_until(self._is_ready)

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run Python with that to its end, as another process of the site."""
        return subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )

    def ask(self, path: str, method: str = "GET", body: str = "", **headers: str) -> Answer:
        """Ask nginx; underscores in the names of headers are hyphens."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body or None, {"Host": HOST} | named)
        response = connection.getresponse()
        content = response.read()
        connection.close()
        said = {name.lower(): value for name, value in response.getheaders()}
        is_file = bool(said.pop("x-file", ""))
        return Answer(response.status, said, content, is_file)

    def ask_twice(self, path: str, **headers: str) -> Answer:
        """The second answer: the first one has laid the page down, if it is one for nginx."""
        self.ask(path, **headers)
        return self.ask(path, **headers)

    def files(self) -> set[str]:
        """What nginx can send now."""
        current = self.pages / "current"
        found = (file for file in current.glob("*/*/*/**/*") if file.is_file())
        return {str(file.relative_to(current)).split("/", 2)[2] for file in found}

    def stop(self) -> None:
        for process in self.processes:
            process.send_signal(signal.SIGTERM)
        for process in self.processes:
            process.wait(20)

    def _is_ready(self) -> bool:
        for process in self.processes:
            assert process.poll() is None, (self.folder / "processes.log").read_text()
        try:
            return self.ask("/healthz").status == 200
        except OSError:
            return False

    def _spawn(self, *command: str) -> None:
        with (self.folder / "processes.log").open("ab") as log:
            process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=subprocess.STDOUT
            )
        self.processes.append(process)
