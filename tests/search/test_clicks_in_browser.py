"""A reader's browser tells which result was opened, and goes where the link leads."""

import pytest

from search.clicks import read_click
from tests.factories import ArticleFactory, SectionFactory
from tests.visits import Visit

pytestmark = [pytest.mark.django_db, pytest.mark.browser]


def test_opened_result_is_told_once_and_the_link_stays_a_link(browser, home_page, reader):
    section = SectionFactory(parent=home_page)
    articles = [ArticleFactory(parent=section, title=f"Coton {word}") for word in ("bas", "haut")]
    visit = Visit(browser.new_page(), reader)
    visit.prepare(*(article.url for article in articles))
    visit.open("/recherche/?q=coton")
    link = visit.page.locator(".results .card__title a").nth(1)
    address = link.get_attribute("href")
    with visit.page.expect_request("**/recherche/clics/") as told:
        link.click()
    visit.page.wait_for_url(f"**{address}")
    chosen = next(article for article in articles if address.endswith(article.url))
    assert read_click(told.value.post_data) == ("coton", f"p{chosen.pk}", 2)
    assert "cookie" not in told.value.headers
