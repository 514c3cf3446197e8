"""Dossiers: picked and ordered by an editor, approved like an article, no draft ever shown."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from editorial import rules
from home.models import HomePage
from news.models import ArticleIndexPage, ArticlePage, TopicPage
from tests.factories import ArticleFactory, SectionFactory, UserFactory
from tests.made_once import made_once

pytestmark = pytest.mark.django_db


@pytest.fixture
@made_once
def section(home_page: HomePage) -> ArticleIndexPage:
    return SectionFactory(parent=home_page, title="Environnement", slug="environnement")


@pytest.fixture
@made_once
def articles(section: ArticleIndexPage) -> list[ArticlePage]:
    return [ArticleFactory(parent=section, title=f"Volet {n}") for n in range(6)]


@pytest.fixture
@made_once
def topic(section: ArticleIndexPage, articles: list[ArticlePage]) -> TopicPage:
    page = TopicPage(title="Le fleuve en crue", standfirst="Trois mois au bord de l’eau.")
    page.picks.set([page.picks.model(article=articles[number]) for number in (2, 0, 1)])
    page.events.set(
        [
            page.events.model(day=date(2026, 11, 2), text="La décrue commence"),
            page.events.model(day=date(2026, 8, 1), text="Les pluies", article=articles[0]),
        ]
    )
    return section.add_child(instance=page)


@pytest.mark.postgres
def test_its_articles_stand_in_the_editors_order_and_its_timeline_by_date(
    topic: TopicPage, reader: Client
) -> None:
    context = reader.get(topic.url).context
    assert [article.title for article in context["picked"]] == ["Volet 2", "Volet 0", "Volet 1"]
    assert [moment.text for moment in context["timeline"]] == ["Les pluies", "La décrue commence"]


def test_the_dates_of_its_page_are_to_the_second(topic: TopicPage, reader: Client) -> None:
    """HTML knows three digits of a second; a database tells six."""
    topic.save_revision().publish()
    page = BeautifulSoup(reader.get(topic.url).content, "html.parser")
    assert len(dates := [tag["datetime"] for tag in page.select(".topic time")]) > 1
    assert not [date for date in dates if "." in date]


def test_a_withdrawn_article_leaves_it_and_a_draft_never_enters(
    topic: TopicPage, articles: list[ArticlePage], reader: Client
) -> None:
    articles[0].unpublish()
    page = reader.get(topic.url)
    assert [article.title for article in page.context["picked"]] == ["Volet 2", "Volet 1"]
    assert page.context["timeline"][0].article is None
    assert "Volet 0" not in page.content.decode().partition("<footer")[0]


def test_an_empty_one_says_so(section: ArticleIndexPage, reader: Client) -> None:
    topic = section.add_child(instance=TopicPage(title="À venir"))
    assert 'class="empty"' in reader.get(topic.url).content.decode()


def test_it_costs_the_same_with_one_article_and_with_six(
    topic: TopicPage, articles: list[ArticlePage], reader: Client
) -> None:
    def cost() -> int:
        reader.get(topic.url)
        with CaptureQueriesContext(connection) as queries:
            reader.get(topic.url)
        return len(queries)

    few = cost()
    for article in articles[3:]:
        topic.picks.create(article=article)
    assert cost() == few <= 26


def test_article_section_feed_sitemap_and_search_lead_to_it(
    topic: TopicPage, articles: list[ArticlePage], reader: Client
) -> None:
    assert topic.url in reader.get(articles[0].url).content.decode()
    assert topic.url not in reader.get(articles[5].url).content.decode()
    assert topic.url in reader.get(articles[0].section.url).content.decode()
    feed = reader.get(reverse("section_feed", args=[topic.url.strip("/")])).content.decode()
    assert "Volet 1" in feed
    assert "Volet 5" not in feed
    assert topic.url in reader.get(reverse("sitemap_part", args=["pages"])).content.decode()
    assert topic.url in reader.get(reverse("search"), {"q": topic.title}).content.decode()


def test_an_unpublished_one_is_nowhere(
    topic: TopicPage, articles: list[ArticlePage], reader: Client
) -> None:
    topic.unpublish()
    assert topic.url not in reader.get(articles[0].url).content.decode()
    assert topic.url not in reader.get(articles[0].section.url).content.decode()
    feed = reader.get(reverse("section_feed", args=[topic.url.strip("/")]))
    assert feed.status_code in (404, 410)


def test_it_goes_through_the_workflow_like_an_article(section: ArticleIndexPage) -> None:
    chief = UserFactory()
    chief.groups.add(Group.objects.get(name="Chief editors"))
    topic = section.add_child(instance=TopicPage(title="Série", live=False, owner=chief))
    assert rules.needs_approval(TopicPage)
    may = topic.permissions_for_user(chief)
    assert may.can_edit()
    assert not may.can_publish()
    assert may.can_submit_for_moderation()
    assert topic.get_workflow().name == "Relecture"
    topic.save_revision(user=chief)
    topic.get_workflow().start(topic, chief)
    assert not rules.may_approve(chief, topic.latest_revision)


@pytest.mark.parametrize(
    ("group", "may"), [("Writers", False), ("Copy editors", True), ("Chief editors", True)]
)
def test_copy_and_chief_editors_make_them(section: ArticleIndexPage, group: str, may: bool) -> None:
    person = UserFactory()
    person.groups.add(Group.objects.get(name=group))
    assert rules.may_create(person, TopicPage, section) is may
