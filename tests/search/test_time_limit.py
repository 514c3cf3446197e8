"""A search that takes too long ends with a sentence, and the next request is answered."""

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from delivery import search_limit
from delivery.search_limit import took_too_long

SENTENCE = "Cette recherche a duré trop longtemps"


@pytest.fixture
def no_time(monkeypatch, settings):
    """SQLite asks at once whether to go on, and shall not."""
    if connection.vendor != "sqlite":
        pytest.skip("SQLite’s own way")
    settings.SEARCH_SECONDS = -1
    monkeypatch.setattr(search_limit, "INSTRUCTIONS", 1)


@pytest.mark.parametrize("path", ["wagtailadmin_pages:search", "search"])
def test_a_page_says_that_the_search_was_stopped(home_page, admin_client: Client, no_time, path):
    admin_client.raise_request_exception = False
    answer = admin_client.get(reverse(path), {"q": "barrage"})
    assert answer.status_code == 503
    assert SENTENCE in answer.content.decode()
    assert admin_client.get(reverse(path)).status_code == 200


def test_results_that_a_script_asks_for_say_it_in_their_place(
    home_page, admin_client: Client, no_time
):
    admin_client.raise_request_exception = False
    answer = admin_client.get(reverse("wagtailadmin_pages:search_results"), {"q": "barrage"})
    assert answer.status_code == 200
    assert answer.content.decode().startswith("<p") and SENTENCE in answer.content.decode()


@pytest.mark.postgres
@pytest.mark.django_db
def test_postgresql_ends_a_statement_and_it_is_known_why():
    if connection.vendor != "postgresql":
        pytest.skip("PostgreSQL’s own way")
    with pytest.raises(OperationalError) as ended, connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 20")
        cursor.execute("SELECT pg_sleep(5)")
    assert took_too_long(ended.value)
