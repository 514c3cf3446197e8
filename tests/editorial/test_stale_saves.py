"""A save that does not say which version it was typed on is taken for one that is out of date."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from news.models import ArticleIndexPage, ArticlePage
from tests.factories import ArticleFactory
from tests.forms import fields_of, fields_sent, read_form
from tests.made_once import made_once

SignIn = Callable[[User], Client]
JSON = {"accept": "application/json"}
NAMES = ("loaded_revision_id", "loaded_revision_created_at", "overwrite_revision_id")


def nameless(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name not in NAMES}


@pytest.fixture
@made_once
def desk(writer: User, sign_in: SignIn) -> Client:
    return sign_in(writer)


@pytest.fixture
@made_once
def url(draft: ArticlePage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[draft.pk])


def latest(page: ArticlePage) -> Any:
    return ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object()


@pytest.mark.parametrize("button", [{}, {"action-submit": "1"}])
def test_a_save_without_its_version_overwrites_nothing_unseen(
    draft: ArticlePage, desk: Client, url: str, copy_editor: User, button: dict[str, str]
) -> None:
    fields = nameless(fields_sent(desk, url))
    draft.standfirst = "Dès mardi."
    draft.save_revision(user=copy_editor)
    answer = desk.post(url, fields | {"standfirst": "Dès lundi."} | button)
    assert answer.status_code == 409
    assert latest(draft).standfirst == "Dès mardi."
    # With the way out of any save that comes too late: both versions, and the newer one's number.
    assert "Dès mardi." in answer.text
    again = fields_of(answer.text)
    assert again["standfirst"] == "Dès lundi."
    assert desk.post(url, again).status_code == 302
    assert latest(draft).standfirst == "Dès lundi."


@pytest.mark.parametrize("empty", [{}, {"loaded_revision_id": ""}])
def test_an_autosave_without_its_version_is_refused(
    draft: ArticlePage, desk: Client, url: str, empty: dict[str, str]
) -> None:
    before = draft.latest_revision_id
    fields = nameless(fields_sent(desk, url)) | {"standfirst": "Dès lundi."} | empty
    answer = desk.post(url, fields, headers=JSON)
    assert answer.status_code == 400
    assert answer.json()["error_code"] == "invalid_revision"
    assert ArticlePage.objects.get(pk=draft.pk).latest_revision_id == before


def test_a_page_that_has_no_version_yet_needs_none(
    section: ArticleIndexPage, desk: Client, writer: User
) -> None:
    page = ArticleFactory(parent=section, owner=writer, live=False, first_published_at=None)
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    fields = nameless(fields_sent(desk, url)) | {"standfirst": "Dès lundi."}
    assert desk.post(url, fields).status_code == 302
    assert latest(page).standfirst == "Dès lundi."


def test_a_new_page_goes_on_from_its_first_autosave(
    section: ArticleIndexPage, desk: Client
) -> None:
    add = reverse("wagtailadmin_pages:add", args=["news", "articlepage", section.pk])
    fields = read_form(desk, add) | {"title": "Le pont ferme"}
    told = desk.post(add, fields, headers=JSON).json()
    named = fields | {"overwrite_revision_id": str(told["revision_id"])}
    answer = desk.post(told["url"], named | {"standfirst": "Dès lundi."}, headers=JSON)
    assert answer.json()["success"], answer.json()
    assert latest(ArticlePage.objects.get()).standfirst == "Dès lundi."
