"""Every change that alters a page is one that the page depends on, whatever is changed.

Each column of each table that readers' pages read is changed, behind the back of all models, and
each page is made again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from wagtail.models import Collection, PageViewRestriction

from delivery.models import ContentChange
from delivery.pages.dependencies import Dependencies, collecting
from delivery.pages.tables import EVERYTHING, declared
from home.models import HomePage
from news.models import ArticlePage, Tag
from tests.delivery.everything import (
    Column,
    addresses,
    change,
    columns_read,
    newsroom_with_everything,
)
from tests.factories import ArticleFactory, NewsImageFactory
from tests.made_once import made_once
from tests.news.newsroom import Newsroom


@pytest.fixture
@made_once
def newsroom(home_page: HomePage) -> Newsroom:
    return newsroom_with_everything(home_page)


class Rolled(Exception):
    pass


@contextmanager
def rolled_back() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
            raise Rolled
    except Rolled:
        pass


def made(address: str) -> tuple[bytes, Dependencies]:
    with collecting() as found:
        try:
            response = Client().get(address)
            body = b"%d %s" % (response.status_code, response.content)
        except Exception as error:  # noqa: BLE001 (a page that fails is another page)
            body = repr(error).encode()
    return body, found


def noted_since(last: int) -> set[str]:
    return set(ContentChange.objects.filter(pk__gt=last).values_list("tag", flat=True))


def last_noted() -> int:
    newest = ContentChange.objects.order_by("-pk").first()
    return newest.pk if newest else 0


def differs_after(changes: list[Column], address: str) -> bool:
    body, _found = made(address)
    with rolled_back():
        for model, field in changes:
            change(model, field)
        again, _found = made(address)
    return again != body


def test_page_depends_on_each_column_that_it_shows(newsroom: Newsroom) -> None:
    depends = {address: made(address)[1].tags | {EVERYTHING} for address in addresses(newsroom)}
    silent: dict[str, list[Column]] = {}
    for model, field in columns_read():
        with rolled_back():
            last = last_noted()
            change(model, field)
            noted = noted_since(last)
        for address, tags in depends.items():
            if not noted & tags:
                silent.setdefault(address, []).append((model, field))
    for address, columns in silent.items():
        if differs_after(columns, address):
            alone = [
                f"{m.__name__}.{f.name}" for m, f in columns if differs_after([(m, f)], address)
            ]
            pytest.fail(f"{address} shows {alone or columns}, and depends on none of it")
    assert (ArticlePage, ArticlePage._meta.get_field("standfirst")) not in silent["/"]


def test_what_the_desk_does_before_publication_changes_no_page(newsroom: Newsroom) -> None:
    last = last_noted()
    article = newsroom.articles[0]
    article.title = "Un brouillon"
    article.save_revision()
    newsroom.sections[0].add_child(
        instance=ArticlePage(title="À venir", standfirst="Demain.", live=False)
    )
    Tag.objects.create(name="neuf", slug="neuf")
    NewsImageFactory(collection=Collection.get_first_root_node())
    # Pages found for the newsroom have entries in the index of the search.
    assert noted_since(last) <= {"wagtailsearch_indexentry"}


def test_correction_of_one_article_is_no_change_of_the_others(newsroom: Newsroom) -> None:
    oldest = ArticleFactory(
        parent=newsroom.sections[2], first_published_at=timezone.now() - timedelta(days=90)
    )
    last = last_noted()
    oldest.standfirst = "Corrigé."
    oldest.save_revision().publish()
    noted = noted_since(last)
    assert f"page:{oldest.pk}" in noted
    shown = {address: noted & made(address)[1].tags for address in addresses(newsroom)[2:5]}
    assert not any(shown.values()), shown


def test_withdrawal_is_noted_as_one(newsroom: Newsroom) -> None:
    last = last_noted()
    article = newsroom.articles[0]
    article.unpublish()
    withdrawn = ContentChange.objects.filter(pk__gt=last, withdraws=True)
    assert {f"page:{article.pk}", "pages"} <= set(withdrawn.values_list("tag", flat=True))


@pytest.mark.parametrize("restriction", ["login", "groups", "password"])
def test_restriction_is_a_withdrawal(newsroom: Newsroom, restriction: str) -> None:
    last = last_noted()
    page = newsroom.sections[0]
    PageViewRestriction.objects.create(page=page, restriction_type=restriction, password="x")
    assert ContentChange.objects.filter(pk__gt=last, withdraws=True).exists()


def test_table_that_nobody_declared_keeps_a_page_from_being_kept(newsroom: Newsroom) -> None:
    table = declared.pop("home_identity")
    try:
        assert "home_identity" in made("/")[1].unknown
    finally:
        declared["home_identity"] = table


def test_no_public_page_reads_a_table_that_nobody_declared(newsroom: Newsroom) -> None:
    unknown = {address: made(address)[1].unknown for address in addresses(newsroom)}
    assert {address: tables for address, tables in unknown.items() if tables} == {}
