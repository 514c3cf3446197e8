"""Readers’ pages in a real browser: nothing for axe to find, nothing the policy refuses."""

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser

from home.models import HomePage
from news.models import ArticlePage
from tests.made_once import made_once
from tests.news.newsroom import Newsroom
from tests.visits import SITE, Visit

pytestmark = [pytest.mark.django_db, pytest.mark.browser]


@pytest.fixture
@made_once
def newsroom(home_page: HomePage) -> Newsroom:
    newsroom = Newsroom(home_page)
    newsroom.publish(24)  # more than a page of one author’s
    return newsroom


@pytest.fixture
@made_once
def article(newsroom: Newsroom) -> ArticlePage:
    """An article with every block that needs no file, and a correction."""
    article, other = newsroom.articles[3], newsroom.articles[4]
    table = {
        "columns": [
            {"type": "text", "heading": "Marché"},
            {"type": "number", "heading": "Prix"},
        ],
        "rows": [{"values": ["Médine", "450"]}, {"values": ["", "500"]}],
        "caption": "Le kilo de riz",
    }
    image = {"image": newsroom.pictures[0].pk, "alt": "", "caption": "Le port", "credit": ""}
    values = {
        "paragraph": "<p>Le <b>fleuve</b> monte, dit <a href='/'>la mairie</a>.</p>",
        "heading": {"text": "Une digue", "level": "2"},
        "image": image,
        "quote": {"text": "L’eau décide.", "attribution": "Fanta", "role": "maraîchère"},
        "key_points": {"title": "L’essentiel", "points": ["Un", "Deux"]},
        "table": table,
        "embed": {"url": "https://video.example/a", "title": "Une nuit", "caption": "Film"},
        "related_article": {"article": other.pk},
    }
    article.body = [{"type": kind, "value": value} for kind, value in values.items()]
    article.corrections.create(text="Neuf travées et non huit.")
    article.save()
    return article


def test_axe_finds_nothing_on_a_phone_by_day_nor_on_a_wide_screen_by_night(
    newsroom: Newsroom, article: ArticlePage, reader: Client, browser: Browser
) -> None:
    context = browser.new_context(bypass_csp=True)
    visit = Visit(context.new_page(), reader)
    addresses = [
        "/",
        newsroom.sections[0].url,
        article.url,
        newsroom.authors[0].get_absolute_url(),
        reverse("author_index"),
        newsroom.tags[0].get_absolute_url(),
    ]
    assert [line for path in addresses for line in visit.violations(path)] == []
    context.close()


def test_the_menu_opens_by_keyboard_without_javascript_and_nothing_is_refused(
    newsroom: Newsroom, article: ArticlePage, reader: Client, browser: Browser
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800}, java_script_enabled=False)
    visit = Visit(context.new_page(), reader)
    page = visit.page
    visit.prepare(newsroom.sections[1].url)
    visit.open(article.url)
    link = page.locator(".menu__panel").get_by_role("link", name="Rubrique 1")
    assert not link.is_visible()
    for _ in ("the link to the content", "the display", "the menu"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert link.is_visible()
    link.click()
    assert page.url == SITE + newsroom.sections[1].url
    assert visit.complaints == []
    context.close()


def test_no_page_scrolls_sideways_at_any_width(
    newsroom: Newsroom, article: ArticlePage, reader: Client, browser: Browser
) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 800})
    visit = Visit(context.new_page(), reader)
    beyond = {}
    for path in ("/", article.url, newsroom.sections[0].url, reverse("author_index")):
        visit.open(path)
        for width in (320, 360, 768, 1280):
            beyond[path, width] = visit.beyond_the_edge_at(width)
    assert {place: pixels for place, pixels in beyond.items() if pixels > 0} == {}
    assert visit.complaints == []
    context.close()
