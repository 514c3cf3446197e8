"""A real browser that is shown what the site answers, without a network between them."""

import re
from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.core.files.storage import default_storage
from django.test import Client
from playwright.sync_api import Page, Route

SITE = "http://localhost"
COMMENTS = re.compile(rb'data-comments="([^"]+)"')
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = Axe()
# What passes is counted, not described: that would take longer than the look itself. Stylesheets
# are not loaded a second time for the one rule that reads them; it gets none from this route.
OPTIONS = {"runOnly": RULES, "resultTypes": ["violations"], "preload": False}
# Colours that are on their way from one scheme to the other have arrived.
LOOK = """options => {
    document.getAnimations().forEach(going => going instanceof CSSTransition && going.finish());
    return axe.run(options);
}"""


class Visit:
    """Shows a browser what the site answers, without a network between them.

    Only what was asked for beforehand is answered: a page that asks for more gets nothing.
    """

    def __init__(self, page: Page, reader: Client) -> None:
        self.page = page
        self.reader = reader
        self.answers: dict[str, Any] = {}
        self.complaints: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        # What is kept for reading offline has its own test, on a real server.
        page.add_init_script("delete Navigator.prototype.serviceWorker")
        page.route("**/*", self._answer)

    def prepare(self, *paths: str) -> None:
        for path in paths:
            answer = self.reader.get(path, headers={"host": "localhost"})
            self.answers[path] = answer
            # Comments are fetched by a script.
            for place in COMMENTS.findall(b"" if answer.streaming else answer.content):
                part = f"{place.decode()}?partie=1"
                self.answers[part] = self.reader.get(part, headers={"host": "localhost"})

    def open(self, path: str) -> None:
        self.prepare(path)
        self.page.goto(SITE + path)

    def _answer(self, route: Route) -> None:
        path = route.request.url.removeprefix(SITE)
        if path.startswith("/static/"):
            # Wagtail names its version behind a question mark.
            name = path.removeprefix("/static/").partition("?")[0]
            route.fulfill(path=finders.find(name))
        elif path.startswith("/media/"):
            with default_storage.open(path.removeprefix("/media/")) as file:
                route.fulfill(body=file.read())
        elif path.startswith(("/icone-", "/compter/")):
            # Drawn on request; `tests/home/test_icons.py` and `tests/audience` look at them.
            route.fulfill(body=b"", content_type="image/png")
        elif response := self.answers.get(path):
            route.fulfill(
                status=response.status_code, headers=dict(response.items()), body=response.content
            )
        else:
            route.abort()

    def violations(self, path: str) -> list[str]:
        """What axe finds on a page, on a phone by day and on a wide screen by night."""
        self.open(path)
        self.page.evaluate(AXE.axe_script)
        return [*self._found(path, 360, "light"), *self._found(path, 1280, "dark")]

    def _found(self, path: str, width: int, scheme: Literal["light", "dark"]) -> list[str]:
        self.page.set_viewport_size({"width": width, "height": 800})
        self.page.emulate_media(color_scheme=scheme)
        found = self.page.evaluate(LOOK, OPTIONS)["violations"]
        return [
            f"{path} {width} {scheme} {item['id']}: {item['nodes'][0]['html']}" for item in found
        ]

    def beyond_the_edge_at(self, width: int) -> int:
        """By how many pixels the page is wider than a window of that width."""
        self.page.set_viewport_size({"width": width, "height": 800})
        return int(self.page.evaluate("document.documentElement.scrollWidth - innerWidth"))
