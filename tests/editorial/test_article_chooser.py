"""An article is chosen from the newest ones, with picture, section, date and state."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from home.models import HomePage
from news.models import ArticleIndexPage, ArticlePage
from tests.counting import queries_of
from tests.factories import ArticleFactory, NewsImageFactory, SectionFactory
from tests.made_once import made_once

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
RESULTS = "article_chooser:choose_results"


@pytest.fixture
@made_once
def articles(section: ArticleIndexPage) -> list[ArticlePage]:
    now = timezone.now()
    return [
        ArticleFactory(
            parent=section,
            title=f"Titre {n}",
            lead_image=NewsImageFactory(),
            first_published_at=now - timedelta(hours=n),
        )
        for n in range(4)
    ]


def titles(client: Client, **asked: str) -> list[str]:
    page = BeautifulSoup(client.get(reverse(RESULTS), asked).text, "html.parser")
    return [link.get_text() for link in page.select("[data-chooser-modal-choice]")]


@pytest.mark.postgres
def test_the_newest_come_first_with_what_tells_them_apart(
    chief: User, sign_in: SignIn, articles: list[ArticlePage]
) -> None:
    client = sign_in(chief)
    assert titles(client) == ["Titre 0", "Titre 1", "Titre 2", "Titre 3"]
    window = client.get(reverse("article_chooser:choose")).json()["html"]
    row = BeautifulSoup(window, "html.parser").select_one(".actujet-choose__item")
    assert row.select_one("img")["src"].startswith("/media/")
    assert all(word in row.get_text() for word in ("Politique", "En ligne"))


def test_drafts_are_shown_when_they_are_asked_for(
    chief: User, sign_in: SignIn, articles: list[ArticlePage], draft: ArticlePage
) -> None:
    client = sign_in(chief)
    assert draft.title not in titles(client)
    assert draft.title in titles(client, state="all")


def test_one_that_is_scheduled_is_among_them(
    chief: User, sign_in: SignIn, draft: ArticlePage
) -> None:
    draft.save_revision(approved_go_live_at=timezone.now() + timedelta(hours=2))
    assert titles(sign_in(chief)) == [draft.title]


@pytest.mark.postgres
def test_search_and_section_narrow_the_list(
    chief: User, sign_in: SignIn, home_page: HomePage, articles: list[ArticlePage]
) -> None:
    sports = SectionFactory(parent=home_page, title="Sports")
    ArticleFactory(parent=sports, title="Le derby")
    client = sign_in(chief)
    assert titles(client, section=str(sports.pk)) == ["Le derby"]
    assert titles(client, q="derby") == ["Le derby"]
    nothing = client.get(reverse(RESULTS), {"q": "introuvable"})
    assert "Aucun article ne correspond à « introuvable »" in nothing.text
    assert client.get(reverse(RESULTS), {"section": "x"}).status_code == 200


@pytest.mark.postgres
def test_nobody_meets_the_drafts_of_others_by_list_search_or_number(
    other_writer: User, writer: User, sign_in: SignIn, draft: ArticlePage
) -> None:
    chosen = reverse("article_chooser:chosen", args=[draft.pk])
    client = sign_in(other_writer)
    assert titles(client, state="all") == titles(client, state="all", q="pont") == []
    assert client.get(chosen).status_code == 404
    assert sign_in(writer).get(chosen).json()["result"]["title"] == draft.title


def test_the_list_costs_the_same_however_many_it_shows(
    chief: User, sign_in: SignIn, section: ArticleIndexPage, articles: list[ArticlePage]
) -> None:
    client = sign_in(chief)
    titles(client)
    few = queries_of(client, reverse(RESULTS))
    for _n in range(4):
        ArticleFactory(parent=section, lead_image=articles[0].lead_image)
    assert queries_of(client, reverse(RESULTS)) == few
