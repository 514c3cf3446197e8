"""The newsroom’s own advertising: where and when it was bought for, counted without cookies."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from home.advertising.choosing import MOST, Shown, offer, running_at
from home.models import Campaign, CampaignDay, HomePage
from news.models import ArticlePage
from news.tasks import make_picture_files
from tests.factories import ArticleFactory, NewsImageFactory, SectionFactory, UserFactory
from tests.forms import problems, read_form
from tests.jobs.counts import add_up_counts
from tests.made_once import made_once

pytestmark = pytest.mark.django_db
BROWSER = {"user-agent": "Mozilla/5.0 (Linux; Android 11) Chrome/120 Mobile"}


@pytest.fixture(autouse=True)
def _commit_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What follows a commit follows at once: these tests stand in one transaction."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda then, **kwargs: then())


@pytest.fixture
@made_once
def article(home_page: HomePage) -> ArticlePage:
    section = SectionFactory(parent=home_page, title="Sports")
    body = [{"type": "paragraph", "value": f"<p>Paragraphe {n}</p>"} for n in range(8)]
    return ArticleFactory(parent=section, body=body)


def sell(*sections, **fields) -> Campaign:
    now = timezone.now()
    campaign = Campaign.objects.create(
        **{
            "name": "Rentrée",
            "advertiser": "Librairie du Fleuve",
            "title": "Tous les cahiers à moitié prix",
            "url": "https://librairie.example/",
            "starts_at": now - timedelta(hours=1),
            "ends_at": now + timedelta(hours=1),
            "on_top": True,
            **fields,
        }
    )
    campaign.sections.set([section.pk for section in sections])
    return campaign


def page(reader: Client, address: str) -> str:
    return reader.get(address).content.decode()


@pytest.mark.parametrize(
    ("place", "css"),
    [
        ("on_top", "advert--top"),
        ("in_articles", "advert--article"),
        ("at_side", "advert--side"),
        ("at_foot", "advert--foot"),
    ],
)
def test_it_stands_where_it_was_sold_with_its_label(
    article: ArticlePage, reader: Client, place: str, css: str
) -> None:
    campaign = sell(**{"on_top": False, place: True})
    shown = page(reader, article.url)
    assert shown.count('class="advert advert--') == 1
    assert css in shown
    assert "Publicité" in shown
    assert f'href="/pub/{campaign.pk}/"' in shown
    assert campaign.url not in shown


def test_it_stands_in_the_list(article: ArticlePage, reader: Client) -> None:
    for _ in range(7):
        ArticleFactory(parent=article.section)
    sell(on_top=False, in_lists=True)
    assert "advert--list" in page(reader, article.section.url)


@pytest.mark.parametrize(
    "fields",
    [
        {"paused": True},
        {"starts_at": timezone.now() + timedelta(days=1)},
        {"ends_at": timezone.now() - timedelta(days=1)},
        {"cap": 0},
        {"on_top": False},
    ],
)
def test_it_stands_nowhere_outside_its_time_its_cap_and_its_places(
    article: ArticlePage, reader: Client, fields: dict
) -> None:
    sell(**fields)
    assert "data-advert" not in page(reader, article.url)


def test_it_keeps_to_its_sections(
    home_page: HomePage, article: ArticlePage, reader: Client
) -> None:
    other = ArticleFactory(parent=SectionFactory(parent=home_page))
    sell(article.section)
    assert "data-advert" in page(reader, article.url)
    assert "data-advert" in page(reader, article.section.url)
    assert "data-advert" not in page(reader, other.url)
    assert "data-advert" not in page(reader, "/")


def test_one_campaign_stands_once_on_a_page(article: ArticlePage, reader: Client) -> None:
    sell(in_articles=True, at_side=True, at_foot=True)
    assert page(reader, article.url).count("data-advert") == 1


def test_weight_says_how_often_it_comes(article: ArticlePage, reader: Client) -> None:
    heavy = sell(weight=4)
    rare = sell(name="Rare", weight=1)
    shown = page(reader, article.url)
    for campaign in (heavy, rare):  # from which a browser draws
        assert f'data-advert="{campaign.pk}" data-weight="{campaign.weight}"' in shown
    # Without scripts, one for each page and day.
    running = running_at(timezone.now()).adverts
    fixed = [offer("on_top", "", f"/{n}/", Shown(running)).fixed for n in range(400)]
    assert 0.74 < sum(one.pk == heavy.pk for one in fixed if one) / len(fixed) < 0.86


def test_a_page_carries_a_few_adverts_for_each_place_and_the_same_ones_for_everybody(
    article: ArticlePage, reader: Client
) -> None:
    for number in range(MOST + 3):
        sell(name=f"Annonce {number}", at_foot=True)
    places = BeautifulSoup(page(reader, article.url), "html.parser").select("template")
    assert [len(place.select("[data-weight]")) for place in places] == [MOST, MOST]
    fixed = BeautifulSoup(page(reader, article.url), "html.parser").select("noscript [data-advert]")
    assert len({advert["data-advert"] for advert in fixed}) == 2
    assert page(reader, article.url) == page(reader, article.url)
    running = running_at(timezone.now()).adverts
    offers = [offer("on_top", "", f"/{n}/", Shown(running)) for n in range(60)]
    assert len({offered.adverts[0].pk for offered in offers}) == MOST + 3


def test_a_page_is_kept_no_longer_than_to_the_next_start_or_end(
    article: ArticlePage, reader: Client
) -> None:
    sell()
    soon = timezone.now() + timedelta(seconds=9)
    sell(name="Bientôt", starts_at=soon, ends_at=soon + timedelta(days=1))
    kept = re.search(r"max-age=(\d+)", reader.get(article.url)["Cache-Control"])
    assert kept and int(kept[1]) < 10


def test_a_picture_has_its_place_before_it_arrives_and_stays_away_in_economy(
    article: ArticlePage, reader: Client
) -> None:
    campaign = sell(picture=NewsImageFactory())
    advert = page(reader, article.url).partition("data-advert")[2].partition("</aside>")[0]
    assert "<img" not in advert and campaign.title in advert  # until the queue has made its file
    make_picture_files.call(campaign.picture_id)
    advert = page(reader, article.url).partition("data-advert")[2].partition("</aside>")[0]
    assert "<img" in advert
    assert "width=" in advert
    assert "height=" in advert
    saved = reader.get(article.url, headers={"save-data": "on"}).content.decode()
    assert "<img" not in saved.partition("data-advert")[2].partition("</aside>")[0]


def test_many_cost_a_page_no_more_queries_than_one_and_no_cookie(
    article: ArticlePage, reader: Client
) -> None:
    def cost() -> int:
        reader.get(article.url)
        with CaptureQueriesContext(connection) as queries:
            assert not reader.get(article.url).cookies
        return len(queries)

    sell(article.section, picture=NewsImageFactory())
    of_one = cost()
    for _ in range(3):
        sell(article.section, at_foot=True, picture=NewsImageFactory())
    assert cost() == of_one


@pytest.mark.postgres
def test_views_and_clicks_are_counted_by_day(article: ArticlePage, reader: Client) -> None:
    campaign = sell()
    for _ in range(3):
        told = reader.post("/pub/vues/", f"{campaign.pk}", "text/plain", headers=BROWSER)
        assert told.status_code == 204
    followed = reader.get(f"/pub/{campaign.pk}/", headers=BROWSER)
    assert followed["Location"] == campaign.url
    assert "no-store" in followed["Cache-Control"]
    assert not followed.cookies
    assert not CampaignDay.objects.exists()
    add_up_counts()
    day = CampaignDay.objects.get()
    assert (day.day, day.views, day.clicks) == (timezone.localdate(), 3, 1)


@pytest.mark.parametrize(
    "headers",
    [
        {"user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"},
        {"user-agent": ""},
        {"user-agent": "curl/8.5"},
        BROWSER | {"sec-fetch-site": "cross-site"},
    ],
)
def test_machines_are_not_counted(article: ArticlePage, reader: Client, headers: dict) -> None:
    campaign = sell()
    reader.post("/pub/vues/", f"{campaign.pk}", "text/plain", headers=headers)
    assert reader.get(f"/pub/{campaign.pk}/", headers=headers).status_code == 302
    add_up_counts()
    assert not CampaignDay.objects.exists()


@pytest.mark.parametrize("body", ["", "x", "999999", "1;2", "9" * 300, "é", "-1", "1" * 40])
def test_junk_is_taken_for_nothing(article: ArticlePage, reader: Client, body: str) -> None:
    sell()
    assert reader.post("/pub/vues/", body, "text/plain", headers=BROWSER).status_code == 204
    add_up_counts()
    assert not CampaignDay.objects.exists()


def test_nothing_leads_to_an_address_of_the_requests_own(
    article: ArticlePage, reader: Client
) -> None:
    campaign = sell()
    answer = reader.get(f"/pub/{campaign.pk}/?url=https://mal.example/", headers=BROWSER)
    assert answer["Location"] == campaign.url
    assert reader.get("/pub/999999/").status_code == 404
    assert reader.get("/pub/vues/").status_code == 405


@pytest.mark.postgres
def test_it_rests_once_it_has_had_its_views(article: ArticlePage, reader: Client) -> None:
    campaign = sell(cap=2)
    for _ in range(5):
        reader.post("/pub/vues/", f"{campaign.pk}", "text/plain", headers=BROWSER)
    add_up_counts()
    assert CampaignDay.objects.get().views == 2
    reader.post("/pub/vues/", f"{campaign.pk}", "text/plain", headers=BROWSER)
    reader.get(f"/pub/{campaign.pk}/", headers=BROWSER)
    add_up_counts()
    day = CampaignDay.objects.get()
    assert (day.views, day.clicks) == (2, 0)
    assert "data-advert" not in page(reader, article.url)


@pytest.mark.parametrize(("group", "may"), [("Copy editors", False), ("Chief editors", True)])
def test_chief_editors_sell_and_see_the_figures(
    article: ArticlePage, group: str, may: bool
) -> None:
    person = UserFactory()
    person.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    add = reverse("wagtailsnippets_home_campaign:add")
    if not may:
        assert client.get(add).status_code == 302
        return
    end = timezone.localtime() + timedelta(days=3)
    fields = read_form(client, add, "form[action*='campaign/add']") | {
        "name": "Rentrée",
        "advertiser": "Librairie",
        "url": "https://librairie.example/",
        "title": "Cahiers",
        "ends_at": end.strftime("%Y-%m-%d %H:%M"),
    }
    assert "au moins un emplacement" in client.post(add, fields).content.decode()
    response = client.post(add, fields | {"on_top": "on"})
    assert response.status_code == 302, problems(response)
    campaign = Campaign.objects.get()
    CampaignDay.objects.create(campaign=campaign, day=timezone.localdate(), views=200, clicks=5)
    listing = client.get(reverse("wagtailsnippets_home_campaign:list")).content.decode()
    assert "2,5" in listing
