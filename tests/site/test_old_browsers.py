"""The readers' pages in a browser of 2021, and where a script does not come or cannot be read."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Route

from home.models import HomePage
from news.models import ArticlePage
from tests.chromium import chromium_of_2021
from tests.made_once import made_once
from tests.news.newsroom import Newsroom
from tests.visits import Visit

STYLES = Path(__file__).parents[2] / "static/css"
# What a browser of 2021 skips with all that it holds.
SKIPPED_WHOLE = re.compile(r"@(?:layer|container|scope|starting-style)\b|^\s+&", re.MULTILINE)
# Values that it does not know, and those that stand before them for it.
OLDER = {
    "float: inline-end;": "float: right;",
    "float: inline-start;": "float: left;",
    "mask-image:": "-webkit-mask-image:",
}
# Newer names of a header that it does not know, as it says itself.
NOT_OURS = "Permissions-Policy"
STYLED = """() => {
  const sections = getComputedStyle(document.querySelector(".sections ul"));
  const heading = getComputedStyle(document.querySelector("h1, h2"));
  return [sections.display, sections.listStyleType, heading.fontFamily.includes("serif")];
}"""

FROM_THE_RIGHT = """() => {
  const title = getComputedStyle(document.querySelector(".article__title"));
  const body = getComputedStyle(document.querySelector(".prose"));
  const hasRoom = parseFloat(title.lineHeight) > 1.3 * parseFloat(title.fontSize);
  return [title.direction, body.direction, title.letterSpacing, hasRoom];
}"""

FLOATS = """() => [...document.querySelectorAll(".list .card__picture")]
  .map((picture) => getComputedStyle(picture).float)"""


@pytest.fixture(scope="module")
def old_browser() -> Iterator[Browser]:
    with chromium_of_2021() as browser:
        yield browser


@pytest.fixture
@made_once
def article(home_page: HomePage) -> ArticlePage:
    return Newsroom(home_page).publish(6)[0]


@pytest.mark.django_db
@pytest.mark.browser
def test_a_browser_of_2021_shows_the_pages_as_a_newer_one_does(
    article: ArticlePage, reader: Client, old_browser: Browser
) -> None:
    visit = Visit(old_browser.new_page(viewport={"width": 360, "height": 800}), reader)
    floats: set[str] = set()
    for path in ("/", article.section.url, article.url, f"{reverse('search')}?q=nouvelle"):
        visit.open(path)
        assert visit.beyond_the_edge_at(360) <= 0, path
        assert visit.page.evaluate(STYLED) == ["flex", "none", True], path
        assert visit.page.evaluate("document.documentElement.dataset.js") == "on", path
        floats |= set(visit.page.evaluate(FLOATS))
    assert "right" in floats
    assert [said for said in visit.complaints if NOT_OURS not in said] == []


@pytest.mark.django_db
@pytest.mark.browser
def test_a_browser_of_2021_sets_an_arabic_article_from_the_right(
    article: ArticlePage, reader: Client, old_browser: Browser
) -> None:
    article.title, article.language = "المدرسة الجديدة", "ar"
    article.save()
    visit = Visit(old_browser.new_page(viewport={"width": 360, "height": 800}), reader)
    visit.open(article.url)
    assert visit.beyond_the_edge_at(360) <= 0
    assert visit.page.evaluate(FROM_THE_RIGHT) == ["rtl", "rtl", "normal", True]


@pytest.mark.django_db
@pytest.mark.browser
@pytest.mark.parametrize("script", ["does not come", "cannot be read"])
def test_without_its_script_a_page_shows_no_control_that_needs_one(
    article: ArticlePage, reader: Client, browser: Browser, script: str
) -> None:
    visit = Visit(browser.new_page(viewport={"width": 360, "height": 800}), reader)

    def answer(route: Route) -> None:
        if script == "does not come":
            route.abort()
        else:
            route.fulfill(body="let = ?.", content_type="text/javascript")

    visit.page.route("**/static/js/**", answer)
    visit.open(article.url)
    assert visit.page.locator(".needs-script:visible").count() == 0
    panels = visit.page.locator(".tabs__panel")
    assert [panel.is_visible() for panel in panels.all()] == [True] * panels.count()


def test_no_style_stands_where_older_browsers_skip_it() -> None:
    wrong = {}
    for file in STYLES.glob("*.css"):
        if file.name == "admin.css":
            continue  # The desk has newer browsers, as Wagtail asks for.
        css = file.read_text()
        newer = [value for value in OLDER if re.search(rf"(?<![-\w]){re.escape(value)}", css)]
        alone = [
            value
            for value in newer
            if css.count(value) - css.count(f"-webkit-{value}")
            != len(re.findall(rf"{re.escape(OLDER[value])}[^;]*;?\s*{re.escape(value)}", css))
        ]
        wrong[file.name] = [*SKIPPED_WHOLE.findall(css), *alone]
    assert {name: found for name, found in wrong.items() if found} == {}
