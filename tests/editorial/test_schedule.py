"""« Publications programmées »: everything that is due is seen, and can be acted on."""

from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision, Workflow

from accounts.models import User
from editorial.schedule.models import PublishingFailure, ScheduledAction
from editorial.schedule.queries import scheduled_items, unapproved_times
from editorial.schedule.run import publish_due
from editorial.versions.tokens import revision_token
from jobs.models import Heartbeat, ProcessKind
from news.models import ArticleIndexPage, ArticlePage
from tests.editorial.scheduling import expiring_article, schedule, scheduled_article
from tests.factories import ArticleFactory
from tests.made_once import made_once

IN_TWO_HOURS = timedelta(hours=2)
SignIn = Callable[[User], Client]
LIST = "editorial_schedule"


def act(client: Client, verb: str, article: ArticlePage, due_at: datetime, action: str) -> object:
    url = reverse(f"editorial_{verb}_item", args=[action, article.pk])
    return client.post(f"{url}?{urlencode({'due': due_at.isoformat()})}", follow=True)


@pytest.fixture
@made_once
def due_at() -> datetime:
    return (timezone.now() + IN_TWO_HOURS).replace(microsecond=0)


@pytest.fixture
@made_once
def scheduled(section: ArticleIndexPage, due_at: datetime) -> ArticlePage:
    return scheduled_article(section, due_at, title="Le marché rouvre")


def failure_of(article: ArticlePage, due_at: datetime) -> PublishingFailure:
    now = timezone.now()
    return PublishingFailure.objects.create(
        page=article,
        revision=article.scheduled_revision,
        action=ScheduledAction.PUBLISH,
        due_at=due_at,
        attempts=3,
        first_failed_at=now,
        last_failed_at=now,
        next_try_at=now + timedelta(minutes=4),
        last_error="La rubrique a disparu",
    )


class TestList:
    def test_empty_schedule_says_what_will_appear_there(self, sign_in: SignIn, chief: User) -> None:
        text = sign_in(chief).get(reverse(LIST)).content.decode()
        assert "Rien n’est programmé" in text
        assert "Aucune page n’a d’heure de retrait" in text

    def test_says_when_in_words_and_who_approved(
        self, sign_in: SignIn, chief: User, writer: User, draft: ArticlePage, copy_editor: User
    ) -> None:
        draft.go_live_at = timezone.now() + timedelta(hours=2, minutes=10, seconds=30)
        draft.save_revision(user=writer)
        state = Workflow.objects.get(name="Relecture").start(draft, writer)
        for person in (copy_editor, chief):
            state.refresh_from_db()
            task_state = state.current_task_state
            seen = revision_token(Page.objects.get(pk=draft.pk).latest_revision)
            task_state.task.specific.on_action(task_state, person, "approve", seen=seen)
        text = sign_in(chief).get(reverse(LIST)).content.decode()
        assert "heure de Bamako" in text
        assert "dans 2 h 10" in text
        assert "Accord de Fatoumata Koné" in text

    @pytest.mark.postgres
    def test_failure_stands_first_with_its_reason(
        self, sign_in: SignIn, chief: User, scheduled: ArticlePage, due_at: datetime
    ) -> None:
        failure_of(scheduled, due_at)
        text = sign_in(chief).get(reverse(LIST)).content.decode()
        assert "La rubrique a disparu" in text
        assert "3 essais" in text
        assert text.index("En échec") < text.index("À paraître")

    def test_time_without_approval_is_shown_with_whose_turn_it_is(
        self, sign_in: SignIn, copy_editor: User, writer: User, draft: ArticlePage
    ) -> None:
        draft.go_live_at = timezone.now() + IN_TWO_HOURS
        draft.save_revision(user=writer)
        Workflow.objects.get(name="Relecture").start(draft, writer)
        assert [text.page.pk for text in unapproved_times()] == [draft.pk]
        text = sign_in(copy_editor).get(reverse(LIST)).content.decode()
        assert "En attente de\u00a0: Secrétariat de rédaction" in text

    def test_writer_sees_no_titles_of_others_drafts(
        self, sign_in: SignIn, writer: User, scheduled: ArticlePage
    ) -> None:
        response = sign_in(writer).get(reverse(LIST), follow=True)
        assert "Le marché rouvre" not in response.content.decode()

    def test_copy_editor_sees_it_and_changes_nothing(
        self, sign_in: SignIn, copy_editor: User, scheduled: ArticlePage, due_at: datetime
    ) -> None:
        client = sign_in(copy_editor)
        text = client.get(reverse(LIST)).content.decode()
        assert "Le marché rouvre" in text
        assert "Publier maintenant" not in text
        act(client, "cancel", scheduled, due_at, "publish")
        assert scheduled.revisions.filter(approved_go_live_at=due_at).exists()

    def test_number_of_queries_does_not_grow(
        self, section: ArticleIndexPage, django_assert_num_queries: Callable[[int], object]
    ) -> None:
        for _number in range(5):
            scheduled_article(section, timezone.now() + IN_TWO_HOURS)
            expiring_article(section, timezone.now() + IN_TWO_HOURS)
        with django_assert_num_queries(6):  # type: ignore[attr-defined]
            assert len(scheduled_items()) == 10


