"""What every test may ask for."""

import gc
import os
import threading
from collections.abc import Iterator
from importlib import import_module
from math import inf
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer
from wagtail.models import Site

from delivery import caches
from delivery.pages.changes import known
from delivery.pages.kept import memory
from home.models import HomePage
from tests.chromium import chromium, started
from tests.database import Database, database
from tests.factories import HomePageFactory
from tests.made_once import LAYERS, in_good_order, made_once
from tests.under_way import UnderWay
from tests.windows import Window

pytest_plugins = ["tests.jobs.processes", "tests.jobs.full_disk"]

# A browser stays open to the end, and its loop runs in this thread. Django would take the tests for
# asynchronous callers, and hold a second connection for them, which does not see their rows.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
connections._connections = threading.local()
UNDER_WAY = UnderWay()


def named_on_postgres(folder: str, module: str) -> bool:
    """Whether `ON_POSTGRES` of a folder of tests names a module of it."""
    try:
        return module in import_module(folder).ON_POSTGRES
    except AttributeError:
        raise pytest.UsageError(f"{folder}/__init__.py: say ON_POSTGRES") from None


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """A run of what may differ on PostgreSQL loads no other modules."""
    if not config.option.markexpr.startswith("postgres") or not collection_path.match("test_*.py"):
        return None
    folder = ".".join(collection_path.relative_to(config.rootpath).parent.parts)
    return not named_on_postgres(folder, collection_path.stem) or None


def mark_for_postgres(items: list[pytest.Item]) -> None:
    """Of the modules that their folder names in `ON_POSTGRES`: the tests that they mark, or all.

    A test with real commits is there for what a database does: another engine might do it in
    another way. A module of such tests is named, or they carry `sqlite`.
    """
    chooses = {item.module for item in items if item.get_closest_marker("postgres")}
    for item in items:
        folder, _, module = item.module.__name__.rpartition(".")
        if named_on_postgres(folder, module):
            if item.module not in chooses:
                item.add_marker("postgres")
        elif item.get_closest_marker("postgres"):
            raise pytest.UsageError(f"{folder}/__init__.py: name {module} in ON_POSTGRES")
        elif with_commits(item) and not any(map(item.get_closest_marker, ("browser", "sqlite"))):
            raise pytest.UsageError(f"{item.nodeid}: name it in ON_POSTGRES, or mark it `sqlite`")


def with_commits(item: pytest.Item) -> bool:
    return bool({"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ())))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests with real commits get them by `transactional_db`."""
    mark_for_postgres(items)
    for item in items:
        marker = item.get_closest_marker("django_db")
        if marker is not None and marker.kwargs:
            raise pytest.UsageError(f"{item.nodeid}: use transactional_db")
    in_good_order(items)


def pytest_collection_finish() -> None:
    """Look for garbage seldom, and never among what stays to the end."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Any:
    """What a test has printed and failed with goes to the first process as text it can send."""
    report = yield
    report.sections = [(name, as_utf8(content)) for name, content in report.sections]
    if report.failed and as_utf8(text := str(report.longrepr)) != text:
        report.longrepr = as_utf8(text)
    return report


def as_utf8(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()


@pytest.fixture(autouse=True)
def _empty_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache that is empty, and asked again at once where a busy machine was slow to answer."""
    monkeypatch.setattr(caches, "SLOW", inf)
    monkeypatch.setattr(caches, "REST", 0.0)
    cache.clear()
    memory.clear()


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    for path in settings.COUNTS_FOLDER.glob("*"):
        path.unlink()


@pytest.fixture(scope="session")
def test_database(django_test_environment: None, django_db_blocker: Any) -> Iterator[Database]:
    made = database()
    with django_db_blocker.unblock():
        made.create()
    yield made
    with django_db_blocker.unblock():
        LAYERS.fold()
        known.close()
        made.destroy()


@pytest.fixture(scope="session")
def django_db_setup(test_database: Database) -> None:
    """pytest-django's own would run all migrations each time."""


@pytest.fixture
def _django_db_helper(request: pytest.FixtureRequest) -> None:
    """pytest-django's own step of each test, but for tests with real commits.

    It would empty their tables once more.
    """
    if {"transactional_db", "live_server"} & set(request.fixturenames):
        request.getfixturevalue("transactional_db")
    else:
        request.getfixturevalue("shared_rows")
        request.getfixturevalue("_django_db_helper")


@pytest.fixture(scope="module", autouse=True)
def _shared_with_no_other_module(django_db_blocker: Any) -> Iterator[None]:
    yield
    with django_db_blocker.unblock():
        LAYERS.fold()


@pytest.fixture
def shared_rows(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any
) -> None:
    """What is `made_once` of the fixtures that the test asks for."""
    with django_db_blocker.unblock():
        LAYERS.prepare(request)


@pytest.fixture
def transactional_db(test_database: Database, django_db_blocker: Any) -> Iterator[None]:
    """For tests whose commits others see: other threads, processes, a browser.

    pytest-django's own empties all tables, what the migrations have put into them as well.
    """
    with django_db_blocker.unblock():
        LAYERS.fold()
        # A late request of the test before may have remembered one that was rolled back.
        ContentType.objects.clear_cache()
        yield
        # What a closed page has asked for would meet the next test's database.
        UNDER_WAY.wait_for_none()
        connections.close_all()
        # What was committed since is taken back.
        known.close()
        test_database.restore()


@pytest.fixture
@made_once
def home_page(db: None) -> HomePage:
    """The front page, as the root of the default site."""
    home = HomePageFactory()
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    return home


@pytest.fixture
def reader() -> Client:
    """An anonymous visitor, who sees errors as a visitor does."""
    return Client(raise_request_exception=False)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def _window(live_server: LiveServer) -> Window:
    return Window(started(), live_server.url)


@pytest.fixture
def window(_window: Window, transactional_db: None) -> Iterator[Window]:
    """A window on the real server, in which nobody is signed in and nothing is kept."""
    yield _window
    # What is under way would meet the emptied database.
    _window.forget()
