"""What a reviewer is told once the decision is taken, and which button stands first."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from editorial.versions.conflicts import describe_scheduled_version
from editorial.versions.tokens import revision_token
from editorial.workflow import outcome
from news.models import ArticlePage
from tests.forms import send

SignIn = Callable[[User], Client]


def decide(client: Client, page: ArticlePage, action: str, comment: str = "") -> str:
    """Judge from the dashboard; what the next page says."""
    step = page.current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, step.pk])
    seen = revision_token(page.get_latest_revision())
    client.post(f"{url}?seen={seen}", {"comment": comment})
    return client.get(reverse("wagtailadmin_home")).content.decode()


def test_each_decision_says_where_the_text_stands_now(
    draft: ArticlePage, writer: User, copy_editor: User, chief: User, sign_in: SignIn
) -> None:
    draft.get_workflow().start(draft, writer)
    told = decide(sign_in(copy_editor), draft, "approve")
    assert "attend maintenant" in told and "Rédaction en chef" in told
    draft = ArticlePage.objects.get(pk=draft.pk)
    assert "est approuvé et en ligne" in decide(sign_in(chief), draft, "approve")


def test_text_that_is_sent_back_is_said_to_be(
    draft: ArticlePage, writer: User, copy_editor: User, sign_in: SignIn
) -> None:
    draft.get_workflow().start(draft, writer)
    assert "est renvoyé" in decide(sign_in(copy_editor), draft, "reject", "La source ?")


def test_approval_of_a_dated_text_names_its_hour(draft: ArticlePage) -> None:
    draft.go_live_at = timezone.now() + timedelta(hours=3)
    draft.save_revision().publish()
    assert "heure de Bamako" in outcome.outcome_message(draft.pk)


def test_editor_promises_no_hour_that_has_passed(draft: ArticlePage) -> None:
    draft.go_live_at = timezone.now() + timedelta(hours=3)
    draft.save_revision().publish()
    scheduled = ArticlePage.objects.get(pk=draft.pk).scheduled_revision
    assert "paraîtra" in describe_scheduled_version(scheduled)
    scheduled.approved_go_live_at = timezone.now() - timedelta(minutes=5)
    assert "devait paraître" in describe_scheduled_version(scheduled)


def test_decision_in_the_editor_is_told_as_well(
    draft: ArticlePage, writer: User, copy_editor: User, sign_in: SignIn
) -> None:
    draft.get_workflow().start(draft, writer)
    url = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    approval = {"action-workflow-action": "1", "workflow-action-name": "approve"}
    client = sign_in(copy_editor)
    send(client, url, approval)
    assert "attend maintenant" in client.get(reverse("wagtailadmin_home")).content.decode()


def test_a_review_is_not_stopped_by_the_large_button(
    draft: ArticlePage, writer: User, sign_in: SignIn
) -> None:
    draft.get_workflow().start(draft, writer)
    page = sign_in(writer).get(reverse("wagtailadmin_pages:edit", args=[draft.pk]))
    menu = page.context["action_menu"]
    assert menu.default_item.name == "action-page-locked"
    assert "action-cancel-workflow" in [item.name for item in menu.menu_items]
