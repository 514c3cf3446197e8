"""Lists of ModelAdmin, whose filters come from Django's own admin, are in French throughout."""

import inspect
import re
from collections.abc import Iterator

import pytest
from django.contrib.admin import filters
from django.test import Client
from wagtail_modeladmin.options import ModelAdmin

from accounts.models import User
from audience.comments.models import BlockedWriter, Comment, Commenter
from home.models import ContactMessage, HomePage
from tests.editorial.conftest import member
from tests.factories import ArticleFactory, SectionFactory

ENGLISH = set(re.findall(r'_\(\s*"([^"]+)"', inspect.getsource(filters)))


def lists(of: type[ModelAdmin] = ModelAdmin) -> Iterator[type[ModelAdmin]]:
    for kind in of.__subclasses__():
        if getattr(kind, "model", None):
            yield kind
        yield from lists(kind)


def english(page: str) -> set[str]:
    words = {word.strip() for word in re.findall(r">([^<>]+)<", page)}
    return (words & ENGLISH) | {word for word in words if word.startswith("By ")}


@pytest.fixture(autouse=True)
def _something_to_filter(home_page: HomePage) -> None:
    """Lists without a row have no filters."""
    article = ArticleFactory(parent=SectionFactory(parent=home_page))
    Comment.objects.create(article=article, name="Awa", text="Merci.")
    Commenter.objects.create(email="awa@example.net")
    BlockedWriter.objects.create(kind=BlockedWriter.Kind.EMAIL, value="x@example.net")
    ContactMessage.objects.create(name="Awa", email="awa@example.net", message="Merci.")


def test_filters_of_every_list_are_in_french(client: Client, admin_user: User) -> None:
    client.force_login(admin_user)
    with_dates = 0
    for kind in lists():
        address = kind().url_helper.index_url
        page = client.get(address)
        assert page.status_code == 200, address
        shown = page.content.decode()
        assert english(shown) == set(), address
        with_dates += "Toutes les dates" in shown
    assert with_dates >= 2


def test_moderator_opens_lists_that_have_rows(client: Client) -> None:
    client.force_login(member("Moderators", username="ibrahim"))
    for name in ("all-comments", "comment-writers", "blocked-writers"):
        assert client.get(f"/admin/{name}/").status_code == 200, name


def test_chief_finds_messages_and_comments_in_french(client: Client, chief: User) -> None:
    client.force_login(chief)
    for address in ("/admin/messages/", "/admin/all-comments/"):
        shown = client.get(address).content.decode()
        assert "Toutes les dates" in shown and english(shown) == set(), address
