"""Pages of authors: who writes what on them, and on record."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from accounts.models import User
from home.models import HomePage
from news.models import Author
from tests.editorial.conftest import member
from tests.factories import AuthorFactory, NewsImageFactory
from tests.forms import read_form

pytestmark = pytest.mark.django_db


def test_an_author_page_is_changed_on_record(
    copy_editor: User, sign_in: Callable[[User], Client], home_page: HomePage
) -> None:
    author = AuthorFactory()
    address = reverse("wagtailsnippets_news_author:edit", args=[author.pk])
    client = sign_in(copy_editor)
    client.post(address, read_form(client, address, f"form[action='{address}']") | {"role": "Une"})
    assert ModelLogEntry.objects.filter(action="wagtail.edit", object_id=author.pk).exists()


def typed(client: Client, author: Author, **changes: str) -> Any:
    """Post the author's form as it would be, with `changes`, whether or not it opens."""
    address = reverse("wagtailsnippets_news_author:edit", args=[author.pk])
    fields = {"name": author.name, "slug": author.slug, "role": "", "portrait": "", "email": ""}
    return client.post(address, fields | {"biography": "null"} | changes)


def test_writers_change_words_and_portrait_of_their_own_page_on_record(
    writer: User, sign_in: Callable[[User], Client], home_page: HomePage
) -> None:
    own = AuthorFactory(user=writer, name="Awa Sidibé", slug="awa-sidibe")
    address = reverse("wagtailsnippets_news_author:edit", args=[own.pk])
    client = sign_in(writer)
    form = read_form(client, address, f"form[action='{address}']")
    assert {"role", "portrait", "biography"} <= set(form)
    assert not {"name", "slug", "email", "user"} & set(form)
    words = {"blocks": [{"key": "a", "type": "unstyled", "text": "Née à Ségou.", "depth": 0}]}
    words["blocks"][0] |= {"inlineStyleRanges": [], "entityRanges": []}
    portrait = NewsImageFactory()
    answer = typed(
        client,
        own,
        name="Une autre",
        slug="une-autre",
        email="awa@example.org",
        role="Reportrice",
        portrait=str(portrait.pk),
        biography=json.dumps(words | {"entityMap": {}}),
    )
    assert answer.status_code == 302
    own.refresh_from_db()
    assert (own.name, own.slug, own.email, own.user) == ("Awa Sidibé", "awa-sidibe", "", writer)
    assert (own.role, own.portrait) == ("Reportrice", portrait)
    assert "Née à Ségou." in own.biography
    assert ModelLogEntry.objects.get(action="wagtail.edit", object_id=own.pk).user == writer
    for view in ("history", "usage"):
        name = f"wagtailsnippets_news_author:{view}"
        assert client.get(reverse(name, args=[own.pk])).status_code == 200


def test_pages_of_other_authors_stay_closed_to_a_writer(
    writer: User, other_writer: User, sign_in: Callable[[User], Client], home_page: HomePage
) -> None:
    own, other = AuthorFactory(user=writer), AuthorFactory(user=other_writer, role="Avant")
    nobody_s = AuthorFactory(role="Avant")
    client = sign_in(writer)
    for author in (other, nobody_s):
        for view in ("edit", "history", "usage", "delete", "copy"):
            address = reverse(f"wagtailsnippets_news_author:{view}", args=[author.pk])
            assert client.get(address).status_code in (302, 403, 404), view
            asked = client.get(address, headers={"X-Requested-With": "XMLHttpRequest"})
            assert asked.status_code == 403, view
        typed(client, author, role="Après")
        author.refresh_from_db()
        assert author.role == "Avant"
    client.post(reverse("wagtailsnippets_news_author:delete", args=[own.pk]))
    assert Author.objects.filter(pk=own.pk).exists()
    listed = client.get(reverse("wagtailsnippets_news_author:list")).content.decode()
    assert own.name in listed
    assert other.name not in listed and nobody_s.name not in listed


@pytest.mark.parametrize("group", ["Legal", "Moderators"])
def test_a_byline_alone_opens_no_page_to_who_writes_no_articles(
    group: str, sign_in: Callable[[User], Client], home_page: HomePage
) -> None:
    person = member(group)
    own = AuthorFactory(user=person, role="Avant")
    client = sign_in(person)
    typed(client, own, role="Après")
    own.refresh_from_db()
    assert own.role == "Avant"
