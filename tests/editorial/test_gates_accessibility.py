"""The page of the checks in a real browser: nothing for axe to find, nothing wider than a phone."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Route

from accounts.models import User

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("gates_as_seeded")]
SITE = "http://localhost"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing(
    chief: User, sign_in: Callable[[User], Client], browser: Browser, width: int
) -> None:
    client = sign_in(chief)
    paths = [reverse("gates"), reverse("gates") + "?kind=brief", reverse("restore_gates")]
    answers = {path: client.get(path, headers={"host": "localhost"}).content for path in paths}

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(SITE)
        if path in answers:
            route.fulfill(body=answers[path], content_type="text/html; charset=utf-8")
        elif path.startswith("/static/") and (
            file := finders.find(path.removeprefix("/static/").partition("?")[0])
        ):
            route.fulfill(path=file)
        else:
            route.abort()

    page = browser.new_page(viewport={"width": width, "height": 800})
    page.route("**/*", answer)
    for path in paths:
        page.goto(SITE + path)
        found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
        assert [(item["id"], item["nodes"][0]["html"]) for item in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()