class TestActions:
    def test_publish_now_publishes_the_approved_version(
        self, sign_in: SignIn, chief: User, scheduled: ArticlePage, due_at: datetime
    ) -> None:
        scheduled.title = "Un brouillon plus récent"
        scheduled.save_revision()
        act(sign_in(chief), "publish", scheduled, due_at, "publish")
        scheduled.refresh_from_db()
        assert scheduled.live
        assert scheduled.title == "Le marché rouvre"
        assert scheduled_items() == []
        logged = PageLogEntry.objects.get(page=scheduled.pk, action="wagtail.publish")
        assert logged.user == chief

    def test_publish_now_that_fails_leaves_it_scheduled_and_says_why(
        self, sign_in: SignIn, chief: User, scheduled: ArticlePage, due_at: datetime
    ) -> None:
        revision = scheduled.scheduled_revision
        revision.content["body"] = "ceci n’est pas un flux de blocs"
        revision.content["title"] = None
        Revision.objects.filter(pk=revision.pk).update(content=revision.content)
        response = act(sign_in(chief), "publish", scheduled, due_at, "publish")
        assert "reste programmé" in response.content.decode()  # type: ignore[attr-defined]
        scheduled.refresh_from_db()
        assert not scheduled.live
        revision.refresh_from_db()
        assert revision.approved_go_live_at == due_at
        assert revision.content["go_live_at"] is not None

    def test_cancelled_publication_never_happens(
        self, sign_in: SignIn, chief: User, scheduled: ArticlePage, due_at: datetime
    ) -> None:
        act(sign_in(chief), "cancel", scheduled, due_at, "publish")
        publish_due(due_at + timedelta(minutes=1))
        scheduled.refresh_from_db()
        assert not scheduled.live
        assert PageLogEntry.objects.filter(
            page=scheduled.pk, action="wagtail.schedule.cancel", user=chief
        ).exists()

    def test_cancelled_expiry_keeps_the_page_online_after_the_next_publication(
        self, sign_in: SignIn, chief: User, section: ArticleIndexPage, due_at: datetime
    ) -> None:
        article = ArticleFactory(parent=section, expire_at=due_at)
        article.save_revision().publish()
        act(sign_in(chief), "cancel", article, due_at, "expire")
        ArticlePage.objects.get(pk=article.pk).get_latest_revision().publish()
        publish_due(due_at + timedelta(minutes=1))
        article.refresh_from_db()
        assert article.live
        assert article.expire_at is None

    def test_retry_is_due_at_once(
        self, sign_in: SignIn, chief: User, section: ArticleIndexPage
    ) -> None:
        due_at = timezone.now() - timedelta(minutes=1)
        article = scheduled_article(section, due_at)
        failure_of(article, due_at)
        assert publish_due().published == 0
        act(sign_in(chief), "retry", article, due_at, "publish")
        assert publish_due().published == 1
        assert not PublishingFailure.objects.exists()

    @pytest.mark.postgres
    @pytest.mark.parametrize("verb", ["publish", "cancel"])
    def test_changed_schedule_is_not_touched(
        self, sign_in: SignIn, chief: User, scheduled: ArticlePage, due_at: datetime, verb: str
    ) -> None:
        later = due_at + timedelta(hours=1)
        scheduled.revisions.update(approved_go_live_at=None)
        schedule(scheduled, later)
        response = act(sign_in(chief), verb, scheduled, due_at, "publish")
        assert "a changé entre-temps" in response.content.decode()  # type: ignore[attr-defined]
        assert scheduled.revisions.filter(approved_go_live_at=later).exists()
        assert not ArticlePage.objects.get(pk=scheduled.pk).live

    @pytest.mark.postgres
    @pytest.mark.parametrize("due", ["", "demain", "2026-99-99T00:00"])
    def test_unreadable_time_is_not_found(
        self, sign_in: SignIn, chief: User, scheduled: ArticlePage, due: str
    ) -> None:
        url = reverse("editorial_cancel_item", args=["publish", scheduled.pk])
        assert sign_in(chief).post(f"{url}?{urlencode({'due': due})}").status_code == 404


