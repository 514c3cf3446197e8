"""La Une: what stands where, once, and at a cost that does not grow."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from audience.counts.models import TrendingList
from home.front_page import ARTICLES_PER_STRIP, LATEST, SECONDARY_PLACES, compose
from home.models import HomePage
from news.models import ArticlePage
from tests.factories import ArticleFactory, SectionFactory
from tests.made_once import made_once
from tests.news.newsroom import Newsroom

pytestmark = pytest.mark.django_db


@pytest.fixture
@made_once
def newsroom(home_page: HomePage) -> Newsroom:
    newsroom = Newsroom(home_page)
    newsroom.publish(32)
    return newsroom


def test_the_newest_article_leads_and_none_stands_twice(
    home_page: HomePage, newsroom: Newsroom, reader: Client
) -> None:
    front_page = compose(home_page)
    strips = [article for strip in front_page.strips for article in strip.articles]
    shown = [front_page.lead, *front_page.secondary, *front_page.latest, *strips]
    newest_first = sorted(shown, key=lambda article: article.first_published_at, reverse=True)
    assert front_page.lead == newest_first[0]
    assert len(front_page.secondary) == SECONDARY_PLACES
    assert len(front_page.latest) == LATEST
    assert all(len(strip.articles) == ARTICLES_PER_STRIP for strip in front_page.strips)
    assert len({article.pk for article in shown}) == len(shown)
    keys = ArticlePage.objects.order_by("pk").values_list("pk", flat=True)
    TrendingList.objects.create(articles=list(keys))
    page = BeautifulSoup(reader.get("/").content, "html.parser")
    links = page.select("main :is(.card__title, .latest__title) a")
    assert len({link["href"] for link in links}) == len(links) > len(shown)
    assert page.select('[aria-labelledby="trending-title"] a')


def test_strips_follow_the_order_of_the_sections(home_page: HomePage, newsroom: Newsroom) -> None:
    titles = [strip.section.title for strip in compose(home_page).strips]
    assert titles == [section.title for section in newsroom.sections]


def test_an_article_of_a_subsection_stands_in_the_strip_of_its_section(
    home_page: HomePage,
) -> None:
    sports = SectionFactory(parent=home_page, title="Sports")
    football = SectionFactory(parent=sports, title="Football")
    now = timezone.now()
    for number in range(1 + SECONDARY_PLACES + LATEST + 1):
        ArticleFactory(parent=football, first_published_at=now - timedelta(hours=number))
    (strip,) = compose(home_page).strips
    assert strip.section.title == "Sports"
    assert len(strip.articles) == 1


def test_a_section_with_nothing_new_enough_is_asked_by_itself(
    home_page: HomePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("home.front_page.POOL", 12)
    quiet = SectionFactory(parent=home_page, title="Archives")
    old = ArticleFactory(
        parent=quiet, first_published_at=timezone.now() - timedelta(days=900), title="Ancien"
    )
    Newsroom(home_page).publish(14)
    strips = {strip.section.title: strip.articles for strip in compose(home_page).strips}
    assert strips["Archives"] == [old]


def test_drafts_and_private_articles_never_stand_on_it(home_page: HomePage, reader: Client) -> None:
    section = SectionFactory(parent=home_page)
    ArticleFactory(parent=section, title="Brouillon", live=False)
    private = SectionFactory(parent=home_page, title="Réservé")
    ArticleFactory(parent=private, title="Confidentiel")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    page = reader.get("/").content.decode()
    assert "Brouillon" not in page
    assert "Confidentiel" not in page
    assert "Réservé" not in page


def test_an_empty_paper_says_so(home_page: HomePage, reader: Client) -> None:
    response = reader.get("/")
    assert response.status_code == 200
    assert 'class="empty"' in response.content.decode()


def test_it_costs_the_same_at_thirty_and_at_fifty_articles(
    home_page: HomePage, reader: Client
) -> None:
    newsroom = Newsroom(home_page)
    newsroom.publish(30)
    reader.get("/")  # fills what a process keeps: content types, site paths
    with CaptureQueriesContext(connection) as at_thirty:
        reader.get("/")
    newsroom.publish(20)
    with CaptureQueriesContext(connection) as at_fifty:
        reader.get("/")
    assert len(at_fifty) == len(at_thirty), [query["sql"][:200] for query in at_fifty]
    assert len(at_thirty) <= 17


def test_a_reader_gets_no_cookie(newsroom: Newsroom, reader: Client) -> None:
    response = reader.get("/")
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
