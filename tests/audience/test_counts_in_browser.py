"""A page in a real browser tells what is read of it: after three seconds, and when it is left."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from audience.counts.models import Channel, DailyFigures
from news.models import ArticlePage
from tests.audience.test_counts import PHONE, forget_rates, sums
from tests.jobs.counts import add_up_counts

pytestmark = pytest.mark.browser
# A browser that is driven says so, and is left out.
A_PERSON = "Object.defineProperty(Navigator.prototype, 'webdriver', { get: () => false });"
COUNTED = "**/compter/*/"


@pytest.fixture
def context(browser: Browser, live_server: LiveServer) -> Iterator[BrowserContext]:
    forget_rates()
    context = browser.new_context(
        base_url=live_server.url, user_agent=PHONE, viewport={"width": 390, "height": 700}
    )
    context.route(lambda url: not url.startswith(live_server.url), lambda route: route.abort())
    yield context
    context.close()


def opened(context: BrowserContext, address: str, is_person: bool = True) -> Page:
    page = context.new_page()
    if is_person:
        page.add_init_script(A_PERSON)
    page.clock.install()
    page.goto(address)
    return page


def test_view_counts_after_three_seconds_and_its_end_when_it_is_left(
    context: BrowserContext, article: ArticlePage
) -> None:
    page = opened(context, article.url)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    # The clock of the page goes on by itself as well: a busy machine takes its time.
    page.clock.run_for(1_500)
    assert not [url for url in asked if "/compter/" in url]
    with page.expect_response(COUNTED):
        page.clock.run_for(1_600)
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    page.wait_for_function("window.scrollY > 0")
    page.clock.run_for(30_000)
    # What a browser does last, before it goes to another page or the telephone is put away.
    with page.expect_response(COUNTED):
        page.evaluate("window.dispatchEvent(new PageTransitionEvent('pagehide'))")
    add_up_counts()
    assert sums() == {"views": 1, "ended": 1, "quarters": 4, "seconds": 30}


def test_article_that_is_opened_again_is_a_repeat(
    context: BrowserContext, article: ArticlePage
) -> None:
    for _visit in range(2):
        page = opened(context, article.url)
        with page.expect_response(COUNTED):
            page.clock.run_for(3_100)
        page.close()
    add_up_counts()
    assert (sums()["views"], sums()["repeated"]) == (1, 1)


def test_driven_browser_is_filtered(context: BrowserContext, article: ArticlePage) -> None:
    page = opened(context, article.url, is_person=False)
    with page.expect_response(COUNTED):
        page.clock.run_for(3_100)
    add_up_counts()
    assert sums() == {"filtered": 1}


def test_shared_address_tells_the_way_and_is_clean_when_it_goes_on(
    context: BrowserContext, article: ArticlePage
) -> None:
    page = opened(context, f"{article.url}?a=b#de-whatsapp")
    assert page.url.endswith(f"{article.url}?a=b")
    with page.expect_response(COUNTED):
        page.clock.run_for(3_100)
    add_up_counts()
    assert DailyFigures.objects.get(views=1).channel == Channel.WHATSAPP


def test_share_row_tells_by_which_way(context: BrowserContext, article: ArticlePage) -> None:
    page = opened(context, article.url)
    # It would lead to another site.
    page.evaluate("addEventListener('click', (event) => event.preventDefault(), true)")
    with page.expect_response(COUNTED):
        page.locator("[data-channel=telegram]").locator("visible=true").first.click(
            no_wait_after=True
        )
    context.grant_permissions(["clipboard-write"])
    with page.expect_response(COUNTED):
        page.get_by_role("button", name="Copier le lien").first.click()
    add_up_counts()
    shared = dict(DailyFigures.objects.values_list("channel", "shares"))
    assert shared == {Channel.TELEGRAM: 1, Channel.COPY: 1}
