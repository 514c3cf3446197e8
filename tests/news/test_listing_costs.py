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

# Without the page cache, which answers most readers with none: queries where what changes seldom
# (alerts, adverts, trends) is kept, and where nothing is. Lower them when you can.
MOST = {
    "la Une": (12, 20),
    "section": (12, 20),
    "article": (16, 24),
    "author": (12, 18),
    "tag": (11, 17),
    "author index": (8, 14),
    "tag index": (6, 12),
    "corrections": (8, 14),
    "feed": (11, 12),
    "search": (30, 36),
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


def test_pages_cost_the_same_at_ten_and_at_thirty_articles(
    newsroom: Newsroom, reader: Client
) -> None:
    newsroom.publish(10)
    of_each = addresses(newsroom)
    for address in of_each.values():
        reader.get(address)  # fills what a process keeps: content types, site paths
    at_ten = {name: queries(reader, address) for name, address in of_each.items()}
    newsroom.publish(20)
    for name, address in of_each.items():
        reader.get(address)
        kept = queries(reader, address)
        cache.clear()
        empty = queries(reader, address)
        # A search names the types that it has found, each in a query of its own.
        assert len(kept) == len(at_ten[name]) or name == "search", (name, kept)
        assert len(kept) <= MOST[name][0], (name, kept)
        assert len(empty) <= MOST[name][1], (name, empty)


def test_a_reader_gets_no_cookie(newsroom: Newsroom, reader: Client) -> None:
    newsroom.publish(6)
    for name, address in addresses(newsroom).items():
        response = reader.get(address)
        assert not response.cookies, name
        assert "Cookie" not in response.headers.get("Vary", ""), name
        assert "csrf" not in response.content.decode(), name
