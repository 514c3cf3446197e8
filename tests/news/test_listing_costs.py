"""What a reader's page costs: the same queries however much is published, and no cookie."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from home.models import HomePage
from tests.made_once import made_once
from tests.news.newsroom import Newsroom

pytestmark = pytest.mark.django_db

# Without the page cache, which answers most readers with none, and without what is kept of other
# pages: inside a transaction nothing is kept from one request to the next. Lower them when you can.
MOST = {
    "la Une": 18,
    # One of them: which sections have races.
    "section": 20,
    "article": 28,
    "author": 17,
    "tag": 17,
    "author index": 14,
    "tag index": 13,
    "corrections": 15,
    "feed": 12,
    "search": 37,
}


@pytest.fixture
@made_once
def newsroom(home_page: HomePage) -> Newsroom:
    return Newsroom(home_page)


def addresses(newsroom: Newsroom) -> dict[str, str]:
    return {
        "la Une": "/",
        "section": newsroom.sections[0].url,
        "article": newsroom.articles[5].url,
        "author": newsroom.authors[0].get_absolute_url(),
        "tag": newsroom.tags[0].get_absolute_url(),
        "author index": reverse("author_index"),
        "tag index": reverse("tag_index"),
        "corrections": reverse("corrections"),
        "feed": reverse("feed"),
        "search": reverse("search") + "?q=nouvelle",
    }


def queries(reader: Client, address: str) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        assert reader.get(address).status_code == 200
    return [query["sql"] for query in captured]


def test_pages_cost_the_same_at_thirty_and_at_fifty_articles(
    newsroom: Newsroom, reader: Client
) -> None:
    newsroom.publish(30)
    of_each = addresses(newsroom)
    for address in of_each.values():
        reader.get(address)  # fills what a process keeps: content types, site paths
    at_thirty = {name: queries(reader, address) for name, address in of_each.items()}
    newsroom.publish(20)
    for name, address in of_each.items():
        cache.clear()
        anew = queries(reader, address)
        # A search names the types that it has found, each in a query of its own.
        assert len(anew) <= len(at_thirty[name]) + 1 or name == "search", (name, anew)
        assert len(anew) <= MOST[name], (name, anew)


def test_a_reader_gets_no_cookie(newsroom: Newsroom, reader: Client) -> None:
    newsroom.publish(6)
    for name, address in addresses(newsroom).items():
        response = reader.get(address)
        assert not response.cookies, name
        assert "Cookie" not in response.headers.get("Vary", ""), name
        assert "csrf" not in response.content.decode(), name
