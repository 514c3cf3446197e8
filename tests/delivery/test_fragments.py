"""A page that is put together from kept parts is the page that would be made anew.

Each table that pages read is changed, past all models; each page is asked for with what is kept of
it, and once more with nothing kept.
"""

from collections.abc import Iterator
from contextlib import suppress
from itertools import groupby

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from delivery.pages.changes import known
from delivery.pages.kept import memory
from home.models import HomePage
from news.models import ArticlePage
from tests.delivery.everything import addresses, change, columns_read, newsroom_with_everything
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
    # La Une, a section and an article: what is kept in parts.
    shown = addresses(newsroom)[:3]
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
