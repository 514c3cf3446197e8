"""The second to save sees both versions field by field and chooses."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from accounts.models import User
from news.models import ArticlePage, Byline
from tests.factories import AuthorFactory
from tests.forms import fields_of, fields_sent, send

SignIn = Callable[[User], Client]


def edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def latest(page: Page) -> Any:
    return Page.objects.get(pk=page.pk).get_latest_revision_as_object()


def choices_in(response: Any) -> dict[str, str]:
    """What the panel has marked: the choice of each field."""
    page = BeautifulSoup(response.content, "html.parser")
    marked = page.select(".actujet-difference input[checked]")
    assert all(field["form"] == "page-edit-form" for field in marked)
    return {str(field["name"]): str(field["value"]) for field in marked}


@pytest.fixture
def second(draft: ArticlePage, writer: User, copy_editor: User, sign_in: SignIn) -> Any:
    """The writer typed a kicker and a title; the copy editor has saved title and standfirst."""
    client = sign_in(writer)
    typed = {"title": "Titre de la rédactrice", "kicker": "Sotuba"}
    fields = fields_sent(client, edit_url(draft)) | typed
    others = {"title": "Titre de la relecture", "standfirst": "Un mois de travaux."}
    send(sign_in(copy_editor), edit_url(draft), others)
    return client, client.post(edit_url(draft), fields)


def test_both_versions_are_shown_field_by_field(second: Any) -> None:
    _client, response = second
    assert response.status_code == 409
    panel = BeautifulSoup(response.content, "html.parser").select_one(".actujet-differences")
    told = panel.get_text()
    for text in ("Titre de la rédactrice", "Titre de la relecture", "Un mois de travaux."):
        assert text in told
    labels = [" ".join(legend.get_text().split()) for legend in panel.select("fieldset legend")]
    # The address of a draft follows its title.
    assert {label.split()[0] for label in labels} == {"Titre", "Adresse", "Surtitre", "Chapô"}


def test_what_only_one_of_them_changed_is_chosen_already(second: Any) -> None:
    _client, response = second
    assert choices_in(response) == {
        "choose-title": "mine",
        "choose-slug": "mine",
        "choose-standfirst": "theirs",
        "choose-kicker": "mine",
    }


def test_saving_again_drops_no_field_of_either(second: Any, draft: ArticlePage) -> None:
    client, response = second
    fields = fields_of(response.content.decode()) | choices_in(response)
    assert client.post(edit_url(draft), fields).status_code == 302
    page = latest(draft)
    assert page.title == "Titre de la rédactrice"
    assert page.kicker == "Sotuba"
    assert page.standfirst == "Un mois de travaux."


def test_the_other_value_is_kept_where_it_is_chosen(second: Any, draft: ArticlePage) -> None:
    client, response = second
    fields = fields_of(response.content.decode()) | choices_in(response)
    client.post(edit_url(draft), fields | {"choose-title": "theirs"})
    page = latest(draft)
    assert (page.title, page.kicker) == ("Titre de la relecture", "Sotuba")


def test_signatures_are_a_choice_too(
    draft: ArticlePage, writer: User, copy_editor: User, sign_in: SignIn
) -> None:
    client = sign_in(writer)
    fields = fields_sent(client, edit_url(draft)) | {"kicker": "Sotuba"}
    signed: Any = latest(draft)
    signed.bylines = [Byline(author=AuthorFactory(name="Kadiatou Diallo"))]
    signed.save_revision(user=copy_editor)
    response = client.post(edit_url(draft), fields)
    assert "Kadiatou Diallo" in response.content.decode()
    assert choices_in(response)["choose-bylines"] == "theirs"
    client.post(edit_url(draft), fields_of(response.content.decode()) | choices_in(response))
    page = latest(draft)
    assert [byline.author.name for byline in page.bylines.all()] == ["Kadiatou Diallo"]
    assert page.kicker == "Sotuba"


class TestBesideASchedule:
    @pytest.fixture
    def scheduled(self, draft: ArticlePage) -> ArticlePage:
        version: Any = latest(draft)
        version.go_live_at = timezone.now() + timedelta(hours=2)
        version.save_revision().publish()
        return ArticlePage.objects.get(pk=draft.pk)

    def test_a_later_draft_leaves_the_approved_version_as_it_is(
        self, scheduled: ArticlePage, copy_editor: User, sign_in: SignIn
    ) -> None:
        approved = scheduled.scheduled_revision
        client = sign_in(copy_editor)
        told = [str(m) for m in client.get(edit_url(scheduled)).context["messages"]]
        assert any("nouveau brouillon" in text for text in told)
        send(client, edit_url(scheduled), {"title": "Plus tard"})
        assert latest(scheduled).title == "Plus tard"
        after = Page.objects.get(pk=scheduled.pk).scheduled_revision
        assert (after.pk, after.content["title"]) == (approved.pk, "Le pont ferme")
        page = client.get(edit_url(scheduled))
        assert f"/compare/{approved.pk}...{latest(scheduled).latest_revision.pk}" in (
            page.content.decode()
        )

    def test_a_newer_draft_under_review_outlives_the_publication(
        self, scheduled: ArticlePage, writer: User
    ) -> None:
        approved = scheduled.scheduled_revision
        newer: Any = latest(scheduled)
        newer.title, newer.go_live_at = "Plus tard", None
        newer.save_revision(user=writer)
        scheduled.get_workflow().start(newer, writer)
        content = approved.content | {"go_live_at": None}
        type(approved).objects.filter(pk=approved.pk).update(content=content)
        approved.refresh_from_db()
        approved.publish()
        page = Page.objects.get(pk=scheduled.pk)
        assert (page.live, page.title) == (True, "Le pont ferme")
        assert page.workflow_in_progress
        assert latest(page).title == "Plus tard"


def test_a_publication_past_the_workflow_ends_the_review_of_the_same_text(
    draft: ArticlePage, writer: User
) -> None:
    draft.get_workflow().start(draft, writer)
    draft.get_latest_revision().publish()
    page = Page.objects.get(pk=draft.pk)
    assert page.current_workflow_state is None
    assert page.workflow_states.get().task_states.get().comment