class TestDashboard:
    def test_is_red_when_the_clock_has_missed_a_minute(self, sign_in: SignIn, chief: User) -> None:
        client = sign_in(chief)
        Heartbeat.objects.create(
            id="clock-1",
            kind=ProcessKind.CLOCK,
            host="une",
            pid=1,
            beat_at=timezone.now() - timedelta(minutes=2),
        )
        late = client.get(reverse("wagtailadmin_home")).content.decode()
        assert "Rien n’est publié pendant ce temps" in late
        Heartbeat.objects.update(beat_at=timezone.now())
        well = client.get(reverse("wagtailadmin_home")).content.decode()
        assert "Rien n’est publié pendant ce temps" not in well

    def test_names_what_failed_and_why_above_all_else(
        self, sign_in: SignIn, chief: User, scheduled: ArticlePage, due_at: datetime
    ) -> None:
        failure = failure_of(scheduled, due_at)
        page = BeautifulSoup(
            sign_in(chief).get(reverse("wagtailadmin_home")).content, "html.parser"
        )
        panels = [str(panel["id"]) for panel in page.select("section.w-panel[id]")]
        assert panels.index("today-section") == 0
        told = page.select_one("[aria-labelledby=today-failed]").get_text()
        assert scheduled.title in told and failure.last_error in told

    def test_writer_is_not_told_of_it(self, sign_in: SignIn, writer: User) -> None:
        assert Group.objects.get(name="Writers") in writer.groups.all()
        text = sign_in(writer).get(reverse("wagtailadmin_home")).content.decode()
        assert "signe de vie" not in text


class TestEditor:
    def test_time_on_an_unapproved_draft_says_that_nothing_will_happen(
        self, sign_in: SignIn, writer: User, draft: ArticlePage
    ) -> None:
        draft.go_live_at = timezone.now() + IN_TWO_HOURS
        draft.save_revision(user=writer)
        url = reverse("wagtailadmin_pages:edit", args=[draft.pk])
        text = sign_in(writer).get(url).content.decode()
        assert "Rien ne paraîtra" in text
        assert "Soumettez d’abord ce texte" in text
        assert "heure de Bamako" in text

    def test_approved_time_is_shown_with_zone_and_distance(
        self, sign_in: SignIn, chief: User, scheduled: ArticlePage
    ) -> None:
        url = reverse("wagtailadmin_pages:edit", args=[scheduled.pk])
        text = sign_in(chief).get(url).content.decode()
        assert "Texte approuvé, parution" in text
        assert "heure de Bamako, dans" in text
