"""The search in the JSON interface: what readers find, and no more."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from home.models import HomePage, PolicyPage
from news.models import ArticleIndexPage
from search.analytics.buffer import buffer
from search.api import searches_limit
from tests.counting import queries_of
from tests.factories import ArticleFactory, SectionFactory
from tests.jobs.counts import waiting_counts
from tests.made_once import made_once

pytestmark = pytest.mark.django_db
SEARCH = "/api/v2/search/"


@pytest.fixture(autouse=True)
def _nothing_asked_yet() -> None:
    searches_limit.asked.clear()


@pytest.fixture
@made_once
def section(home_page: HomePage) -> ArticleIndexPage:
    return SectionFactory(parent=home_page, title="Régions", slug="regions")


def search(reader: Client, query: str, status: int = 200) -> Any:
    answer = reader.get(SEARCH + query)
    assert answer.status_code == status, (query, answer.content)
    assert answer["Content-Type"] == "application/json"
    return answer.json()


def titles(reader: Client, query: str) -> list[str]:
    return [item["title"] for item in search(reader, query)["items"]]


@pytest.mark.postgres
def test_a_result_leads_to_its_page_and_to_the_article(
    section: ArticleIndexPage, home_page: HomePage, reader: Client
) -> None:
    body = [("paragraph", "<p>Les <b>piroguiers</b> attendent.</p>")]
    article = ArticleFactory(parent=section, title="Le bac de Kayes", slug="bac", body=body)
    home_page.add_child(instance=PolicyPage(title="Le bac et nous", slug="bac-et-nous"))
    assert search(reader, "?q=piroguiers") == {
        "meta": {"total_count": 1, "searched": "piroguiers", "partial": False},
        "items": [
            {
                "type": "article",
                "title": "Le bac de Kayes",
                "excerpt": "Les piroguiers attendent.",
                "published_at": timezone.localtime(article.first_published_at).isoformat(
                    timespec="seconds"
                ),
                "url": "http://localhost/regions/bac/",
                "detail_url": f"http://localhost/api/v2/articles/{article.pk}/",
            }
        ],
    }
    page = next(item for item in search(reader, "?q=bac")["items"] if item["type"] == "page")
    assert (page["url"], page["detail_url"]) == ("http://localhost/bac-et-nous/", None)


@pytest.mark.postgres
def test_results_are_those_of_the_page_in_the_same_order(
    section: ArticleIndexPage, reader: Client
) -> None:
    now = timezone.now()
    for days, title in ((3, "Coton coton coton"), (1, "Le marché du coton"), (2, "Coton bio")):
        at = now - timedelta(days=days)
        ArticleFactory(parent=section, title=title, first_published_at=at)
    shown = [hit.thing.title for hit in reader.get("/recherche/?q=coton").context["hits"]]
    assert titles(reader, "?q=coton") == shown
    newest = ["Le marché du coton", "Coton bio", "Coton coton coton"]
    assert titles(reader, "?q=coton&order=newest") == newest
    assert titles(reader, "?q=coton&order=newest&limit=1&offset=1") == newest[1:2]
    assert search(reader, "?q=coton&limit=1&offset=9") == {
        "meta": {"total_count": 3, "searched": "coton", "partial": False},
        "items": [],
    }


@pytest.mark.postgres
def test_it_is_said_what_was_looked_for_instead(section: ArticleIndexPage, reader: Client) -> None:
    ArticleFactory(parent=section, title="Le barrage de Sélingué")
    assert search(reader, "?q=barage")["meta"] == {
        "total_count": 1,
        "searched": "barrage",
        "partial": False,
    }
    assert search(reader, "?q=barrage Tombouctou")["meta"]["partial"] is True


@pytest.mark.postgres
def test_only_what_readers_can_open_is_found(section: ArticleIndexPage, reader: Client) -> None:
    ArticleFactory(parent=section, title="Brouillon secret", live=False)
    for kind in ("login", "password"):
        closed = SectionFactory(parent=section)
        PageViewRestriction.objects.create(page=closed, restriction_type=kind, password="secret")
        ArticleFactory(parent=closed, title="Réservé secret")
    collection = Collection.get_first_root_node().add_child(name="Privé")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    Document.objects.create(title="Note secret", file="a.pdf", collection=collection)
    Document.objects.create(title="Pièce secret", file="b.pdf")
    withdrawn = ArticleFactory(parent=section, title="Retiré secret")
    withdrawn.unpublish()
    assert search(reader, "?q=secret")["items"] == []


@pytest.mark.postgres
def test_what_cannot_be_read_is_refused(section: ArticleIndexPage, reader: Client) -> None:
    refused = ("", "?q=", "?q=%20", "?q=a&order=x", "?q=a&order=", "?q=a&fields=*", "?q=a&q=b")
    refused += ("?q=a%00", "?q=a&limit=0", "?q=a&limit=101", "?q=a&offset=-1", "?q=a&rubrique=x")
    refused += ("?q=a&page=2", "?q=a&search_operator=and", "?q=a&type=wagtailcore.Page")
    for query in refused:
        assert list(search(reader, query, 400)) == ["message"], query
    for odd in ('"', "-", "!!!", "*", "a OR b:", "x" * 5000, "%F0%9F%98%80", "%ED%A0%80"):
        search(reader, f"?q={odd}")


def test_a_search_costs_the_same_however_much_it_finds(
    section: ArticleIndexPage, reader: Client
) -> None:
    for number in range(3):
        ArticleFactory(parent=section, title=f"Crue {number}")
    few = queries_of(reader, f"{SEARCH}?q=crue")
    for number in range(17):
        ArticleFactory(parent=section, title=f"Crue encore {number}")
    assert queries_of(reader, f"{SEARCH}?q=crue") == few <= 16


def test_one_network_searches_so_often_only_and_nothing_is_counted(
    section: ArticleIndexPage, reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    ArticleFactory(parent=section, title="Crue")
    monkeypatch.setattr(searches_limit, "most", 1)
    monkeypatch.setattr(searches_limit, "until", 0.0)
    agent = {"user-agent": "Mozilla/5.0 (Linux; Android 11) Chrome/120 Mobile"}
    assert reader.get(f"{SEARCH}?q=crue", headers=agent).status_code == 200
    assert reader.get(f"{SEARCH}?q=crue", headers=agent).status_code == 429
    assert reader.get("/api/v2/articles/").status_code == 200
    assert not waiting_counts(buffer.path)
