"""People who move sections: what they are told, and two of them at once."""

from collections.abc import Callable
from functools import partial

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Site

from accounts.models import User
from home.models import HomePage
from news.models import ArticleIndexPage, FormerAddress
from search.models import IndexedItem
from tests.editorial.conftest import member
from tests.editorial.notices.conftest import work
from tests.editorial.races import at_once
from tests.factories import ArticleFactory, HomePageFactory, SectionFactory

SignIn = Callable[[User], Client]


@pytest.fixture
def other(home_page: HomePage) -> ArticleIndexPage:
    return SectionFactory(parent=home_page, title="Société", slug="societe")


def address_of_move(page: Page, to: Page) -> str:
    return reverse("wagtailadmin_pages:move_confirm", args=[page.pk, to.pk])


@pytest.mark.django_db
def test_who_moves_a_section_reads_how_far_the_redirects_are(
    section, other, chief, sign_in: SignIn
) -> None:
    ArticleFactory.create_batch(2, parent=section)
    client = sign_in(chief)
    told = "0 redirections sur 3"
    moved = client.post(address_of_move(section, other), follow=True)
    assert told in moved.content.decode()
    editor = reverse("wagtailadmin_pages:edit", args=[section.pk])
    assert told in client.get(editor).content.decode()
    FormerAddress.objects.update(pages=20_001, looked_at=6_500)
    assert "6\xa0500 redirections sur 20\xa0001" in client.get(editor).content.decode()
    FormerAddress.objects.update(looked_at=0)
    work()
    assert "redirections sur" not in client.get(editor).content.decode()


@pytest.mark.django_db
def test_many_articles_are_moved_at_once_and_found_in_their_section(
    section, other, chief, sign_in: SignIn
) -> None:
    articles = ArticleFactory.create_batch(2, parent=section)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
    keys = [article.pk for article in articles]
    query = f"?id={keys[0]}&id={keys[1]}&next=/admin/"
    answer = sign_in(chief).post(address + query, {"chooser": other.pk})
    assert answer.status_code == 302
    assert Page.objects.child_of(other).count() == 2
    assert FormerAddress.objects.count() == 2
    items = IndexedItem.objects.filter(source="article", object_id__in=keys)
    assert set(items.values_list("section_id", flat=True)) == {other.pk}


@pytest.mark.postgres
@pytest.mark.usefixtures("transactional_db")
def test_two_moves_at_once_leave_a_whole_tree(sign_in: SignIn) -> None:
    home = HomePageFactory()
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    one, two, three = (SectionFactory(parent=home, slug=slug) for slug in ("un", "deux", "trois"))
    for section in (one, two, three):
        ArticleFactory(parent=section, slug=f"article-{section.slug}")
    clients = [sign_in(member("Chief editors", username=name)) for name in ("adama", "fatou")]
    # Into each other, and then two into the same.
    for moves in ([(one, two), (two, one)], [(one, three), (two, three)]):
        addresses = [address_of_move(*move) for move in moves]
        calls = zip(clients, addresses, strict=True)
        answers = at_once(*(partial(client.post, address) for client, address in calls))
        assert [answer.status_code for answer in answers] == [302, 302]
        assert not any(Page.find_problems())
        for page in Page.objects.filter(depth__gt=2):
            assert page.url_path == f"{page.get_parent().url_path}{page.slug}/"
