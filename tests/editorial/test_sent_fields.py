"""What tests send in the name of a browser is what the page's own form would send."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Comment, Page

from accounts.models import User
from home.models import HomePage
from news.models import ArticlePage
from tests.factories import ArticleFactory, SectionFactory
from tests.forms import fields_sent, read_form
from tests.made_once import made_once

SignIn = Callable[[User], Client]
# Of the buttons' dialogs, which a test presses by name; and fields that a browser sends empty.
OF_DIALOGS = {"csrfmiddlewaretoken", "gate_reason", "workflow-action-name"}


@pytest.fixture
@made_once
def pages(home_page: HomePage, writer: User) -> list[Page]:
    section = SectionFactory(parent=home_page)
    live: ArticlePage = ArticleFactory(parent=section, owner=writer)
    live.title = "Plus long que ce que les lecteurs voient"
    Comment.objects.create(page=live, user=writer, text="À vérifier", contentpath="title")
    live.save_revision(user=writer)
    return [home_page, section, live, ArticleFactory(parent=section, live=False, owner=writer)]


@pytest.mark.parametrize("role", ["writer", "chief"])
def test_the_form_without_its_page_holds_the_same(
    role: str, pages: list[Page], sign_in: SignIn, request: pytest.FixtureRequest
) -> None:
    client = sign_in(request.getfixturevalue(role))
    compared = 0
    for page in pages:
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        if client.get(url).status_code != 200:
            continue
        shown, sent = (read(client, url) for read in (read_form, fields_sent))
        assert told(shown) == told(sent)
        compared += 1
    assert compared >= 2


def told(fields: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in fields.items() if value and name not in OF_DIALOGS}
