"""A change by the last reviewer: confirmed, published as form, or taken back; nobody is alone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from accounts.models import User
from editorial.events.models import Announcement
from editorial.newsroom import NewsroomSettings
from editorial.notices.recipients import recipients_of
from editorial.urgent.models import EmergencyReview, UnreviewedKind
from editorial.versions.tokens import revision_token
from editorial.workflow.models import ConfirmationRequest
from news.models import ArticlePage
from tests.editorial.conftest import member
from tests.editorial.steps import approve, submit
from tests.forms import fields_sent, send
from tests.made_once import made_once

SignIn = Callable[[User], Client]
APPROVAL = {"action-workflow-action": "true", "workflow-action-name": "approve"}
BEFORE = "Le pont de Sotuba est fermé au camions depuis lundi."
AFTER = "Le pont de Sotuba est fermé aux camions depuis lundi."


def edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def own_change(page: Page) -> str:
    return reverse("own_change", args=[page.pk])


def fresh(page: Page) -> ArticlePage:
    return ArticlePage.objects.get(pk=page.pk)


@pytest.fixture
@made_once
def text(draft: ArticlePage, writer: User, copy_editor: User) -> ArticlePage:
    """Approved by the copy desk, before the chief editors."""
    draft.standfirst = BEFORE
    draft.save_revision(user=writer)
    submit(draft, writer)
    approve(draft, copy_editor)
    assert fresh(draft).current_workflow_task.name == "Rédaction en chef"
    return draft


@pytest.fixture
@made_once
def corrected(text: ArticlePage, chief: User, sign_in: SignIn) -> ArticlePage:
    """The chief editor has changed a word and pressed « Approuver »."""
    response = send(sign_in(chief), edit_url(text), {"standfirst": AFTER} | APPROVAL)
    assert response.url == own_change(text)
    return text


@pytest.fixture
@made_once
def rewritten(text: ArticlePage, chief: User, sign_in: SignIn) -> ArticlePage:
    response = send(sign_in(chief), edit_url(text), {"title": "Le pont rouvre"} | APPROVAL)
    assert response.url == own_change(text)
    return text


def choose(page: Page, user: User, way: str, sign_in: SignIn) -> Any:
    return sign_in(user).post(own_change(page), {"way": way})


@pytest.fixture
@made_once
def asked(rewritten: ArticlePage, chief: User, sign_in: SignIn) -> ConfirmationRequest:
    """The chief editor has asked others to confirm the new title."""
    choose(rewritten, chief, "confirm", sign_in)
    return ConfirmationRequest.objects.get()


def test_the_change_is_kept_beside_the_approved_text_and_nothing_goes_out(
    rewritten: ArticlePage,
) -> None:
    page = fresh(rewritten)
    assert not page.live
    assert page.current_workflow_task.name == "Rédaction en chef"
    assert page.get_latest_revision().content["title"] == "Le pont rouvre"


def test_the_three_ways_are_offered_with_the_change_marked(
    corrected: ArticlePage, chief: User, sign_in: SignIn
) -> None:
    html = sign_in(chief).get(own_change(corrected)).content.decode()
    for way in ("confirm", "form", "back"):
        assert f'name="way" value="{way}"' in html
    assert "<del>" in html
    assert "<ins>" in html


class TestConfirmed:
    def test_by_any_other_reviewer_it_goes_out(
        self,
        asked: ConfirmationRequest,
        rewritten: ArticlePage,
        copy_editor: User,
        sign_in: SignIn,
    ) -> None:
        client = sign_in(copy_editor)
        url = reverse("confirm_change", args=[asked.pk])
        assert url in client.get(reverse("wagtailadmin_home")).content.decode()
        assert url in client.get(edit_url(rewritten)).content.decode()
        assert not fresh(rewritten).live
        client.post(url, {"answer": "confirm"})
        page = fresh(rewritten)
        assert (page.live, page.title) == (True, "Le pont rouvre")
        assert page.current_workflow_state is None
        entry = PageLogEntry.objects.get(page=page.pk, action="editorial.confirmed")
        assert entry.user == copy_editor

    def test_at_its_hour_where_it_has_one(
        self, text: ArticlePage, chief: User, copy_editor: User, sign_in: SignIn
    ) -> None:
        hour = timezone.localtime() + timedelta(days=1)
        changes = {"title": "Le pont rouvre", "go_live_at": hour.strftime("%Y-%m-%d %H:%M")}
        send(sign_in(chief), edit_url(text), changes | APPROVAL)
        choose(text, chief, "confirm", sign_in)
        url = reverse("confirm_change", args=[ConfirmationRequest.objects.get().pk])
        sign_in(copy_editor).post(url, {"answer": "confirm"})
        page = fresh(text)
        assert not page.live
        assert page.scheduled_revision.content["title"] == "Le pont rouvre"

    def test_by_nobody_else(
        self,
        asked: ConfirmationRequest,
        rewritten: ArticlePage,
        chief: User,
        writer: User,
        moderator: User,
        sign_in: SignIn,
    ) -> None:
        url = reverse("confirm_change", args=[asked.pk])
        for person in (chief, writer, moderator):
            sign_in(person).post(url, {"answer": "confirm"})
            assert not fresh(rewritten).live, person.username

    def test_not_if_the_text_has_changed_again(
        self,
        asked: ConfirmationRequest,
        rewritten: ArticlePage,
        chief: User,
        copy_editor: User,
        sign_in: SignIn,
    ) -> None:
        url = reverse("confirm_change", args=[asked.pk])
        client = sign_in(copy_editor)
        client.get(url)
        send(sign_in(chief), edit_url(rewritten), {"title": "Le pont ne rouvre pas"})
        client.post(url, {"answer": "confirm"})
        assert not fresh(rewritten).live

    def test_asked_twice_is_asked_once(
        self, asked: ConfirmationRequest, rewritten: ArticlePage, chief: User, sign_in: SignIn
    ) -> None:
        choose(rewritten, chief, "confirm", sign_in)
        assert ConfirmationRequest.objects.count() == 1

    def test_given_back_with_a_word_the_last_step_decides_again(
        self,
        asked: ConfirmationRequest,
        rewritten: ArticlePage,
        chief: User,
        copy_editor: User,
        sign_in: SignIn,
    ) -> None:
        url = reverse("confirm_change", args=[asked.pk])
        client = sign_in(copy_editor)
        assert client.post(url, {"answer": "decline", "note": ""}).status_code == 422
        client.post(url, {"answer": "decline", "note": "Il ne rouvre que vendredi."})
        assert not fresh(rewritten).live
        assert not ConfirmationRequest.objects.open().exists()
        assert sign_in(chief).get(own_change(rewritten)).status_code == 200
        assert recipients_of(Announcement.objects.get(event="declined")) == {chief}

    def test_those_who_may_confirm_are_told_and_nobody_else(
        self,
        rewritten: ArticlePage,
        chief: User,
        other_chief: User,
        copy_editor: User,
        sign_in: SignIn,
    ) -> None:
        choose(rewritten, chief, "confirm", sign_in)
        asked = Announcement.objects.get(event="to_confirm")
        assert recipients_of(asked) == {other_chief, copy_editor}

    def test_by_the_author_where_there_is_no_other_reviewer(
        self, draft: ArticlePage, writer: User, other_writer: User, chief: User, sign_in: SignIn
    ) -> None:
        submit(draft, writer)
        approve(draft, chief)
        send(sign_in(chief), edit_url(draft), {"title": "Le pont rouvre"} | APPROVAL)
        choose(draft, chief, "confirm", sign_in)
        request = ConfirmationRequest.objects.get()
        assert recipients_of(Announcement.objects.get(event="to_confirm")) == {writer}
        url = reverse("confirm_change", args=[request.pk])
        sign_in(other_writer).post(url, {"answer": "confirm"})
        assert not fresh(draft).live
        sign_in(writer).post(url, {"answer": "confirm"})
        assert fresh(draft).live

    def test_by_the_author_who_reviews_too(
        self, draft: ArticlePage, copy_editor: User, chief: User, sign_in: SignIn
    ) -> None:
        """Who wrote the rest has read the change: two people stand behind all of it."""
        draft.owner = copy_editor
        draft.save()
        draft.save_revision(user=copy_editor)
        submit(draft, copy_editor)
        approve(draft, member("Copy editors", username="b"))
        send(sign_in(chief), edit_url(draft), {"title": "Le pont rouvre"} | APPROVAL)
        choose(draft, chief, "confirm", sign_in)
        url = reverse("confirm_change", args=[ConfirmationRequest.objects.get().pk])
        sign_in(copy_editor).post(url, {"answer": "confirm"})
        assert fresh(draft).live


class TestPublishedAsForm:
    def test_it_goes_out_at_once_and_is_read_afterwards(
        self, corrected: ArticlePage, chief: User, sign_in: SignIn
    ) -> None:
        choose(corrected, chief, "form", sign_in)
        page = fresh(corrected)
        assert (page.live, page.standfirst) == (True, AFTER)
        entry = EmergencyReview.objects.get()
        assert (entry.kind, entry.published_by) == (UnreviewedKind.FORM, chief)

    def test_who_reads_it_afterwards_finds_the_change_marked(
        self, corrected: ArticlePage, chief: User, copy_editor: User, sign_in: SignIn
    ) -> None:
        choose(corrected, chief, "form", sign_in)
        entry = EmergencyReview.objects.get()
        url = reverse("read_afterwards_entry", args=[entry.pk])
        html = sign_in(copy_editor).get(url).content.decode()
        assert "<del>" in html
        assert "<ins>" in html

    def test_a_change_of_substance_does_not(
        self, rewritten: ArticlePage, chief: User, sign_in: SignIn
    ) -> None:
        response = choose(rewritten, chief, "form", sign_in)
        assert response.status_code == 409
        assert not fresh(rewritten).live
        html = sign_in(chief).get(own_change(rewritten)).content.decode()
        assert 'value="form"' not in html

    def test_how_long_it_may_be_is_a_setting(
        self, corrected: ArticlePage, chief: User, sign_in: SignIn
    ) -> None:
        NewsroomSettings(form_correction_limit=0).save()
        assert choose(corrected, chief, "form", sign_in).status_code == 409
        assert not fresh(corrected).live


class TestTakenBack:
    def test_the_text_is_approved_as_it_was(
        self, rewritten: ArticlePage, chief: User, sign_in: SignIn
    ) -> None:
        choose(rewritten, chief, "back", sign_in)
        approve(rewritten, chief)
        page = fresh(rewritten)
        assert (page.live, page.title) == (True, "Le pont ferme")

    def test_the_change_stays_in_the_history(
        self, rewritten: ArticlePage, chief: User, sign_in: SignIn
    ) -> None:
        choose(rewritten, chief, "back", sign_in)
        titles = [version.content["title"] for version in rewritten.revisions.order_by("pk")]
        assert titles[-2:] == ["Le pont rouvre", "Le pont ferme"]


def test_a_change_saved_meanwhile_is_not_chosen_for_unseen(
    rewritten: ArticlePage, chief: User, sign_in: SignIn
) -> None:
    seen = revision_token(fresh(rewritten).latest_revision)
    send(sign_in(chief), edit_url(rewritten), {"title": "Le pont rouvre vendredi"})
    response = sign_in(chief).post(own_change(rewritten), {"way": "confirm", "seen": seen})
    assert response.status_code == 409
    assert not ConfirmationRequest.objects.exists()


def test_nobody_else_has_these_ways(
    rewritten: ArticlePage, writer: User, copy_editor: User, sign_in: SignIn
) -> None:
    for user in (writer, copy_editor):
        choose(rewritten, user, "form", sign_in)
        choose(rewritten, user, "back", sign_in)
    page = fresh(rewritten)
    assert not page.live
    assert page.get_latest_revision().content["title"] == "Le pont rouvre"


def test_opening_and_approving_untouched_needs_nobody_else(
    text: ArticlePage, chief: User, sign_in: SignIn
) -> None:
    send(sign_in(chief), edit_url(text), APPROVAL)
    assert fresh(text).live


def test_what_readers_do_not_get_may_be_changed_on_the_way(
    text: ArticlePage, chief: User, sign_in: SignIn
) -> None:
    send(sign_in(chief), edit_url(text), {"search_description": "Trafic à Bamako"} | APPROVAL)
    page = fresh(text)
    assert (page.live, page.search_description) == (True, "Trafic à Bamako")


def test_the_next_step_reads_what_the_step_before_has_changed(
    draft: ArticlePage, writer: User, copy_editor: User, chief: User, sign_in: SignIn
) -> None:
    draft.standfirst = BEFORE
    draft.save_revision(user=writer)
    submit(draft, writer)
    send(sign_in(copy_editor), edit_url(draft), {"standfirst": AFTER} | APPROVAL)
    client = sign_in(chief)
    url = reverse("review_changes", args=[draft.pk])
    opened = client.get(edit_url(draft)).content.decode()
    assert "Moussa Dembélé" in opened
    assert url in opened
    html = client.get(url).content.decode()
    assert "<del>" in html
    assert "<ins>" in html


class TestSentences:
    """Who comes too late, or may not, reads what has really happened; the comment is kept."""

    COMMENT = '{"comment": "Vérifier la date."}'

    def decide(self, page: Page, user: User, action: str, sign_in: SignIn, before: Any) -> str:
        """Press a button of a form that was opened before something happened."""
        client = sign_in(user)
        fields = fields_sent(client, edit_url(page))
        before()
        # Whose groups have changed signs in again, in another window, and comes back to the form.
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        decision = {"action-workflow-action": "true", "workflow-action-name": action}
        extra = {"workflow-action-extra-data": self.COMMENT}
        response = client.post(edit_url(page), fields | decision | extra)
        said = " ".join(str(message) for message in get_messages(response.wsgi_request))
        return " ".join(BeautifulSoup(said, "html.parser").get_text().split())

    @pytest.mark.parametrize("action", ["approve", "reject"])
    def test_of_a_text_that_was_taken_back(
        self,
        action: str,
        submitted: ArticlePage,
        writer: User,
        copy_editor: User,
        sign_in: SignIn,
    ) -> None:
        def take_back() -> None:
            fresh(submitted).current_workflow_state.cancel(user=writer)

        told = self.decide(submitted, copy_editor, action, sign_in, take_back)
        assert "retiré de la relecture" in told
        assert "Awa Sidibé" in told
        assert "Vérifier la date." in told
        assert "est approuvé" not in told

    def test_of_a_step_that_a_colleague_has_approved(
        self, submitted: ArticlePage, copy_editor: User, sign_in: SignIn
    ) -> None:
        colleague = member("Copy editors", username="b", first_name="Issa", last_name="Traoré")

        def approve_first() -> None:
            approve(submitted, colleague)

        told = self.decide(submitted, copy_editor, "approve", sign_in, approve_first)
        assert "Rédaction en chef" in told or "Issa Traoré" in told
        assert "Vérifier la date." in told
        assert fresh(submitted).current_workflow_task.name == "Rédaction en chef"

    def test_of_a_group_that_one_has_left(
        self, submitted: ArticlePage, copy_editor: User, sign_in: SignIn
    ) -> None:
        def leave() -> None:
            copy_editor.groups.set(Group.objects.filter(name="Chief editors"))

        member("Copy editors", username="b")
        told = self.decide(submitted, copy_editor, "approve", sign_in, leave)
        assert "ne revient pas à vos groupes" in told
        assert "modifié le texte" not in told

    def test_from_the_dashboard_too(
        self, submitted: ArticlePage, writer: User, copy_editor: User, sign_in: SignIn
    ) -> None:
        state = fresh(submitted).current_workflow_task_state
        url = reverse("wagtailadmin_pages:workflow_action", args=[submitted.pk, "reject", state.pk])
        fresh(submitted).current_workflow_state.cancel(user=writer)
        response = sign_in(copy_editor).post(url, {"comment": "Vérifier la date."}, follow=True)
        told = response.content.decode()
        assert "retiré de la relecture" in told
        assert "Vérifier la date." in told
