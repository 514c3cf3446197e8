"""« Mode économie », by the browser's word or the reader's."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from home.models import HomePage
from news.models import ArticlePage
from tests.made_once import made_once
from tests.news.newsroom import Newsroom

pytestmark = pytest.mark.django_db


@pytest.fixture
@made_once
def article(home_page: HomePage) -> ArticlePage:
    newsroom = Newsroom(home_page)
    return newsroom.publish(1)[0]


def has_pictures(reader: Client, address: str, **headers: str) -> bool:
    html = reader.get(address, headers=headers).content
    return bool(BeautifulSoup(html, "html.parser").select("main img:not(noscript img)"))


def choose(reader: Client, mode: str, back: str = "/") -> str:
    response = reader.post(reverse("economy"), {"mode": mode, "next": back})
    assert response.status_code == 303
    return response["Location"]


def test_a_browser_that_saves_data_gets_no_pictures(article: ArticlePage, reader: Client) -> None:
    assert has_pictures(reader, article.url)
    assert not has_pictures(reader, article.url, **{"save-data": "on"})


def test_the_readers_choice_holds_and_can_be_taken_back(
    article: ArticlePage, reader: Client
) -> None:
    assert choose(reader, "1", article.url) == article.url
    assert not has_pictures(reader, article.url)
    choose(reader, "0")
    assert has_pictures(reader, article.url, **{"save-data": "on"})


def test_a_box_says_the_weight_of_its_picture_and_leads_to_it(
    article: ArticlePage, reader: Client
) -> None:
    html = reader.get(article.url, headers={"save-data": "on"}).content
    box = BeautifulSoup(html, "html.parser").select_one(".article__lead [data-picture]")
    assert box.text.endswith(("\xa0o", "\xa0Ko"))
    assert box["href"].endswith(".webp")
    assert box["data-alt"] == article.image_alt


def test_caches_tell_the_two_pages_apart(article: ArticlePage, reader: Client) -> None:
    plain = reader.get(article.url)
    assert "Save-Data" in plain["Vary"] and "Cookie" not in plain["Vary"]
    assert "public" in plain["Cache-Control"]
    choose(reader, "1")
    chosen = reader.get(article.url)
    assert "private" in chosen["Cache-Control"] and "public" not in chosen["Cache-Control"]


@pytest.mark.parametrize(
    "address", ["https://elsewhere.example/", "//elsewhere.example", "javascript:1"]
)
def test_the_choice_leads_nowhere_else(home_page: HomePage, reader: Client, address: str) -> None:
    assert choose(reader, "1", address) == "/"


def test_the_choice_is_only_made_by_asking_for_it(home_page: HomePage, reader: Client) -> None:
    assert reader.get(reverse("economy")).status_code == 405
    reader.cookies["economie"] = "perhaps"
    assert "public" in reader.get("/").headers["Cache-Control"]
