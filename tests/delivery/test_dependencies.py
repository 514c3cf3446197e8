"""Every change that alters a page is one that the page depends on, whatever is changed.

Each column of each table that readers' pages read is changed, behind the back of all models, and
each page is made again.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from wagtail.models import Collection, PageViewRestriction

from delivery.compression import dense
from delivery.models import ContentChange
from delivery.pages.dependencies import Dependencies, collecting
from delivery.pages.parts import places_of, put_in
from delivery.pages.tables import EVERYTHING, declared
from home.models import HomePage
from news.models import ArticleIndexPage, ArticlePage, Tag
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
    assert {f"page:{article.pk}", "articles"} <= set(withdrawn.values_list("tag", flat=True))


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


def come_and_go(newsroom: Newsroom) -> dict[str, Callable[[], object]]:
    """Publications and withdrawals: beside what pages show, and far from it."""
    near, far = newsroom.sections[0], newsroom.sections[2]
    shown, tag = newsroom.articles[0], newsroom.tags[0]
    deleted, moved = (article.pk for article in newsroom.articles[1:3])
    now = timezone.now()

    def publish(section: ArticleIndexPage, *tags: Tag) -> ArticlePage:
        article = ArticleFactory.build(parent=section, title="Tout neuf", first_published_at=now)
        article.tags.add(*tags)
        section.add_child(instance=article)
        return article

    def go_through_the_desk() -> None:
        article = publish(far)
        article.unpublish()
        article.save_revision().publish()

    return {
        "in the same section": lambda: publish(near),
        "elsewhere": lambda: publish(far),
        "with the same tag": lambda: publish(far, tag),
        "twice": go_through_the_desk,
        "withdrawn": shown.unpublish,
        "deleted": ArticlePage.objects.get(pk=deleted).delete,
        "moved": lambda: ArticlePage.objects.get(pk=newsroom.articles[2].pk).move(
            far, "last-child"
        ),
        "section withdrawn": near.unpublish,
    }


class Shown:
    """A page as readers get it: its own part, and those that are drawn anew by themselves."""

    def __init__(self, address: str) -> None:
        with collecting(takes_drawn=True) as found:
            response = Client().get(address)
        self.body, self.request = dense(response.content), response.wsgi_request
        self.places, lost = places_of(self.body, found.drawn)
        self.parts = [one for one in found.drawn if one not in lost]
        self.tags = {EVERYTHING, *found.tags, *(tag for one in lost for tag in one.found.tags)}

    def after(self, noted: set[str]) -> bytes:
        """What is kept of it, with the parts that have changed."""
        texts = [
            one.part.draw(self.request) if noted & one.found.tags else one.text
            for one in self.parts
        ]
        return put_in(self.body, self.places, texts)[0]


def test_page_depends_on_the_articles_that_come_and_go_beside_it(newsroom: Newsroom) -> None:
    before = {address: Shown(address) for address in addresses(newsroom)}
    spared = set()
    for what in come_and_go(newsroom):
        with rolled_back():
            last = last_noted()
            come_and_go(newsroom)[what]()
            noted = noted_since(last)
            for address, shown in before.items():
                if not noted & shown.tags:
                    spared.add(what)
                    again = Shown(address)
                    assert shown.after(noted) == again.body, f"{address}: one is {what}"
    assert {"in the same section", "elsewhere", "with the same tag", "withdrawn"} <= spared


def test_publication_leaves_pages_alone_that_do_not_show_it(newsroom: Newsroom) -> None:
    """But for their parts, which are drawn anew and put in their place."""
    article, author, tag = addresses(newsroom)[2:5]
    depends = {}
    for address in (article, author, tag):
        with collecting(takes_drawn=True) as found:
            Client().get(address)
        depends[address] = found.tags
    last = last_noted()
    come_and_go(newsroom)["in the same section"]()
    come_and_go(newsroom)["elsewhere"]()
    noted = noted_since(last)
    assert "articles" in noted
    assert {address: noted & tags for address, tags in depends.items() if noted & tags} == {}
