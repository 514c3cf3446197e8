"""The suggestions as a person at a keyboard meets them, in Chromium.

https://www.w3.org/WAI/ARIA/apg/patterns/combobox/
"""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from home.models import HomePage
from tests.chromium import chromium
from tests.factories import ArticleFactory, SectionFactory


@pytest.fixture
def page(monkeypatch: Any) -> Iterator[Page]:
    with chromium() as browser:
        # Playwright's loop runs in this thread; Django would take it for an asynchronous caller.
        monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield browser.new_page()


@pytest.mark.browser
@pytest.mark.usefixtures("transactional_db")
def test_suggestions_are_used_with_the_keyboard_and_asked_for_once_a_pause(
    home_page: HomePage, live_server: LiveServer, page: Page
) -> None:
    section = SectionFactory(parent=home_page)
    articles = [ArticleFactory(parent=section, title=f"Coton {number}") for number in range(2)]
    asked: list[str] = []
    page.on("request", lambda sent: asked.append(sent.url) if "suggestions/?" in sent.url else None)
    page.goto(f"{live_server.url}/recherche/")
    box = page.get_by_role("main").get_by_role("combobox")
    options = page.get_by_role("option")
    told = page.get_by_role("main").get_by_role("status")

    box.focus()
    # Faster than any machine is slow: four letters, and no pause between them.
    box.evaluate(
        """box => [..."coto"].forEach((letter) => {
            box.value += letter;
            box.dispatchEvent(new Event("input", { bubbles: true }));
        })"""
    )
    expect(options).to_have_count(3)
    expect(told).to_have_text("2 suggestions")
    assert len(asked) == 1
    expect(box).to_have_attribute("aria-expanded", "true")

    box.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", options.last.get_attribute("id") or "")
    box.press("Escape")
    expect(options).to_have_count(0)
    expect(box).to_have_value("coto")

    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    box.press("Tab")
    expect(options).to_have_count(0)

    def fail(route: Route) -> None:
        route.abort()

    page.route("**/suggestions/**", fail)
    with page.expect_event("requestfailed"):
        box.fill("coton 1")
    expect(options).to_have_count(0)
    page.unroute("**/suggestions/**")
    box.fill("coton 0")
    expect(options).to_have_count(2)
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url(live_server.url + articles[0].url)
