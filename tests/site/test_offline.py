"""The site without a network: a real server, a real browser, a service worker."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from home.models import HomePage
from tests.chromium import chromium
from tests.factories import ArticleFactory, SectionFactory

pytestmark = [
    pytest.mark.browser,
    pytest.mark.usefixtures("transactional_db"),
]


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    with chromium() as browser:
        # Playwright's loop runs in this thread; Django would take it for an asynchronous caller.
        monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield browser.new_context().new_page()


def is_kept(page: Page, name: str, path: str) -> None:
    page.wait_for_function(
        "async ([name, path]) => Boolean(await (await caches.open(name)).match(path))",
        arg=[name, path],
    )


def worker_is_ready(page: Page) -> None:
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")


def test_what_was_read_and_put_aside_is_there_offline_and_a_first_visit_pays_nothing_for_it(
    home_page: HomePage, live_server: LiveServer, page: Page, settings: Any
) -> None:
    # The browser's own cache shall not answer for the worker.
    settings.PAGE_MAX_AGE = settings.STALE_WHILE_REVALIDATE = 0
    section = SectionFactory(parent=home_page)
    aside = ArticleFactory(parent=section, title="Le pont de Kayes rouvre")
    read = ArticleFactory(parent=section, title="La récolte commence")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(live_server.url + aside.url, wait_until="load")
    assert not [url for url in asked if url.endswith("/sw.js")]
    page.locator("[data-later]").last.click()
    is_kept(page, "later", aside.url)
    page.goto(live_server.url + read.url, wait_until="load")
    is_kept(page, "read", read.url)
    worker_is_ready(page)
    # Not collected, a script is many files: the page of readings brings its own, as the shell does.
    page.goto(live_server.url + reverse("readings"), wait_until="networkidle")

    page.context.set_offline(True)
    page.goto(live_server.url + "/")
    assert "Pas de réseau" in page.locator("[data-offline]").inner_text()
    later = page.locator('[data-readings="later"]')
    assert later.get_by_role("link").inner_text() == aside.title
    last = page.locator('[data-readings="read"]').get_by_role("link", name=read.title)
    last.click()
    assert page.locator("h1").inner_text() == read.title
    page.goto(live_server.url + reverse("readings"))
    later.get_by_role("button").click()
    later.locator(".readings__empty").wait_for(state="visible")

    # Back on the line, the newest text is read, not the one that was kept.
    page.context.set_offline(False)
    read.title = "La récolte est finie"
    read.save()
    page.goto(live_server.url + read.url)
    assert page.locator("h1").inner_text() == "La récolte est finie"
    page.goto(live_server.url + reverse("readings"))
    assert page.locator("[data-offline]").is_hidden()
