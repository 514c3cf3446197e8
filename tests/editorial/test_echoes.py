"""An autosave that was under way during an approval leaves no draft behind."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from editorial.dashboard.states import rows_for
from news.models import ArticlePage
from tests.editorial.steps import approve, submit
from tests.forms import comment, fields_sent
from tests.made_once import made_once

SignIn = Callable[[User], Client]
APPROVAL = {"action-workflow-action": "true", "workflow-action-name": "approve"}
JSON = {"accept": "application/json"}


def edit_url(page: ArticlePage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def fresh(page: ArticlePage) -> ArticlePage:
    return ArticlePage.objects.get(pk=page.pk)


@pytest.fixture
@made_once
def at_the_chiefs(draft: ArticlePage, writer: User, copy_editor: User) -> ArticlePage:
    submit(draft, writer)
    approve(draft, copy_editor)
    return fresh(draft)


def autosave(client: Client, page: ArticlePage, fields: dict[str, Any]) -> dict[str, Any]:
    """The form as it stands in the window after its autosave."""
    answer = client.post(edit_url(page), fields, headers=JSON).json()
    assert answer["success"]
    overwrite = {"overwrite_revision_id": str(answer["revision_id"])}
    return fields | answer["field_updates"] | overwrite


@pytest.fixture
@made_once
def client(chief: User, sign_in: SignIn) -> Client:
    return sign_in(chief)


@pytest.fixture
@made_once
def window(at_the_chiefs: ArticlePage, client: Client) -> dict[str, Any]:
    """The chief's form after its last autosave, with an hour in it."""
    hour = timezone.localtime() + timedelta(days=1)
    fields = fields_sent(client, edit_url(at_the_chiefs))
    return autosave(client, at_the_chiefs, fields | {"go_live_at": f"{hour:%d/%m/%Y %H:%M}"})


@pytest.fixture
@made_once
def approved(at_the_chiefs: ArticlePage, client: Client, window: dict[str, Any]) -> ArticlePage:
    """The text after the approval from that window, which is still open."""
    client.post(edit_url(at_the_chiefs), window | APPROVAL)
    return fresh(at_the_chiefs)


def test_that_repeats_the_approved_version_makes_none_of_its_own(
    approved: ArticlePage, client: Client, window: dict[str, Any]
) -> None:
    scheduled = approved.scheduled_revision
    assert scheduled is not None
    before = approved.revisions.count()

    answer = client.post(edit_url(approved), window, headers=JSON).json()

    assert (answer["success"], answer["revision_id"]) == (True, scheduled.pk)
    assert approved.revisions.count() == before
    assert fresh(approved).latest_revision == scheduled


def test_published_page_then_has_no_changes_that_wait(
    at_the_chiefs: ArticlePage, client: Client, window: dict[str, Any]
) -> None:
    fields = autosave(client, at_the_chiefs, window | {"go_live_at": ""})
    client.post(edit_url(at_the_chiefs), fields | APPROVAL)
    assert fresh(at_the_chiefs).live

    client.post(edit_url(at_the_chiefs), fields, headers=JSON)

    page = fresh(at_the_chiefs)
    assert not page.has_unpublished_changes
    assert [mark.code for mark in rows_for([page])[page.pk].marks] == ["live"]


@pytest.mark.parametrize("said", ["words", "hour", "comment"])
def test_that_says_something_new_is_kept_as_a_draft(
    approved: ArticlePage, client: Client, window: dict[str, Any], said: str
) -> None:
    scheduled = approved.scheduled_revision
    new = {
        "words": {"title": "Le pont ferme à midi"},
        "hour": {"go_live_at": f"{timezone.localtime() + timedelta(days=2):%d/%m/%Y %H:%M}"},
        "comment": comment(window, "À vérifier"),
    }[said]

    answer = client.post(edit_url(approved), window | new, headers=JSON).json()

    assert answer["success"]
    page = fresh(approved)
    assert page.scheduled_revision == scheduled
    assert page.latest_revision != scheduled


def test_that_carries_the_fields_of_the_approval_does_not_approve(
    at_the_chiefs: ArticlePage, client: Client, window: dict[str, Any]
) -> None:
    answer = client.post(edit_url(at_the_chiefs), window | APPROVAL, headers=JSON).json()
    assert answer["success"]
    assert fresh(at_the_chiefs).workflow_in_progress

    client.post(edit_url(at_the_chiefs), window | APPROVAL)
    page = fresh(at_the_chiefs)
    assert page.scheduled_revision == page.latest_revision
