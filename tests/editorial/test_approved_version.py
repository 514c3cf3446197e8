"""What was approved is what is published, and no keystroke undoes an approval."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision, TaskState, WorkflowState

from accounts.models import User
from editorial.schedule.run import publish_due
from editorial.versions.tokens import revision_token
from editorial.workflow.deciding import Decision
from editorial.workflow.review import UnseenRevision
from home.models import HomePage, PolicyPage
from news.models import ArticlePage
from tests.editorial.conftest import member
from tests.editorial.steps import approve, state_of, step_of
from tests.forms import comment, fields_sent, send

SignIn = Callable[[User], Client]
COPY_DESK, CHIEFS = "Secrétariat de rédaction", "Rédaction en chef"
XHR = {"X-Requested-With": "XMLHttpRequest"}
APPROVAL = {"action-workflow-action": "true", "workflow-action-name": "approve"}


def edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def latest(page: Page) -> Revision:
    return Page.objects.get(pk=page.pk).latest_revision


def approve_url(page: Page) -> str:
    """Where the dashboard of this moment sends an approval."""
    state = state_of(page).current_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    return f"{url}?seen={revision_token(latest(page))}"


def save(page: Page, user: User, **fields: Any) -> Revision:
    draft: Any = Page.objects.get(pk=page.pk).specific.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    return draft.save_revision(user=user)


def live(page: Page) -> Page:
    return Page.objects.get(pk=page.pk)


class TestAnEdit:
    def test_after_an_approval_undoes_nothing(
        self, at_the_chiefs: ArticlePage, chief: User, sign_in: SignIn
    ) -> None:
        read = latest(at_the_chiefs)
        send(sign_in(chief), edit_url(at_the_chiefs), {"title": "Titre de la cheffe"})
        assert step_of(at_the_chiefs) == CHIEFS
        given = state_of(at_the_chiefs).task_states.get(status=TaskState.STATUS_APPROVED)
        assert given.revision == read
        assert state_of(at_the_chiefs).current_task_state.revision == latest(at_the_chiefs)

    def test_by_somebody_else_is_read_by_the_last_step(
        self, at_the_chiefs: ArticlePage, copy_editor: User, chief: User
    ) -> None:
        save(at_the_chiefs, copy_editor, title="Titre relu encore")
        assert step_of(at_the_chiefs) == CHIEFS
        approve(at_the_chiefs, chief)
        assert live(at_the_chiefs).title == "Titre relu encore"

    def test_at_the_first_step_undoes_nothing(
        self, submitted: ArticlePage, copy_editor: User, sign_in: SignIn
    ) -> None:
        send(sign_in(copy_editor), edit_url(submitted), {"title": "Relu"})
        assert step_of(submitted) == COPY_DESK
        assert not PageLogEntry.objects.filter(action="editorial.approval_undone").exists()

    def test_after_a_text_was_sent_back_asks_every_step_again(
        self,
        at_the_chiefs: ArticlePage,
        writer: User,
        chief: User,
        sign_in: SignIn,
    ) -> None:
        refusal = {
            "action-workflow-action": "true",
            "workflow-action-name": "reject",
            "workflow-action-extra-data": '{"comment": "À vérifier."}',
        }
        send(sign_in(chief), edit_url(at_the_chiefs), refusal)
        assert state_of(at_the_chiefs).status == WorkflowState.STATUS_NEEDS_CHANGES
        send(sign_in(writer), edit_url(at_the_chiefs), {"title": "Vérifié"}, "action-submit")
        assert step_of(at_the_chiefs) == COPY_DESK
        entry = PageLogEntry.objects.get(action="editorial.approval_undone")
        assert (entry.user, entry.data["step"]) == (writer, COPY_DESK)
        undone = state_of(at_the_chiefs).task_states.get(status=TaskState.STATUS_CANCELLED)
        assert COPY_DESK in undone.comment

    def test_sent_back_and_submitted_unchanged_goes_to_the_step_that_sent_it_back(
        self, at_the_chiefs: ArticlePage, writer: User, chief: User, sign_in: SignIn
    ) -> None:
        Decision(state_of(at_the_chiefs).current_task_state, chief, "reject").execute()
        send(sign_in(writer), edit_url(at_the_chiefs), button="action-submit")
        assert step_of(at_the_chiefs) == CHIEFS

    def test_that_changes_no_word_leaves_the_approvals(
        self, at_the_chiefs: ArticlePage, chief: User, sign_in: SignIn
    ) -> None:
        client = sign_in(chief)
        save(at_the_chiefs, chief)
        fields = fields_sent(client, edit_url(at_the_chiefs))
        client.post(edit_url(at_the_chiefs), fields | comment(fields, "Quel pont ?"))
        assert step_of(at_the_chiefs) == CHIEFS
        approve(at_the_chiefs, chief)
        assert live(at_the_chiefs).live

    def test_of_the_hour_alone_leaves_the_approvals(
        self, at_the_chiefs: ArticlePage, chief: User, sign_in: SignIn
    ) -> None:
        hour = timezone.localtime() + timedelta(hours=2)
        changes = {"go_live_at": hour.strftime("%Y-%m-%d %H:%M")}
        send(sign_in(chief), edit_url(at_the_chiefs), changes | APPROVAL)
        assert latest(at_the_chiefs).approved_go_live_at is not None


class TestAStaleScreen:
    """The approver has read one text, and there is another by now."""

    @pytest.fixture
    def stale(self, at_the_chiefs: ArticlePage) -> str:
        url = approve_url(at_the_chiefs)
        save(at_the_chiefs, member("Chief editors", username="adjointe"), title="Titre changé")
        return url

    def test_of_the_dashboard_gets_the_difference_and_no_publication(
        self, stale: str, at_the_chiefs: ArticlePage, chief: User, sign_in: SignIn
    ) -> None:
        response = sign_in(chief).post(stale, follow=True)
        text = BeautifulSoup(response.content, "html.parser").select_one("main").get_text()
        assert "modifié depuis votre relecture" in text.lower()
        assert "changé" in text
        assert not live(at_the_chiefs).live
        assert step_of(at_the_chiefs) == CHIEFS

    def test_of_the_dialog_is_led_there_as_well(
        self, stale: str, chief: User, sign_in: SignIn
    ) -> None:
        client = sign_in(chief)
        for response in (client.get(stale, headers=XHR), client.post(stale, headers=XHR)):
            assert "changed-since" in response.json()["redirect"]

    def test_of_the_editor_gets_it_with_the_form_kept(
        self, at_the_chiefs: ArticlePage, chief: User, sign_in: SignIn
    ) -> None:
        client = sign_in(chief)
        fields = fields_sent(client, edit_url(at_the_chiefs))
        save(at_the_chiefs, member("Copy editors", username="adjointe"), title="Titre changé")
        response = client.post(edit_url(at_the_chiefs), fields | APPROVAL)
        assert response.status_code == 409
        told = BeautifulSoup(response.content, "html.parser").select_one(".messages")
        assert "modifié depuis votre relecture" in told.get_text().lower()
        assert told.select("a[href*=compare]")
        assert not live(at_the_chiefs).live

    def test_approves_what_it_is_shown_in_turn(
        self, at_the_chiefs: ArticlePage, chief: User, sign_in: SignIn
    ) -> None:
        url = approve_url(at_the_chiefs)
        hour = timezone.now().replace(microsecond=0) + timedelta(hours=2)
        save(at_the_chiefs, member("Chief editors", username="adjointe"), go_live_at=hour)
        client = sign_in(chief)
        page = BeautifulSoup(client.post(url, follow=True).content, "html.parser")
        assert latest(at_the_chiefs).approved_go_live_at is None
        client.post(page.select_one("main form[action*=approve]")["action"])
        assert latest(at_the_chiefs).approved_go_live_at == hour

    def test_that_names_no_version_approves_nothing(
        self, at_the_chiefs: ArticlePage, chief: User, sign_in: SignIn
    ) -> None:
        url = approve_url(at_the_chiefs).partition("?")[0]
        client = sign_in(chief)
        for seen in ("", "0", "999999-1", "x", "1²-3", "9" * 400):
            assert client.post(f"{url}?seen={seen}").status_code == 302, seen
            assert not live(at_the_chiefs).live, seen

    def test_is_refused_by_the_step_itself(self, at_the_chiefs: ArticlePage, chief: User) -> None:
        step = state_of(at_the_chiefs).current_task_state
        task = step.task.specific
        with pytest.raises(UnseenRevision):
            task.on_action(step, chief, "approve")
        with pytest.raises(PermissionDenied):
            task.on_action(step, chief, "reject_everything")


def test_a_version_written_over_by_autosave_was_not_seen(
    submitted: ArticlePage, copy_editor: User, sign_in: SignIn
) -> None:
    author, reader = sign_in(copy_editor), member("Copy editors", username="lectrice")
    accept = {"Accept": "application/json"}
    fields = fields_sent(author, edit_url(submitted))
    first = author.post(edit_url(submitted), fields | {"title": "Un"}, headers=accept).json()
    url = approve_url(submitted)
    own = {
        "overwrite_revision_id": str(first["revision_id"]),
        "title": "Deux",
    }
    second = author.post(edit_url(submitted), fields | own, headers=accept).json()
    assert second["revision_id"] == first["revision_id"]
    response = sign_in(reader).post(url, follow=True)
    assert step_of(submitted) == COPY_DESK
    assert response.status_code == 200
    approve(submitted, reader)
    assert step_of(submitted) == CHIEFS


def test_autosave_writes_over_no_version_that_somebody_has_judged(
    submitted: ArticlePage, copy_editor: User, sign_in: SignIn
) -> None:
    client, colleague = sign_in(copy_editor), member("Copy editors", username="lectrice")
    accept = {"Accept": "application/json"}
    fields = fields_sent(client, edit_url(submitted))
    saved = client.post(edit_url(submitted), fields | {"title": "Un"}, headers=accept).json()
    approve(submitted, colleague)
    assert step_of(submitted) == CHIEFS
    approved = Revision.objects.get(pk=saved["revision_id"])
    approved.content["title"] = "En douce"
    with pytest.raises(PermissionDenied):
        approved.save()
    assert Revision.objects.get(pk=approved.pk).content["title"] == "Un"


def test_an_autosave_after_the_approval_makes_a_version_of_its_own(
    at_the_chiefs: ArticlePage, chief: User, other_chief: User, sign_in: SignIn
) -> None:
    hour = timezone.now() + timedelta(hours=2)
    client = sign_in(chief)
    accept = {"Accept": "application/json"}
    fields = fields_sent(client, edit_url(at_the_chiefs))
    local = timezone.localtime(hour).strftime("%Y-%m-%d %H:%M")
    saved = client.post(edit_url(at_the_chiefs), fields | {"go_live_at": local}, headers=accept)
    number = saved.json()["revision_id"]
    approve(at_the_chiefs, other_chief)
    assert Revision.objects.get(pk=number).approved_go_live_at is not None
    own = {"overwrite_revision_id": str(number), "title": "Plus tard"}
    client.post(edit_url(at_the_chiefs), fields | own, headers=accept)
    scheduled = Revision.objects.get(pk=number)
    assert scheduled.approved_go_live_at is not None
    assert scheduled.content["title"] == "Le pont ferme"


def test_a_step_that_an_administrator_takes_away_publishes_nothing(
    at_the_chiefs: ArticlePage, admin: User
) -> None:
    state_of(at_the_chiefs).current_task_state.task.specific.deactivate(user=admin)
    assert state_of(at_the_chiefs).status == WorkflowState.STATUS_CANCELLED
    assert not live(at_the_chiefs).live


def test_a_policy_page_is_published_as_legal_has_read_it(
    home_page: HomePage, chief: User, lawyer: User, sign_in: SignIn
) -> None:
    policy = home_page.add_child(
        instance=PolicyPage(title="Mentions légales", slug="mentions", owner=chief, live=False)
    )
    policy.save_revision(user=chief)
    policy.get_workflow().start(policy, chief)
    url = approve_url(policy)
    save(policy, chief, title="Mentions légales et crédits")
    client = sign_in(lawyer)
    response = client.post(url, follow=True)
    assert "modifié depuis votre relecture" in response.content.decode().lower()
    assert not live(policy).live
    client.post(approve_url(policy))
    assert live(policy).title == "Mentions légales et crédits"


def test_the_clock_publishes_the_approved_version_and_the_newest_draft_is_opened(
    at_the_chiefs: ArticlePage, chief: User, copy_editor: User, sign_in: SignIn
) -> None:
    hour = timezone.localtime() + timedelta(hours=2)
    changes = {"go_live_at": hour.strftime("%Y-%m-%d %H:%M")}
    send(sign_in(chief), edit_url(at_the_chiefs), changes | APPROVAL)
    approved = latest(at_the_chiefs)
    save(at_the_chiefs, copy_editor, title="Brouillon plus récent", go_live_at=None)
    approved.refresh_from_db()
    assert approved.approved_go_live_at is not None
    # Its hour has come.
    past = timezone.now() - timedelta(minutes=1)
    content = approved.content | {"go_live_at": past.isoformat()}
    Revision.objects.filter(pk=approved.pk).update(approved_go_live_at=past, content=content)
    publish_due()
    page = live(at_the_chiefs)
    assert (page.live, page.title) == (True, "Le pont ferme")
    assert page.has_unpublished_changes
    opened = fields_sent(sign_in(chief), edit_url(page))
    assert opened["title"] == "Brouillon plus récent"
