"""The hour of a text is moved without a new version: what was approved is its content."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time
from wagtail.models import Page, PageLogEntry, TaskState, Workflow

from accounts.models import User
from editorial.events.kinds import Event
from editorial.events.models import Announcement
from editorial.schedule.models import PublishingFailure, ScheduledAction
from editorial.schedule.queries import scheduled_items, unapproved_times
from editorial.schedule.run import publish_due
from editorial.versions.tokens import revision_token
from editorial.workflow.history import MOVED
from news.models import ArticleIndexPage, ArticlePage
from tests.editorial.scheduling import schedule, scheduled_article
from tests.factories import ArticleFactory
from tests.forms import fields_sent, read_form, send
from tests.made_once import made_once

SignIn = Callable[[User], Client]
FORM = "form[novalidate][method=post]"
EARLIER, LATER = timedelta(hours=2), timedelta(hours=5)


@pytest.fixture
@made_once
def due_at() -> datetime:
    return (timezone.now() + EARLIER).replace(second=0, microsecond=0)


@pytest.fixture
@made_once
def new_hour() -> datetime:
    return (timezone.now() + LATER).replace(second=0, microsecond=0)


@pytest.fixture
@made_once
def scheduled(section: ArticleIndexPage, due_at: datetime) -> ArticlePage:
    return scheduled_article(section, due_at, title="Le marché rouvre")


@pytest.fixture
@made_once
def in_review(draft: ArticlePage, writer: User, due_at: datetime) -> ArticlePage:
    draft.go_live_at = due_at
    draft.save()
    draft.save_revision(user=writer)
    Workflow.objects.get(name="Relecture").start(draft, writer)
    return ArticlePage.objects.get(pk=draft.pk)


def move(client: Client, article: Page, action: str, due_at: datetime, typed: str) -> Any:
    url = reverse("editorial_move_item", args=[action, article.pk])
    return client.post(
        f"{url}?{urlencode({'due': due_at.isoformat()})}", {"hour": typed}, follow=True
    )


def words(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%d/%m/%Y à %H h %M}"


def edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def approve(page: Page, person: User) -> None:
    state = Page.objects.get(pk=page.pk).specific.current_workflow_state
    task_state = state.current_task_state
    seen = revision_token(Page.objects.get(pk=page.pk).latest_revision)
    task_state.task.specific.on_action(task_state, person, "approve", seen=seen)


class TestScheduled:
    def test_is_published_at_the_new_hour_and_not_at_the_old(
        self, sign_in: SignIn, chief: User, scheduled: ArticlePage, due_at, new_hour
    ) -> None:
        before = scheduled.revisions.count()
        move(sign_in(chief), scheduled, "publish", due_at, words(new_hour))
        assert scheduled.revisions.count() == before
        for moment, live in ((due_at, False), (new_hour, True)):
            with freeze_time(moment + timedelta(seconds=1)):
                publish_due()
            scheduled.refresh_from_db()
            assert scheduled.live == live

    def test_every_place_that_shows_the_hour_agrees(
        self, sign_in: SignIn, chief: User, scheduled: ArticlePage, due_at, new_hour
    ) -> None:
        client = sign_in(chief)
        move(client, scheduled, "publish", due_at, words(new_hour))
        page = ArticlePage.objects.get(pk=scheduled.pk)
        revision = page.scheduled_revision
        assert revision.approved_go_live_at == new_hour
        assert revision.as_object().go_live_at == page.go_live_at == new_hour
        assert [item.due_at for item in scheduled_items()] == [new_hour]
        shown = read_form(client, edit_url(page))["go_live_at"]
        assert shown == f"{timezone.localtime(new_hour):%d/%m/%Y %H:%M}"

    def test_newer_draft_with_the_same_hour_follows_and_one_with_its_own_stays(
        self, sign_in: SignIn, chief: User, scheduled: ArticlePage, due_at, new_hour
    ) -> None:
        same = scheduled.save_revision()
        scheduled.go_live_at = own = due_at + timedelta(minutes=7)
        other = scheduled.save_revision()
        move(sign_in(chief), scheduled, "publish", due_at, words(new_hour))
        for revision, hour in ((same, new_hour), (other, own)):
            revision.refresh_from_db()
            assert revision.as_object().go_live_at == hour

    def test_is_on_record_and_the_author_and_approvers_are_told(
        self, sign_in: SignIn, chief: User, scheduled: ArticlePage, due_at, new_hour
    ) -> None:
        client = sign_in(chief)
        response = move(client, scheduled, "publish", due_at, words(new_hour))
        assert "paraît désormais" in response.content.decode()
        entry = PageLogEntry.objects.get(page=scheduled.pk, action=MOVED)
        assert (entry.user, entry.data["to"]) == (chief, new_hour.isoformat())
        assert Announcement.objects.get(event=Event.MOVED).actor == chief
        history = client.get(reverse("wagtailadmin_pages:history", args=[scheduled.pk]))
        assert "Parution déplacée" in history.content.decode()

    def test_failure_of_the_old_hour_is_forgotten(
        self, sign_in: SignIn, chief: User, section: ArticleIndexPage, new_hour
    ) -> None:
        missed = timezone.now() - timedelta(minutes=1)
        article = scheduled_article(section, missed)
        PublishingFailure.objects.create(
            page=article,
            revision=article.scheduled_revision,
            action=ScheduledAction.PUBLISH,
            due_at=missed,
            first_failed_at=missed,
            last_failed_at=missed,
            next_try_at=missed,
        )
        move(sign_in(chief), article, "publish", missed, words(new_hour))
        assert not PublishingFailure.objects.exists()

    @pytest.mark.parametrize(
        ("typed", "told"),
        [
            ("hier 8h", "Cette heure est passée"),
            ("bientôt", "n’est pas comprise"),
            ("", "Écrivez la nouvelle heure"),
        ],
    )
    def test_hour_that_cannot_be_kept_is_refused_and_stays_in_the_field(
        self, sign_in: SignIn, chief: User, scheduled: ArticlePage, due_at, typed, told
    ) -> None:
        html = move(sign_in(chief), scheduled, "publish", due_at, typed).content.decode()
        assert told in html
        assert f'value="{typed}"' in html or not typed
        assert scheduled.revisions.filter(approved_go_live_at=due_at).exists()

    def test_hour_after_the_withdrawal_is_refused(
        self, sign_in: SignIn, chief: User, section: ArticleIndexPage, due_at, new_hour
    ) -> None:
        article = scheduled_article(section, due_at, expire_at=due_at + timedelta(hours=1))
        response = move(sign_in(chief), article, "publish", due_at, words(new_hour))
        assert "serait retirée avant de paraître" in response.content.decode()

    def test_changed_schedule_is_not_touched(
        self, sign_in: SignIn, chief: User, scheduled: ArticlePage, due_at, new_hour
    ) -> None:
        other = due_at + timedelta(hours=1)
        scheduled.revisions.update(approved_go_live_at=None)
        schedule(scheduled, other)
        response = move(sign_in(chief), scheduled, "publish", due_at, words(new_hour))
        assert "a changé entre-temps" in response.content.decode()
        assert scheduled.revisions.filter(approved_go_live_at=other).exists()

    def test_only_who_arranges_the_schedule_moves_it(
        self, sign_in: SignIn, copy_editor: User, writer: User, scheduled, due_at, new_hour
    ) -> None:
        for person in (copy_editor, writer):
            client = sign_in(person)
            move(client, scheduled, "publish", due_at, words(new_hour))
            assert scheduled.revisions.filter(approved_go_live_at=due_at).exists()
            assert "schedule/publish" not in client.get(reverse("editorial_schedule")).text

    def test_way_there_is_in_the_text_and_in_the_list(
        self, sign_in: SignIn, chief: User, scheduled: ArticlePage
    ) -> None:
        client = sign_in(chief)
        there = f"/admin/schedule/publish/{scheduled.pk}/move/"
        assert there in client.get(edit_url(scheduled)).text
        assert there in client.get(reverse("editorial_schedule")).text


class TestExpiry:
    def test_page_is_withdrawn_at_the_new_hour_after_the_next_publication_too(
        self, sign_in: SignIn, chief: User, section: ArticleIndexPage, due_at, new_hour
    ) -> None:
        article = ArticleFactory(parent=section, expire_at=due_at)
        article.save_revision().publish()
        move(sign_in(chief), article, "expire", due_at, words(new_hour))
        ArticlePage.objects.get(pk=article.pk).get_latest_revision().publish()
        for moment, live in ((due_at, True), (new_hour, False)):
            with freeze_time(moment + timedelta(seconds=1)):
                publish_due()
            article.refresh_from_db()
            assert article.live == live


class TestInReview:
    def test_hour_moves_and_approvals_stand(
        self, sign_in: SignIn, chief: User, copy_editor: User, in_review, due_at, new_hour
    ) -> None:
        approve(in_review, copy_editor)
        before = in_review.revisions.count()
        move(sign_in(chief), in_review, "review", due_at, words(new_hour))
        assert in_review.revisions.count() == before
        assert [text.go_live_at for text in unapproved_times()] == [new_hour]
        approved = TaskState.objects.filter(status=TaskState.STATUS_APPROVED)
        assert [state.finished_by for state in approved] == [copy_editor]
        approve(in_review, chief)
        page = ArticlePage.objects.get(pk=in_review.pk)
        assert page.scheduled_revision.approved_go_live_at == new_hour

    def test_open_editor_does_not_move_it_back(
        self, sign_in: SignIn, chief: User, copy_editor: User, in_review, due_at, new_hour
    ) -> None:
        reviewer = sign_in(copy_editor)
        opened = fields_sent(reviewer, edit_url(in_review))
        move(sign_in(chief), in_review, "review", due_at, words(new_hour))
        answer = reviewer.post(
            edit_url(in_review),
            opened | {"title": "Le pont ferme demain"},
            headers={"accept": "application/json"},
        ).json()
        page = ArticlePage.objects.get(pk=in_review.pk)
        latest = page.get_latest_revision_as_object()
        assert (latest.title, latest.go_live_at) == ("Le pont ferme demain", new_hour)
        shown = f"{timezone.localtime(new_hour):%d/%m/%Y %H:%M}"
        assert answer["field_updates"]["go_live_at"] == shown

    def test_update_of_a_live_page_leaves_the_scheduled_version_its_hour(
        self, sign_in: SignIn, chief: User, writer: User, section, due_at, new_hour
    ) -> None:
        article = ArticleFactory(parent=section, owner=writer)
        article.save_revision().publish()
        article = ArticlePage.objects.get(pk=article.pk)
        schedule(article, due_at)
        article.title = "Une suite"
        article.save_revision(user=writer)
        Workflow.objects.get(name="Relecture").start(article, writer)
        move(sign_in(chief), article, "review", due_at, words(new_hour))
        scheduled = ArticlePage.objects.get(pk=article.pk).scheduled_revision
        assert scheduled.approved_go_live_at == scheduled.as_object().go_live_at == due_at


def test_words_that_count_from_now_do_not_slip_with_each_save(
    sign_in: SignIn, writer: User, draft: ArticlePage
) -> None:
    client = sign_in(writer)
    started = timezone.now()
    with freeze_time(started) as clock:
        fields = fields_sent(client, edit_url(draft)) | {"go_live_at": "dans 2 h"}
        json = {"accept": "application/json"}
        answer = client.post(edit_url(draft), fields, headers=json).json()
        clock.tick(timedelta(minutes=20))
        # What the script puts into the open form.
        fields |= answer["field_updates"] | {"overwrite_revision_id": answer["revision_id"]}
        client.post(edit_url(draft), fields | {"title": "Plus tard"}, headers=json)
    latest = ArticlePage.objects.get(pk=draft.pk).get_latest_revision_as_object()
    assert latest.title == "Plus tard"
    assert latest.go_live_at == (started + EARLIER).replace(second=0, microsecond=0)


def test_hour_in_the_past_needs_a_word(sign_in: SignIn, writer: User, draft: ArticlePage) -> None:
    client = sign_in(writer)
    response = send(client, edit_url(draft), {"go_live_at": "hier 8h", "title": "Tapé"})
    assert "laissez le champ vide" in response.content.decode()
    assert 'value="hier 8h"' in response.content.decode()
    assert ArticlePage.objects.get(pk=draft.pk).get_latest_revision_as_object().title != "Tapé"


def test_hour_that_has_passed_meanwhile_does_not_stop_a_save(
    sign_in: SignIn, writer: User, draft: ArticlePage
) -> None:
    draft.go_live_at = timezone.now().replace(microsecond=0) - timedelta(hours=1)
    draft.save_revision(user=writer)
    response = send(sign_in(writer), edit_url(draft), {"title": "Tapé après l’heure"})
    assert response.status_code == 302
    latest = ArticlePage.objects.get(pk=draft.pk).get_latest_revision_as_object()
    assert (latest.title, latest.go_live_at) == ("Tapé après l’heure", draft.go_live_at)


WITH_HOUR = {"action-workflow-action": "with-hour", "workflow-action-name": "approve"}


def test_reviewer_approves_with_an_hour_in_one_go(
    sign_in: SignIn, chief: User, copy_editor: User, in_review: ArticlePage, new_hour: datetime
) -> None:
    approve(in_review, copy_editor)
    client = sign_in(chief)
    assert "Approuver avec cette heure" in client.get(edit_url(in_review)).text
    send(client, edit_url(in_review), {"go_live_at": words(new_hour)} | WITH_HOUR)
    page = ArticlePage.objects.get(pk=in_review.pk)
    assert page.scheduled_revision.approved_go_live_at == new_hour


def test_approval_with_an_hour_needs_one_to_come(
    sign_in: SignIn, chief: User, copy_editor: User, in_review: ArticlePage
) -> None:
    approve(in_review, copy_editor)
    client = sign_in(chief)
    fields = fields_sent(client, edit_url(in_review)) | WITH_HOUR
    for typed in ("", "hier 8h"):
        response = client.post(edit_url(in_review), fields | {"go_live_at": typed})
        assert response.status_code == 200, typed
        page = ArticlePage.objects.get(pk=in_review.pk)
        assert not page.live, typed
        assert page.workflow_in_progress, typed


def test_who_may_not_approve_is_not_offered_it(
    sign_in: SignIn, writer: User, in_review: ArticlePage
) -> None:
    assert "Approuver avec cette heure" not in sign_in(writer).get(edit_url(in_review)).text
