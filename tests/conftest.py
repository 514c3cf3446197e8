"""What every test may ask for."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import Browser
from wagtail.models import Site

from editorial.models import GateRule
from home.models import HomePage
from tests.chromium import chromium
from tests.factories import HomePageFactory

pytest_plugins = ["tests.jobs.processes", "tests.jobs.full_disk"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests with real commits put back what the migrations have made, or the next ones fail.

    They close their browser first: while its loop runs, Django holds another connection.
    """
    for item in items:
        marker = item.get_closest_marker("django_db")
        kept = marker is not None and marker.kwargs.get("serialized_rollback")
        commits = {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
        if commits and not kept:
            raise pytest.UsageError(f"{item.nodeid}: say serialized_rollback=True")
        if commits and "browser" in item.fixturenames:
            raise pytest.UsageError(f"{item.nodeid}: use own_browser")


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()


@pytest.fixture(autouse=True)
def _known_content_types(request: pytest.FixtureRequest) -> None:
    """Tests with real commits know the content types that the database holds.

    A late request of the test before may have remembered one of its own, which was rolled back.
    Only those tests are given the database here: the others keep without it.
    """
    marker = request.node.get_closest_marker("django_db")
    if marker and marker.kwargs.get("transaction"):
        request.getfixturevalue("transactional_db")
        for content_type in ContentType.objects.all():
            ContentType.objects._add_to_cache("default", content_type)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Open the gates: the texts of most tests are too short for them (`gates_as_seeded`)."""
    with django_db_blocker.unblock():
        GateRule.objects.all().delete()


@pytest.fixture
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


@pytest.fixture
def own_browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    """A browser for a test with a live server: it is closed before the database is emptied."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        # Playwright's loop runs in this thread; Django would take it for an asynchronous caller.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        yield browser
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
