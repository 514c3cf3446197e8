"""While the database is away: an answer in words, soon; and none at all is lost to a restart."""

import os
import sqlite3
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import psycopg
import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpResponse
from django.test import Client
from django.urls import path, reverse

from accounts.models import User
from config import urls
from config.urls import handler400, handler403, handler404, handler500  # noqa: F401
from delivery import retried_reads
from delivery.outages import Outage, is_connection_lost, outage_of
from home.models import HomePage
from news.models import ArticlePage
from scripts.servers import free_port
from tests.factories import ArticleFactory, SectionFactory, UserFactory
from tests.forms import read_form
from tests.jobs.processes import Server, database_url, wait_until
from tests.scale import scaled

ROOT = Path(__file__).resolve().parents[2]
committed = pytest.mark.usefixtures("transactional_db")
READS = scaled(48, 95)


def from_driver(outer: type[Exception], inner: Exception) -> Exception:
    """As Django raises what its driver has raised."""
    try:
        raise outer(str(inner)) from inner
    except outer as error:
        return error


def sqlite_error(code: int) -> Exception:
    inner = sqlite3.OperationalError("told by SQLite")
    inner.sqlite_errorcode = code
    return from_driver(OperationalError, inner)


@pytest.mark.parametrize(
    ("error", "outage", "is_lost"),
    [
        (OSError(28, "No space left on device"), Outage.DISK_FULL, False),
        (OSError(122, "Disk quota exceeded"), Outage.DISK_FULL, False),
        (OSError(2, "No such file"), None, False),
        (sqlite_error(sqlite3.SQLITE_FULL), Outage.DISK_FULL, False),
        (sqlite_error(sqlite3.SQLITE_BUSY), Outage.DATABASE_AWAY, False),
        (sqlite_error(sqlite3.SQLITE_BUSY_SNAPSHOT), Outage.DATABASE_AWAY, False),
        (sqlite_error(sqlite3.SQLITE_READONLY), Outage.DATABASE_AWAY, False),
        (sqlite_error(sqlite3.SQLITE_CANTOPEN), Outage.DATABASE_AWAY, False),
        (sqlite_error(sqlite3.SQLITE_ERROR), None, False),
        (from_driver(OperationalError, psycopg.errors.DiskFull()), Outage.DISK_FULL, False),
        (from_driver(OperationalError, psycopg.errors.AdminShutdown()), "database_away", True),
        (from_driver(OperationalError, psycopg.errors.CannotConnectNow()), "database_away", True),
        (from_driver(OperationalError, psycopg.OperationalError("closed")), "database_away", True),
        (from_driver(InterfaceError, psycopg.InterfaceError("closed")), "database_away", True),
        (from_driver(OperationalError, psycopg.errors.LockNotAvailable()), "database_away", False),
        (from_driver(OperationalError, psycopg.errors.QueryCanceled()), None, False),
        (ValueError("a mistake of ours"), None, False),
    ],
)
def test_troubles_of_the_machine_are_told_from_mistakes(
    error: Exception, outage: Outage | None, is_lost: bool
) -> None:
    assert outage_of(error) == outage
    assert is_connection_lost(error) == is_lost


def test_what_was_raised_from_a_trouble_is_one() -> None:
    try:
        try:
            raise OSError(28, "No space left on device")
        except OSError:
            raise RuntimeError("The picture could not be made")  # noqa: B904
    except RuntimeError as error:
        assert outage_of(error) == Outage.DISK_FULL


