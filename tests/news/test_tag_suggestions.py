"""A tag is found by any of its words, however it is typed."""

import pytest
from django.test import Client
from django.urls import reverse

from news.models import Tag
from tests.factories import SectionFactory, UserFactory
from tests.made_once import made_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(UserFactory(is_superuser=True))
    return client


@pytest.fixture(autouse=True)
@made_once
def tags() -> None:
    for name in ("Sécurité routière", "Routes", "Œuvres d’art", "Déroute"):
        Tag.objects.create(name=name)


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("securite", ["Sécurité routière"]),
        ("SÉCU", ["Sécurité routière"]),
        ("routi", ["Sécurité routière"]),
        ("rout", ["Routes", "Sécurité routière"]),
        ("routi secu", ["Sécurité routière"]),
        ("oeuvres", ["Œuvres d’art"]),
        ("art", ["Œuvres d’art"]),
        ("oute", []),
        ("", []),
        ("…", []),
        ("%", []),
    ],
)
def test_any_word_of_a_tag_finds_it(desk: Client, typed: str, names: list[str]) -> None:
    url = reverse("wagtailadmin_tag_model_autocomplete", args=["news", "tag"])
    assert desk.get(url, {"term": typed}).json() == names


def test_the_field_of_an_article_asks_there(desk: Client, home_page: object) -> None:
    section = SectionFactory(parent=home_page)
    url = reverse("wagtailadmin_pages:add", args=["news", "articlepage", section.pk])
    assert 'data-w-tag-url-value="/admin/tag-suggestions/news/tag/"' in desk.get(url).text


def test_nobody_outside_reads_the_tags(client: Client) -> None:
    url = reverse("wagtailadmin_tag_model_autocomplete", args=["news", "tag"])
    assert client.get(url, {"term": "rout"}).status_code == 302


@pytest.mark.postgres
def test_only_tags_are_suggested(desk: Client) -> None:
    url = reverse("wagtailadmin_tag_model_autocomplete", args=["accounts", "user"])
    assert desk.get(url, {"term": "a"}).status_code == 404
