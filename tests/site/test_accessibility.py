"""The pages around the articles, in both themes: nothing for axe to find, nothing in the way."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser

from audience.counts.models import TrendingList
from home.models import ContactPage, FaqPage, HomePage, Identity, PolicyPage
from news.images import SHAPES, spec_filter
from news.models import ArticlePage
from tests.factories import (
    ArticleFactory,
    AuthorFactory,
    NewsImageFactory,
    SectionFactory,
)
from tests.made_once import made_once
from tests.visits import SITE, Visit

pytestmark = [pytest.mark.django_db, pytest.mark.browser]
POLICY_BODY = [
    {"type": kind, "value": value}
    for part in ("Vos données", "Vos droits")
    for kind, value in (
        ("heading", {"text": part, "level": "2"}),
        ("paragraph", "<p>Nous gardons <b>peu</b>.</p>"),
    )
]


@pytest.fixture
@made_once
def article(home_page: HomePage) -> ArticlePage:
    section = SectionFactory(parent=home_page, title="Politique")
    articles = [ArticleFactory(parent=section, authors=[AuthorFactory()]) for _ in range(3)]
    for page in articles:
        page.tags.add("crue")
        page.save()
    return articles[0]


@pytest.fixture
@made_once
def addresses(home_page: HomePage, article: ArticlePage) -> list[str]:
    policy = home_page.add_child(
        instance=PolicyPage(
            title="Confidentialité",
            slug="confidentialite",
            introduction="Ce que nous savons.",
            effective_date=date(2026, 1, 1),
            body=POLICY_BODY,
        )
    )
    policy.save_revision().publish()
    faq = home_page.add_child(instance=FaqPage(title="Questions", slug="questions"))
    faq.questions.create(group="Le journal", question="Où ?", answer="<p>À Bamako.</p>")
    faq.save()
    contact = home_page.add_child(
        instance=ContactPage(title="Contact", slug="contact", introduction="<p>Écrivez.</p>")
    )
    return [
        policy.url,
        f"{policy.url}versions/",
        faq.url,
        contact.url,
        reverse("search"),
        f"{reverse('search')}?q=fleuve",
        reverse("tag_index"),
        reverse("corrections"),
        reverse("readings"),
        "/rien/",
        reverse("styleguide"),
    ]


def test_axe_finds_nothing_around_the_articles_and_text_of_twice_the_size_fits_a_phone(
    addresses: list[str], article: ArticlePage, reader: Client, browser: Browser, settings: Any
) -> None:
    """Lengths are in rem: 360 px with letters twice as large are 180 px with letters as usual."""
    settings.STYLEGUIDE = True
    identity = Identity.for_site(article.get_site())
    identity.email = "redaction-en-chef@lefleuve.example"
    identity.save()
    context = browser.new_context(bypass_csp=True)
    visit = Visit(context.new_page(), reader)
    found, wide = [], {}
    for path in addresses:
        found += visit.violations(path)
        # The style guide is for those who write the pages, at a desk.
        wide[path] = visit.beyond_the_edge_at(360 if path == addresses[-1] else 180)
    for path in ["/", article.url, article.authors[0].get_absolute_url()]:
        visit.open(path)
        wide[path] = visit.beyond_the_edge_at(180)
    assert found == []
    assert {path: pixels for path, pixels in wide.items() if pixels > 0} == {}
    context.close()


def test_the_readers_theme_holds_against_the_systems_from_the_first_paint_on(
    article: ArticlePage, reader: Client, browser: Browser
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800}, color_scheme="light")
    visit = Visit(context.new_page(), reader)
    page = visit.page
    visit.open(article.url)
    page.locator(".display > summary").click()
    page.get_by_label("Sombre").check()
    night = page.evaluate("getComputedStyle(document.body).backgroundColor")
    # Before any file has arrived, the page that is opened next knows.
    page.route("**/static/js/**", lambda route: route.abort())
    visit.open(article.url)
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == night
    page.unroute("**/static/js/**")
    visit.open(article.url)
    page.locator(".display > summary").click()
    assert page.get_by_label("Sombre").is_checked()
    page.get_by_label("Comme l’appareil").check()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != night
    context.close()


def test_an_article_is_shared_and_its_lists_are_walked_by_keyboard(
    article: ArticlePage, reader: Client, browser: Browser
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=SITE)
    visit = Visit(context.new_page(), reader)
    page = visit.page
    TrendingList.objects.create(articles=[ArticleFactory(parent=article.get_parent()).pk])
    visit.open(article.url)
    page.locator("[data-share-copy]").first.press("Enter")
    page.get_by_text("Lien copié").first.wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == SITE + article.url
    latest, trending = page.get_by_role("tab").nth(0), page.get_by_role("tab").nth(1)
    latest.press("ArrowRight")
    assert trending.get_attribute("aria-selected") == "true"
    assert page.get_by_role("tabpanel").count() == 1
    page.locator(".display > summary").press("Enter")
    assert page.locator(".display__panel").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator(".display__panel").is_visible()
    assert page.evaluate("document.activeElement.matches('.display > summary')")
    # The policy refuses nothing that the page needs.
    assert visit.complaints == []
    context.close()


def test_a_list_goes_on_in_its_place(home_page: HomePage, reader: Client, browser: Browser) -> None:
    section = SectionFactory(parent=home_page)
    for _ in range(25):
        ArticleFactory(parent=section)
    context = browser.new_context(viewport={"width": 360, "height": 800})
    visit = Visit(context.new_page(), reader)
    visit.prepare(f"{section.url}?page=2")
    visit.open(section.url)
    visit.page.get_by_role("link", name="Afficher les articles plus anciens").click()
    visit.page.locator(".list > .card").nth(24).wait_for()
    assert visit.page.locator(".pagination").count() == 0
    assert visit.page.url.endswith("?page=2")
    assert visit.page.evaluate("document.activeElement.closest('.card') !== null")
    context.close()


def test_in_economy_a_picture_comes_when_it_is_asked_for(
    article: ArticlePage, reader: Client, browser: Browser
) -> None:
    article.lead_image = NewsImageFactory()
    lead = SHAPES["lead"]
    article.lead_image.create_rendition(spec_filter(lead.spec(lead.widths[0], "jpeg")))
    article.save()
    reader.cookies["economie"] = "1"
    context = browser.new_context(viewport={"width": 360, "height": 800})
    visit = Visit(context.new_page(), reader)
    pictures: list[str] = []
    visit.page.on(
        "request", lambda asked: pictures.extend([asked.url] if "/media/" in asked.url else [])
    )
    visit.open(article.url)
    box = visit.page.locator(".article__lead [data-picture]")
    assert pictures == []
    # The browser tells of a request a little later than the element is there.
    with visit.page.expect_request(lambda asked: "/media/" in asked.url):
        box.press("Enter")
    visit.page.locator(".article__lead img").wait_for()
    assert len(pictures) == 1
    context.close()
