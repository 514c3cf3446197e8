"""Alert, dossier, arranged Une, advertising and answers in a browser, in both themes."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser

from home.models import Alert, Campaign, FaqPage, FrontPageVersion, HomePage
from home.plan import Plan, Slot
from news.models import TopicPage
from news.public_pictures import settle
from news.tasks import make_picture_files
from tests.factories import ArticleFactory, NewsImageFactory, SectionFactory
from tests.made_once import made_once
from tests.visits import Visit

pytestmark = [pytest.mark.django_db, pytest.mark.browser]


@pytest.fixture
@made_once
def addresses(home_page: HomePage) -> list[str]:
    now = timezone.now()
    section = SectionFactory(parent=home_page, title="Politique")
    body = [{"type": "paragraph", "value": f"<p>Paragraphe {n}</p>"} for n in range(6)]
    articles = [ArticleFactory(parent=section, body=body) for _ in range(8)]
    plan = Plan(not_to_miss=tuple(Slot(article.pk) for article in articles[4:6]))
    FrontPageVersion.objects.create(home=home_page, content=plan.to_json(), valid_from=now)
    topic = TopicPage(title="La crue", standfirst="Une série.", introduction="<p>Ici.</p>")
    topic.picks.set([topic.picks.model(article=article) for article in articles[:3]])
    topic.events.set([topic.events.model(day=date(2026, 8, 1), text="Les pluies")])
    section.add_child(instance=topic)
    faq = home_page.add_child(instance=FaqPage(title="Questions", slug="questions"))
    faq.questions.create(group="Le journal", question="Où ?", answer="<p>À Bamako.</p>")
    faq.save()
    Alert(text="Le pont est fermé", page=articles[0]).approve()
    for place in ("on_top", "in_articles", "at_side", "at_foot"):
        Campaign.objects.create(
            name=place,
            advertiser="Librairie",
            title="Cahiers à moitié prix",
            url="https://librairie.example/",
            ends_at=now + timedelta(days=1),
            **{place: True},
        )
    return ["/", topic.url, articles[0].url, section.url, "/questions/?q=bamako", "/questions/ou/"]


def test_axe_finds_nothing_with_an_alert_and_adverts_on_the_page(
    addresses: list[str], reader: Client, browser: Browser
) -> None:
    context = browser.new_context(bypass_csp=True)
    visit = Visit(context.new_page(), reader)
    assert [line for path in addresses for line in visit.violations(path)] == []
    assert visit.beyond_the_edge_at(360) <= 0
    context.close()


def test_an_alert_is_said_once_and_stays_away_once_it_was_closed(
    addresses: list[str], reader: Client, browser: Browser
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800})
    visit = Visit(context.new_page(), reader)
    page = visit.page
    visit.open("/")
    said = page.locator(".alert [role=status]")
    said.filter(has_text="Le pont est fermé").wait_for(state="attached")
    page.get_by_role("button", name="Fermer : Flash info").press("Enter")
    assert page.locator(".alert").is_hidden()
    assert page.evaluate("document.activeElement.id") == "content"
    visit.open(addresses[1])
    assert page.locator(".alert").is_hidden()
    # Said in other words it is another one.
    alert = Alert.objects.get()
    Alert.objects.filter(pk=alert.pk).update(approved_at=timezone.now() + timedelta(minutes=1))
    visit.open("/")
    assert page.locator(".alert").is_visible()
    assert context.cookies() == []
    context.close()


# What has moved since the page was first painted.
SHIFT = """() => new Promise((done) => new PerformanceObserver((list) => done(
  list.getEntries().reduce((sum, entry) => sum + entry.value, 0),
)).observe({ type: "layout-shift", buffered: true }) || setTimeout(() => done(0), 200))"""


def test_the_browser_draws_adverts_and_fetches_no_picture_of_the_others(
    home_page: HomePage, reader: Client, browser: Browser
) -> None:
    body = [{"type": "paragraph", "value": f"<p>Paragraphe {n}</p>"} for n in range(6)]
    article = ArticleFactory(parent=SectionFactory(parent=home_page), body=body)
    for number in range(3):
        campaign = Campaign.objects.create(
            name=f"Annonce {number}",
            advertiser="Librairie",
            title="Cahiers à moitié prix",
            url="https://librairie.example/",
            picture=NewsImageFactory(file__width=600, file__height=120),
            on_top=True,
            in_articles=True,
            ends_at=timezone.now() + timedelta(days=1),
        )
        settle([campaign.picture_id])
        make_picture_files.call(campaign.picture_id)
    on_top = set()
    page = browser.new_page(viewport={"width": 800, "height": 1200})
    visit = Visit(page, reader)
    wrong: list[str] = []
    page.on("console", lambda line: wrong.append(line.text) if line.type == "error" else None)
    for _ in range(12):
        fetched: list[str] = []
        page.on("request", lambda request, into=fetched: into.append(request.url))
        visit.open(article.url)
        shown = page.locator("[data-advert]").all()
        keys = [advert.get_attribute("data-advert") for advert in shown]
        assert len(set(keys)) == len(keys) == 2
        page.wait_for_function(
            "[...document.querySelectorAll('.advert img')].every((image) => image.complete)"
        )
        assert len([url for url in fetched if ".webp" in url]) <= 2
        assert page.evaluate(SHIFT) == 0
        on_top.add(keys[0])
        if len(on_top) > 1:
            break
    assert len(on_top) > 1
    assert wrong == []
    page.context.close()
    # Without scripts one stands in each place, a day long.
    context = browser.new_context(java_script_enabled=False)
    visit = Visit(context.new_page(), reader)
    visit.open(article.url)
    assert visit.page.locator("[data-advert]:visible").count() == 2
    context.close()