@pytest.fixture
def no_database(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """SQLite without its file, PostgreSQL without its server."""
    settings = connection.settings_dict
    away = {"NAME": str(tmp_path / "nowhere" / "db.sqlite3")}
    if connection.vendor == "postgresql":
        away = {"HOST": str(tmp_path)}
    usual = {name: settings[name] for name in away}
    connection.close()
    settings.update(away)
    yield
    connection.close()
    settings.update(usual)


@committed
def test_a_reader_gets_a_page_that_asks_no_database(
    no_database: None, reader: Client, settings: Any
) -> None:
    settings.DATABASE_PATIENCE = 0
    answer = reader.get("/")
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    assert "no-store" in answer["Cache-Control"]
    page = BeautifulSoup(answer.content, "html.parser")
    assert page.html and page.html["lang"] == "fr"
    assert "La base de données du site ne répond pas" in page.main.text
    assert page.main.find("a", string="Réessayer")["href"] == "/"


@committed
def test_a_script_gets_json(no_database: None, reader: Client, settings: Any) -> None:
    settings.DATABASE_PATIENCE = 0
    answer = reader.get("/", headers={"accept": "application/json"})
    assert answer.status_code == 503
    assert answer.json()["error_code"] == "database_away"
    assert "base de données" in answer.json()["error_message"]


@committed
def test_files_need_no_database(no_database: None, reader: Client) -> None:
    assert reader.get("/healthz").status_code == 200
    assert reader.get("/readyz").json()["findings"].keys() >= {"database"}
    name = default_storage.save("images/pont.jpg", ContentFile(b"a picture"))
    assert reader.get(f"/media/{name}").status_code == 200


@pytest.mark.postgres
@committed
def test_a_save_that_meets_a_locked_database_is_sent_again(home_page: HomePage) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL locks rows")
    article = ArticleFactory(parent=SectionFactory(parent=home_page), live=False)
    article.save_revision()
    admin: User = UserFactory(is_superuser=True, is_staff=True)
    desk = Client(raise_request_exception=False)
    desk.force_login(admin, backend="django.contrib.auth.backends.ModelBackend")
    url = reverse("wagtailadmin_pages:edit", args=[article.pk])
    fields = read_form(desk, url) | {"standfirst": "Dès lundi."}
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 10")
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        answer = desk.post(url, fields)
    finally:
        other.execute("ROLLBACK")
        other.close()
    assert answer.status_code == 503 and answer["Retry-After"]
    form = BeautifulSoup(answer.content, "html.parser").main.form
    kept = {field["name"]: field["value"] for field in form.find_all("input")}
    assert kept["standfirst"] == "Dès lundi."
    assert desk.post(url, kept).status_code == 302
    stored = ArticlePage.objects.get(pk=article.pk).get_latest_revision_as_object()
    assert stored.standfirst == "Dès lundi."


class Flaky:
    """A view whose connection is closed by the server at its first call."""

    calls = 0
    writes = False

    def __call__(self, request: Any) -> Any:
        Flaky.calls += 1
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            if Flaky.writes:
                cursor.execute("DELETE FROM django_session WHERE session_key = 'nobody'")
        if Flaky.calls == 1:
            raise from_driver(OperationalError, psycopg.errors.AdminShutdown("restarted"))
        return HttpResponse("read")


@pytest.fixture
def flaky(transactional_db: None) -> Iterator[type[Flaky]]:
    Flaky.calls, Flaky.writes = 0, False
    urlpatterns[:] = [path("flaky/", Flaky()), *urls.urlpatterns]
    retried_reads.deadline.renew()
    yield Flaky
    retried_reads.deadline.renew()


urlpatterns: list[Any] = []


@pytest.mark.postgres
@committed
@pytest.mark.urls(__name__)
def test_a_read_is_made_once_more(flaky: type[Flaky], reader: Client) -> None:
    answer = reader.get("/flaky/")
    assert (answer.status_code, answer.content, flaky.calls) == (200, b"read", 2)


@pytest.mark.postgres
@committed
@pytest.mark.urls(__name__)
@pytest.mark.parametrize("writes", [True, False])
def test_nothing_that_writes_is_made_twice(
    flaky: type[Flaky], reader: Client, writes: bool
) -> None:
    flaky.writes = writes
    answer = reader.get("/flaky/") if writes else reader.post("/flaky/")
    assert (answer.status_code, flaky.calls) == (503, 1)


@pytest.fixture
def web_server(tmp_path: Path) -> Iterator[str]:
    """A real gunicorn on the tests' database."""
    port = free_port()
    log = (tmp_path / "web.log").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "config.wsgi"],
        cwd=ROOT,
        env=os.environ
        | {
            "ACTUJET_ENV": "test",
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "DATABASE_URL": database_url(),
            "WEB_CONCURRENCY": "2",
            # However slow the machine is that the tests run on.
            "SHED_AFTER": "60",
        },
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until(lambda: status(f"{url}/healthz") == 200)
        yield url
    finally:
        process.terminate()
        process.wait(30)


def status(url: str) -> int:
    """What a GET is answered; 0 without an answer."""
    try:
        with urlopen(url, timeout=60) as answer:  # noqa: S310
            answer.read()
            return int(answer.status)
    except HTTPError as error:
        return error.code
    except OSError:
        return 0


@pytest.mark.postgres
@committed
@pytest.mark.processes
def test_no_reader_loses_a_page_to_a_restart(
    server: Server, home_page: HomePage, web_server: str
) -> None:
    section = SectionFactory(parent=home_page)
    articles = [ArticleFactory(parent=section) for _number in range(5)]
    pages = [f"{web_server}{page.get_url()}" for page in [home_page, section, *articles]]
    pages.append(f"{web_server}/recherche/?q=fleuve")
    assert {status(url) for url in pages} == {200}
    connection.close()
    begun = threading.Semaphore(0)

    def read(number: int) -> int:
        begun.release()
        return status(pages[number % len(pages)])

    with ThreadPoolExecutor(8) as readers:
        answers = [readers.submit(read, number) for number in range(READS)]
        for _number in range(READS // 4):
            begun.acquire()
        server.control("-m", "fast", "restart")
        found = Counter(answer.result() for answer in answers)
    assert found == {200: READS}
