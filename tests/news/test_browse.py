"""Months and words: ways into what is published."""

from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from home.models import HomePage
from news.browse import most_used_tags
from news.models import ArticlePage, Tag
from news.models.lists import everything
from news.months import month_between
from tests.factories import ArticleFactory, SectionFactory

pytestmark = pytest.mark.django_db


def at(month: int, day: int = 3) -> datetime:
    return datetime(2026, month, day, 12, tzinfo=UTC)


def tag(name: str, *articles: ArticlePage) -> Tag:
    word = Tag.objects.create(name=name, slug=name)
    for article in articles:
        article.tags.add(word)
        article.save()
    return word


@pytest.mark.postgres
def test_a_section_has_an_archive_for_each_month_in_which_it_published(
    home_page: HomePage, reader: Client
) -> None:
    section = SectionFactory(parent=home_page, title="Politique")
    older = ArticleFactory(parent=section, title="Mars", first_published_at=at(3))
    newer = ArticleFactory(parent=section, title="Avril", first_published_at=at(4))
    ArticleFactory(parent=section, title="Brouillon", live=False, first_published_at=at(5))
    page = BeautifulSoup(reader.get(section.url).content, "html.parser")
    links = [a["href"] for a in page.select(".months a")]
    assert links == ["?mois=2026-04", "?mois=2026-03"]
    html = reader.get(section.url, {"mois": "2026-03"}).content.decode()
    month = BeautifulSoup(html, "html.parser")
    assert [a.text for a in month.select(".list .card__title")] == [older.title]
    assert newer.title not in month.select_one(".list").text
    assert month.select_one('link[rel="canonical"]')["href"].endswith(f"{section.url}?mois=2026-03")
    assert month.select_one(".months [aria-current]")["href"] == "?mois=2026-03"


@pytest.mark.postgres
def test_an_article_of_the_last_hour_of_a_month_belongs_to_that_month(home_page: HomePage) -> None:
    section = SectionFactory(parent=home_page)
    late = datetime(2026, 3, 31, 23, 59, 59, tzinfo=timezone.get_default_timezone())
    article = ArticleFactory(parent=section, first_published_at=late)
    assert [month.key for month in everything().months()] == ["2026-03"]
    assert list(ArticlePage.objects.in_month("2026-03")) == [article]
    assert not ArticlePage.objects.in_month("2026-04").exists()


@pytest.mark.postgres
def test_a_month_ends_where_the_next_one_begins() -> None:
    span = month_between("2026-12")
    assert span is not None
    assert [f"{moment:%Y-%m-%d %H:%M}" for moment in span] == [
        "2026-12-01 00:00",
        "2027-01-01 00:00",
    ]


@pytest.mark.postgres
def test_tags_in_the_cloud_weigh_what_readers_can_find_of_them(home_page: HomePage) -> None:
    section = SectionFactory(parent=home_page)
    articles = [ArticleFactory(parent=section) for _ in range(3)]
    draft = ArticleFactory(parent=section, live=False)
    tag("rare", articles[0])
    tag("fréquent", *articles)
    tag("brouillon", draft)
    assert [(word.name, word.weight) for word in most_used_tags(10)] == [
        ("fréquent", 5),
        ("rare", 3),
    ]


def test_lists_show_no_figure_that_nobody_has_counted(home_page: HomePage, reader: Client) -> None:
    section = SectionFactory(parent=home_page)
    article, _ = ArticleFactory(parent=section), ArticleFactory(parent=section)
    page = BeautifulSoup(reader.get(article.url).content, "html.parser")
    panels = page.select("[data-tabs] > [data-tab]")
    assert [panel["data-tab"] for panel in panels] == ["Dernier"]


def test_the_index_of_tags_names_those_that_lead_somewhere(
    home_page: HomePage, reader: Client
) -> None:
    article = ArticleFactory(parent=SectionFactory(parent=home_page))
    used = tag("crue", article)
    tag("perdu")
    html = reader.get(reverse("tag_index")).content.decode()
    assert used.get_absolute_url() in html and "perdu" not in html


def test_a_withdrawn_article_is_gone_and_a_draft_was_never_there(
    home_page: HomePage, reader: Client
) -> None:
    section = SectionFactory(parent=home_page)
    article, draft = ArticleFactory(parent=section), ArticleFactory(parent=section, live=False)
    draft.first_published_at = None
    draft.save()
    address = article.url
    article.unpublish()
    assert reader.get(address).status_code == 410
    assert reader.get(f"{section.url}{draft.slug}/").status_code == 404
