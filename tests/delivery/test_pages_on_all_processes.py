"""A change is seen by readers of every process of the web server, whoever has made it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from home.models import HomePage
from news.models import ArticlePage
from scripts.servers import free_port
from tests.factories import ArticleFactory, SectionFactory
from tests.jobs.processes import database_url, wait_until

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.processes
PAGE = "/societe/le-pont/"
# Seconds; a process asks a tenth of a second after it last did.
PATIENCE = 30


class WebProcess:
    """A gunicorn with one process; several share the database, as machines do."""

    def __init__(self, log: Path) -> None:
        self.port = free_port()
        env = {
            **os.environ,
            "ACTUJET_ENV": "test",
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "DATABASE_URL": database_url(),
            "WEB_CONCURRENCY": "1",
        }
        command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{self.port}"]
        self.process = subprocess.Popen(
            [*command, "config.wsgi"],
            cwd=ROOT,
            env=env,
            stdout=log.open("wb"),
            stderr=subprocess.STDOUT,
        )

    def get(self, path: str) -> tuple[int, str]:
        client = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            client.request("GET", path, headers={"Host": "localhost"})
            answer = client.getresponse()
            return answer.status, answer.read().decode()
        finally:
            client.close()

    def is_up(self) -> bool:
        try:
            return self.get("/healthz")[0] == 200
        except OSError:
            return False

    def end(self) -> None:
        self.process.terminate()
        self.process.wait(30)


@pytest.fixture
def article(transactional_db: None, home_page: HomePage) -> ArticlePage:
    section = SectionFactory(parent=home_page, title="Société", slug="societe")
    return ArticleFactory(parent=section, title="Le pont ouvre", slug="le-pont")


@pytest.fixture
def web(article: ArticlePage, tmp_path: Path) -> Iterator[list[WebProcess]]:
    processes = [WebProcess(tmp_path / f"log-{number}") for number in range(2)]
    try:
        for process in processes:
            wait_until(process.is_up, 60)
        yield processes
    finally:
        for process in processes:
            process.end()


def test_every_process_shows_a_correction_and_none_a_withdrawn_text(
    web: list[WebProcess], article: ArticlePage
) -> None:
    for process in web:
        for path in (PAGE, "/", PAGE, "/"):
            assert "Le pont ouvre" in process.get(path)[1]

    article.title = "Le pont ferme"
    article.save_revision().publish()
    for process in web:
        for path in (PAGE, "/"):
            wait_until(lambda: "Le pont ferme" in process.get(path)[1], PATIENCE)  # noqa: B023

    article.unpublish()
    for process in web:
        wait_until(lambda: process.get(PAGE)[0] in (404, 410), PATIENCE)  # noqa: B023
        wait_until(lambda: "Le pont" not in process.get("/")[1], PATIENCE)  # noqa: B023
