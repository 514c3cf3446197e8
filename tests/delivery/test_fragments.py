"""A page that is put together from kept parts is the page that would be made anew.

Each table that pages read is changed, past all models; each page is asked for with what is kept of
it, and once more with nothing kept.
"""

from collections.abc import Iterator
from contextlib import suppress
from itertools import groupby

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from delivery.pages.changes import known
from delivery.pages.kept import memory
from home.models import HomePage
from news.models import ArticlePage
from tests.delivery.everything import addresses, change, columns_read, newsroom_with_everything
from tests.factories import ArticleFactory
from tests.news.newsroom import Newsroom

# What may differ on PostgreSQL is what is known of changes, which other tests ask.
pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("transactional_db")]


@pytest.fixture
def newsroom(home_page: HomePage) -> Iterator[Newsroom]:
    yield newsroom_with_everything(home_page)
    known.close()


def page(address: str) -> bytes:
    try:
        response = Client().get(address)
    except Exception as error:  # noqa: BLE001 (a page that fails has to fail both ways)
        return repr(error).encode()
    return b"%d %s" % (response.status_code, response.content)


def test_kept_parts_show_what_a_page_made_anew_shows(newsroom: Newsroom) -> None:
    # La Une, a section, an article, an author and a tag: what is kept in parts.
    shown = addresses(newsroom)[:5]
    before = {address: page(address) for address in shown}
    changed = 0
    for model, columns in groupby(columns_read(), key=lambda column: column[0]):
        if not model._base_manager.exists():
            continue
        for column in columns:
            with suppress(IntegrityError), transaction.atomic():
                change(*column)
        kept = {address: page(address) for address in shown}
        memory.clear()
        anew = {address: page(address) for address in shown}
        wrong = [address for address in shown if kept[address] != anew[address]]
        assert not wrong, f"{wrong} after a change of {model.__name__}"
        changed += kept != before
        before = anew
    assert changed > 8


def test_correction_of_an_article_is_in_each_of_its_parts(newsroom: Newsroom) -> None:
    article = newsroom.articles[0]
    address = article.get_url().replace("http://testserver", "")
    page(address)
    article = ArticlePage.objects.get(pk=article.pk)
    article.title, article.standfirst = "Titre corrigé", "Chapô corrigé"
    article.save_revision().publish()
    again = page(address).decode()
    assert again.count("Titre corrigé") > 2
    assert "Chapô corrigé" in again
    assert "Nouvelle 0" not in again


def test_list_that_is_kept_is_not_fetched(newsroom: Newsroom) -> None:
    address = newsroom.sections[0].get_url().replace("http://testserver", "")
    page(address)
    with CaptureQueriesContext(connection) as asked:
        page(address)
    statements = [query["sql"] for query in asked.captured_queries]
    assert not [sql for sql in statements if "news_articlepage" in sql], statements


def test_new_article_is_in_the_list_and_moves_the_last_one_of_its_first_half(
    newsroom: Newsroom,
) -> None:
    section = newsroom.sections[0]
    before = [ArticleFactory(parent=section, title=f"Ancienne {n}") for n in range(8)]
    address = section.get_url().replace("http://testserver", "")
    assert page(address).decode().count("card__title") >= 8
    ArticleFactory(parent=section, title="Toute nouvelle")
    kept = page(address)
    memory.clear()
    assert kept == page(address)
    assert "Toute nouvelle" in kept.decode()
    assert all(article.title in kept.decode() for article in before)
