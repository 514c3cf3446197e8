"""Publishing in an emergency: at once, by a chief editor, with a reason that stays on record."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, TaskState, WorkflowState

from accounts.models import User
from editorial.events.kinds import Event
from editorial.events.models import Announcement
from editorial.notices.recipients import recipients_of
from home.models import HomePage
from news.models import ArticleIndexPage, ArticlePage
from tests.editorial.steps import submit
from tests.forms import read_form, send

SignIn = Callable[[User], Client]
REASON = "Le barrage menace de céder, les riverains doivent partir."
FORM = 'form[action$="/emergency/"]'


def emergency_url(page: Page) -> str:
    return reverse("publish_in_emergency", args=[page.pk])


def edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def publish(client: Client, page: Page, reason: str = REASON) -> Any:
    return send(client, emergency_url(page), {"reason": reason}, form=FORM)


def is_live(page: Page) -> bool:
    return Page.objects.get(pk=page.pk).live


def test_root_of_the_tree_is_not_published_in_an_emergency(
    home_page: HomePage, admin: User, sign_in: SignIn
) -> None:
    url = emergency_url(Page.objects.get(depth=1))
    client = sign_in(admin)
    assert client.get(url).status_code == 302
    assert client.post(url, {"reason": REASON}).status_code == 302


def test_the_latest_version_is_published_and_the_reason_is_in_the_history(
    draft: ArticlePage, chief: User, sign_in: SignIn
) -> None:
    client = sign_in(chief)
    send(client, edit_url(draft), {"title": "Évacuation à Sélingué"})
    response = publish(client, draft)
    assert response.url == edit_url(draft)
    page = Page.objects.get(pk=draft.pk)
    assert (page.live, page.title) == (True, "Évacuation à Sélingué")
    history = client.get(reverse("wagtailadmin_pages:history", args=[draft.pk]))
    assert REASON in history.content.decode()
    entry = PageLogEntry.objects.get(action="editorial.publish_in_emergency")
    assert (entry.user, entry.data["reason"]) == (chief, REASON)


def test_a_running_workflow_is_closed_with_that_reason_in_its_history(
    draft: ArticlePage, writer: User, chief: User, sign_in: SignIn
) -> None:
    submit(draft, writer)
    publish(sign_in(chief), draft)
    state = WorkflowState.objects.for_instance(draft).get()
    assert state.status == WorkflowState.STATUS_CANCELLED
    step = state.task_states.get()
    assert step.status == TaskState.STATUS_CANCELLED
    assert REASON in step.comment
    assert is_live(draft)
    client = sign_in(chief)
    for name, args in (
        ("history", [draft.pk]),
        ("workflow_history_detail", [draft.pk, state.pk]),
    ):
        url = reverse(f"wagtailadmin_pages:{name}", args=args)
        assert REASON in client.get(url).content.decode()


def test_everyone_concerned_is_told_with_the_reason(
    draft: ArticlePage, writer: User, copy_editor: User, chief: User, sign_in: SignIn
) -> None:
    submit(draft, writer)
    publish(sign_in(chief), draft)
    announcement = Announcement.objects.get(event=Event.EMERGENCY)
    assert announcement.details["reason"] == REASON
    told = recipients_of(announcement)
    assert {writer, copy_editor} <= told and chief not in told


def test_without_a_reason_nothing_is_published(
    draft: ArticlePage, chief: User, sign_in: SignIn
) -> None:
    for reason in ("", "   ", "urgent"):
        response = publish(sign_in(chief), draft, reason)
        assert response.status_code == 200
        assert response.context["form"].errors["reason"]
    assert not is_live(draft)


def test_a_reason_that_is_too_long_stays_in_the_form(
    draft: ArticlePage, chief: User, sign_in: SignIn
) -> None:
    response = publish(sign_in(chief), draft, "Trop long. " * 100)
    assert "Trop long. Trop long." in response.content.decode()
    assert not is_live(draft)


def test_an_incomplete_draft_is_refused_with_what_it_lacks_and_the_reason_kept(
    draft: ArticlePage, chief: User, sign_in: SignIn
) -> None:
    incomplete = draft.get_latest_revision_as_object()
    incomplete.title = ""
    incomplete.save_revision(clean=False)
    response = publish(sign_in(chief), draft)
    page = response.content.decode()
    assert response.context["form"].non_field_errors()
    assert REASON in page
    assert not is_live(draft)


def test_a_version_saved_meanwhile_is_not_published_unseen(
    draft: ArticlePage, writer: User, chief: User, sign_in: SignIn
) -> None:
    client = sign_in(chief)
    fields = read_form(client, emergency_url(draft), FORM)
    send(sign_in(writer), edit_url(draft), {"title": "Autre chose"})
    response = client.post(emergency_url(draft), fields | {"reason": REASON})
    page = response.content.decode()
    assert "Awa Sidibé" in page and REASON in page
    assert not is_live(draft)
    assert publish(client, draft).status_code == 302
    assert is_live(draft)


def test_now_means_now_even_with_a_time_ahead(
    draft: ArticlePage, chief: User, sign_in: SignIn
) -> None:
    scheduled = draft.get_latest_revision_as_object()
    scheduled.go_live_at = timezone.now() + timedelta(days=1)
    scheduled.expire_at = timezone.now() - timedelta(days=1)
    scheduled.save_revision().publish()
    told = sign_in(chief).get(emergency_url(draft)).content.decode()
    assert "ne paraîtra plus à son heure" in told
    publish(sign_in(chief), draft)
    page = Page.objects.get(pk=draft.pk)
    assert page.live and page.go_live_at is None and page.expire_at is None
    assert not page.revisions.filter(approved_go_live_at__isnull=False).exists()


def test_the_way_is_in_the_menu_of_the_page_for_chiefs_alone(
    draft: ArticlePage,
    section: ArticleIndexPage,
    home_page: HomePage,
    chief: User,
    admin: User,
    copy_editor: User,
    sign_in: SignIn,
) -> None:
    for person in (chief, admin):
        assert emergency_url(draft) in sign_in(person).get(edit_url(draft)).content.decode()
    editor = sign_in(copy_editor).get(edit_url(draft)).content.decode()
    assert emergency_url(draft) not in editor
    assert emergency_url(section) not in sign_in(chief).get(edit_url(section)).content.decode()


def test_an_unknown_page_is_not_found(chief: User, sign_in: SignIn, home_page: HomePage) -> None:
    url = reverse("publish_in_emergency", args=[999_999])
    assert sign_in(chief).get(url).status_code == 404
