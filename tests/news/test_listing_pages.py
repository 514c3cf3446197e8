"""Sections, articles, authors and tags: what readers find on their pages."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from home.models import HomePage
from news.models import ArticlePage, Tag
from news.related import neighbours, place_of
from tests.factories import ArticleFactory, AuthorFactory, SectionFactory
from tests.made_once import made_once
from tests.news.newsroom import Newsroom

pytestmark = pytest.mark.django_db


@pytest.fixture
@made_once
def newsroom(home_page: HomePage) -> Newsroom:
    return Newsroom(home_page)


def read(reader: Client, address: str) -> str:
    response = reader.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.postgres
def test_a_section_lists_its_articles_newest_first(newsroom: Newsroom, reader: Client) -> None:
    newsroom.publish(9)
    titles = re.findall(r"Nouvelle \d", read(reader, newsroom.sections[0].url))
    assert titles[:3] == ["Nouvelle 0", "Nouvelle 3", "Nouvelle 6"]


def test_a_section_names_its_subsections_and_its_feed(home_page: HomePage, reader: Client) -> None:
    sports = SectionFactory(parent=home_page, title="Sports")
    football = SectionFactory(parent=sports, title="Football")
    page = read(reader, sports.url)
    assert f'class="chip" href="{football.url}"' in page
    assert reverse("section_feed", args=[sports.url.strip("/")]) in page


def test_a_section_without_articles_says_so(home_page: HomePage, reader: Client) -> None:
    assert 'class="empty"' in read(reader, SectionFactory(parent=home_page).url)


MONTHS_THAT_ARE_NONE = (
    *("abc", "a-b", "2026", "2026-13", "2026-03-01", "0000-01", "9999-12", "99999-01"),
    "1999-01",
)


def test_a_page_or_month_of_a_list_that_is_not_there_is_not_found(
    newsroom: Newsroom, reader: Client
) -> None:
    newsroom.publish(3)
    section = newsroom.sections[0].url
    addresses = [
        section,
        newsroom.authors[0].get_absolute_url(),
        newsroom.tags[0].get_absolute_url(),
        reverse("corrections"),
    ]
    none = ["0", "-1", "2", "999", "abc", "1_0", "٢", "9" * 23, "9" * 5000]
    asked = [f"{address}?page={number}" for address in addresses for number in none]
    asked += [f"{section}?mois={month}" for month in MONTHS_THAT_ARE_NONE]
    assert [path for path in asked if reader.get(path).status_code != 404] == []
    there = [f"{address}?{query}" for address in addresses for query in ("page=1", "page=")]
    assert [path for path in there if reader.get(path).status_code != 200] == []


def test_a_long_list_is_cut_into_pages(newsroom: Newsroom, reader: Client) -> None:
    newsroom.publish(45)
    address = newsroom.tags[0].get_absolute_url()
    first, last = read(reader, address), read(reader, f"{address}?page=3")
    assert 'rel="next" href="?page=2"' in first
    assert 'rel="prev" href="?page=2"' in last
    assert 'rel="next"' not in last
    assert f'<link rel="canonical" href="http://localhost{address}?page=3">' in last


def test_the_navigation_marks_where_the_reader_is(newsroom: Newsroom, reader: Client) -> None:
    article = newsroom.publish(1)[0]
    section = newsroom.sections[0]
    assert f'<a href="{section.url}" aria-current="page">' in read(reader, section.url)
    assert f'<a href="{section.url}" aria-current="true">' in read(reader, article.url)


def test_the_navigation_leaves_out_what_is_not_public(home_page: HomePage, reader: Client) -> None:
    SectionFactory(parent=home_page, title="En préparation", live=False)
    hidden = SectionFactory(parent=home_page, title="Réservé")
    SectionFactory(parent=hidden, title="Plus réservé")
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    page = read(reader, "/")
    assert "En préparation" not in page
    assert "éservé" not in page


def test_an_article_shows_who_signed_it_its_dates_and_its_corrections(
    newsroom: Newsroom, reader: Client
) -> None:
    article = newsroom.publish(1)[0]
    article.corrections.create(text="Le pont compte neuf travées et non huit.")
    article.save()
    page = read(reader, article.url)
    for author in article.authors:
        assert f'<a rel="author" href="{author.get_absolute_url()}">{author.name}</a>' in page
    at = timezone.localtime(article.first_published_at).isoformat(timespec="seconds")
    assert f'<time datetime="{at}">' in page
    assert "neuf travées" in page
    assert 'href="#corrections"' in page
    for tag in article.tags.all():
        assert f'href="{tag.get_absolute_url()}"' in page


def test_an_article_leads_to_its_neighbours_in_the_section(
    home_page: HomePage, reader: Client
) -> None:
    section, now = SectionFactory(parent=home_page), timezone.now()
    older, middle, newer = (
        ArticleFactory(parent=section, first_published_at=now - timedelta(hours=hours))
        for hours in (3, 2, 1)
    )
    page = read(reader, middle.url)
    assert f'rel="prev" href="{older.url}"' in page
    assert f'rel="next" href="{newer.url}"' in page


@pytest.mark.postgres
def test_articles_of_the_same_minute_are_neighbours_too(home_page: HomePage) -> None:
    section, now = SectionFactory(parent=home_page), timezone.now()
    first, second = (ArticleFactory(parent=section, first_published_at=now) for _ in range(2))
    assert neighbours(place_of(first)) == (None, second)
    assert neighbours(place_of(second)) == (first, None)


@pytest.mark.postgres
def test_related_articles_are_published_ones(newsroom: Newsroom, reader: Client) -> None:
    article, other = newsroom.publish(2)
    other.unpublish()
    page = read(reader, article.url)
    assert "related-title" not in page
    assert other.title not in page


def test_an_article_tells_machines_what_it_is(newsroom: Newsroom, reader: Client) -> None:
    article = newsroom.publish(1)[0]
    article.title = "Une </script> « citation » & un prix"
    article.kind = "opinion"
    article.save()
    page = read(reader, article.url)
    text, _ = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    data = json.loads(text)
    assert data["@type"] == ["NewsArticle", "OpinionNewsArticle"]
    assert data["headline"] == article.title
    assert data["mainEntityOfPage"] == f"http://localhost{article.url}"
    assert [author["name"] for author in data["author"]] == [a.name for a in article.authors]
    assert data["image"][-1].startswith("http://localhost/")
    assert data["datePublished"] == article.first_published_at.isoformat()


@pytest.mark.postgres
def test_an_author_page_lists_what_readers_can_see(newsroom: Newsroom, reader: Client) -> None:
    published, withdrawn = newsroom.publish(2)
    withdrawn.unpublish()
    page = read(reader, newsroom.authors[0].get_absolute_url())
    assert published.title in page
    assert withdrawn.title not in page


@pytest.mark.parametrize("kind", ["author", "tag"])
def test_a_list_that_would_be_empty_or_is_unknown_is_not_found(
    newsroom: Newsroom, reader: Client, kind: str
) -> None:
    AuthorFactory(slug="sans-article")
    Tag.objects.create(name="sans article", slug="sans-article")
    assert reader.get(reverse(kind, args=["sans-article"])).status_code == 404
    assert reader.get(reverse(kind, args=["inconnu"])).status_code == 404


def test_a_private_article_is_on_no_list(newsroom: Newsroom, reader: Client) -> None:
    article = newsroom.publish(1)[0]
    PageViewRestriction.objects.create(page=article, restriction_type="login")
    assert reader.get(newsroom.authors[0].get_absolute_url()).status_code == 404
    assert reader.get(newsroom.tags[0].get_absolute_url()).status_code == 404
    assert newsroom.authors[0].name not in read(reader, reverse("author_index"))


@pytest.mark.postgres
def test_the_index_of_authors_names_those_who_have_signed(
    newsroom: Newsroom, reader: Client
) -> None:
    newsroom.publish(2)
    AuthorFactory(name="Sans article")
    page = read(reader, reverse("author_index"))
    assert all(author.get_absolute_url() in page for author in newsroom.authors)
    assert "Sans article" not in page


def test_a_tag_page_follows_the_tag_of_an_article(newsroom: Newsroom, reader: Client) -> None:
    article: ArticlePage = newsroom.publish(1)[0]
    for tag in article.tags.all():
        assert article.title in read(reader, tag.get_absolute_url())


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_lists_are_only_read(newsroom: Newsroom, reader: Client, method: str) -> None:
    newsroom.publish(1)
    response = getattr(reader, method)(newsroom.authors[0].get_absolute_url())
    assert response.status_code == 405
