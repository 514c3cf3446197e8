"""A live page with a scheduled update is corrected at once, and the update keeps the correction."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time
from wagtail.models import PageLogEntry

from accounts.models import User
from editorial.events.models import Announcement
from editorial.schedule.run import publish_due
from editorial.urgent.carrying import MergeConflict, Versions
from editorial.urgent.correct_now import PublishCorrection
from editorial.urgent.emergency import StaleRevision
from editorial.urgent.models import EmergencyReview, UnreviewedKind
from editorial.workflow.models import ConfirmationRequest
from news.models import ArticleIndexPage, ArticlePage
from tests.editorial.conftest import member
from tests.factories import ArticleFactory
from tests.forms import read_form
from tests.made_once import made_once

REASON = "Le nombre de blessés était faux."
SignIn = Callable[[User], Client]


@pytest.fixture
@made_once
def hour() -> datetime:
    return (timezone.now() + timedelta(hours=3)).replace(microsecond=0)


@pytest.fixture
@made_once
def article(section: ArticleIndexPage, writer: User, hour: datetime) -> ArticlePage:
    """Live, with an update of its title approved for later."""
    made: ArticlePage = ArticleFactory(
        parent=section,
        owner=writer,
        title="Trois blessés au marché",
        kicker="Incendie",
        standfirst="Trois personnes sont soignées à l’hôpital.",
    )
    made.save_revision(user=writer).publish()
    update = fresh(made)
    update.title, update.go_live_at = "Trois blessés au marché, l’enquête avance", hour
    update.save_revision(user=writer, approved_go_live_at=hour)
    return fresh(made)


def fresh(article: ArticlePage) -> ArticlePage:
    return ArticlePage.objects.get(pk=article.pk)


def correct(article: ArticlePage, chief: User, choices: dict[str, str] | None = None, **new: Any):
    live = fresh(article).live_revision.as_object()
    for name, value in new.items():
        setattr(live, name, value)
    seen = Versions.of(fresh(article))
    correction = PublishCorrection(live, chief, seen, choices or {}, REASON)
    correction.execute()
    return correction.read_page()


def test_correction_is_online_at_once_and_the_update_comes_at_its_hour_with_it(
    article: ArticlePage, chief: User, hour: datetime
) -> None:
    page = correct(article, chief, standfirst="Deux personnes sont soignées à l’hôpital.")
    assert page.live
    assert page.title == "Trois blessés au marché"
    assert page.standfirst.startswith("Deux")
    assert page.scheduled_revision.approved_go_live_at == hour
    with freeze_time(hour + timedelta(seconds=1)):
        publish_due()
    page = fresh(article)
    assert page.title == "Trois blessés au marché, l’enquête avance"
    assert page.standfirst.startswith("Deux")


def test_field_that_both_have_changed_is_asked_for_and_nothing_is_done(
    article: ArticlePage, chief: User
) -> None:
    with pytest.raises(MergeConflict) as clash:
        correct(article, chief, title="Deux blessés au marché")
    (difference,) = clash.value.differences
    assert difference.name == "title"
    assert difference.theirs == "Deux blessés au marché"
    assert difference.mine == "Trois blessés au marché, l’enquête avance"
    assert fresh(article).title == "Trois blessés au marché"


@pytest.mark.parametrize(
    ("choice", "later"),
    [("mine", "Trois blessés au marché, l’enquête avance"), ("theirs", "Deux blessés au marché")],
)
def test_choice_decides_what_the_update_says(
    article: ArticlePage, chief: User, choice: str, later: str
) -> None:
    page = correct(article, chief, {"title": choice}, title="Deux blessés au marché")
    assert page.title == "Deux blessés au marché"
    assert page.scheduled_revision.content["title"] == later


def test_newest_draft_keeps_its_own_words_and_gets_the_correction(
    article: ArticlePage, chief: User, writer: User, hour: datetime
) -> None:
    draft = fresh(article).get_latest_revision_as_object()
    draft.kicker = "Marché central"
    draft.save_revision(user=writer)
    page = correct(article, chief, standfirst="Deux personnes sont soignées à l’hôpital.")
    newest = page.get_latest_revision_as_object()
    assert newest.kicker == "Marché central"
    assert newest.standfirst.startswith("Deux")
    assert page.scheduled_revision.content["kicker"] == "Incendie"
    assert page.scheduled_revision.approved_go_live_at == hour


def test_version_saved_meanwhile_stops_it(article: ArticlePage, chief: User, writer: User) -> None:
    seen = Versions.of(article)
    live = article.live_revision.as_object()
    live.standfirst = "Deux personnes sont soignées à l’hôpital."
    fresh(article).get_latest_revision_as_object().save_revision(user=writer)
    with pytest.raises(StaleRevision):
        PublishCorrection(live, chief, seen, {}, REASON).execute()
    assert fresh(article).standfirst.startswith("Trois")


def test_it_is_told_kept_on_record_and_read_afterwards(article: ArticlePage, chief: User) -> None:
    correct(article, chief, kicker="Feu")
    entry = EmergencyReview.objects.get()
    assert (entry.kind, entry.reason, entry.published_by) == (
        UnreviewedKind.CORRECTION,
        REASON,
        chief,
    )
    logged = PageLogEntry.objects.get(page=article.pk, action="editorial.correct_now")
    assert logged.data["reason"] == REASON
    assert Announcement.objects.filter(event="emergency").exists()


@pytest.fixture
@made_once
def opened(article: ArticlePage, chief: User, sign_in: SignIn) -> dict[str, Any]:
    """What the page of the article sends where nothing was typed, whoever has opened it."""
    fields: dict[str, Any] = read_form(sign_in(chief), correct_url(article))
    return fields


def correct_url(article: ArticlePage) -> str:
    return reverse("correct_now", args=[article.pk])


class TestPage:
    """The page of an article, which asks only what the correction calls for."""

    def url(self, article: ArticlePage) -> str:
        return correct_url(article)

    def test_a_typing_error_is_mended_in_one_press(
        self,
        article: ArticlePage,
        opened: dict[str, Any],
        chief: User,
        sign_in: SignIn,
        hour: datetime,
    ) -> None:
        client = sign_in(chief)
        typed = {"standfirst": "Trois personnes sont soignés à l’hôpital."}
        assert (
            client.post(self.url(article), opened | typed | {"way": "publish"}).status_code == 302
        )
        page = fresh(article)
        assert page.standfirst == typed["standfirst"]
        assert page.scheduled_revision.content["standfirst"] == typed["standfirst"]
        assert page.scheduled_revision.approved_go_live_at == hour
        entry = EmergencyReview.objects.get()
        assert (entry.kind, entry.published_by) == (UnreviewedKind.FORM, chief)

    @pytest.mark.parametrize(
        "change",
        [{"title": "Trois blessés au marchés"}, {"standfirst": "Deux personnes sont soignées."}],
    )
    def test_more_than_form_is_not_published_by_that_press(
        self,
        article: ArticlePage,
        opened: dict[str, Any],
        chief: User,
        sign_in: SignIn,
        change: dict[str, str],
    ) -> None:
        response = sign_in(chief).post(self.url(article), opened | change | {"way": "publish"})
        assert response.status_code == 422
        text = response.content.decode()
        assert all(value in text for value in change.values())
        assert "tell_readers" in text
        assert fresh(article).standfirst.startswith("Trois")

    def test_a_correction_of_substance_asks_whether_readers_are_told(
        self, article: ArticlePage, opened: dict[str, Any], chief: User, sign_in: SignIn
    ) -> None:
        change = {"standfirst": "Deux personnes sont soignées.", "reason": REASON, "way": "haste"}
        client = sign_in(chief)
        assert client.post(self.url(article), opened | change).status_code == 422
        assert (
            client.post(self.url(article), opened | change | {"tell_readers": "yes"}).status_code
            == 422
        )
        told = {"tell_readers": "yes", "notice": "Nous écrivions trois ; elles sont deux."}
        assert client.post(self.url(article), opened | change | told).status_code == 302
        page = fresh(article)
        assert page.standfirst.startswith("Deux")
        assert [note.text for note in page.corrections.all()] == [told["notice"]]

    def test_readers_are_not_told_where_nobody_was_misled(
        self, article: ArticlePage, opened: dict[str, Any], chief: User, sign_in: SignIn
    ) -> None:
        change = {"kicker": "Feu", "reason": REASON, "way": "haste", "tell_readers": "no"}
        assert sign_in(chief).post(self.url(article), opened | change).status_code == 302
        assert fresh(article).kicker == "Feu"
        assert not fresh(article).corrections.exists()

    def test_clash_is_shown_field_by_field_with_what_was_typed(
        self, article: ArticlePage, opened: dict[str, Any], chief: User, sign_in: SignIn
    ) -> None:
        client = sign_in(chief)
        title = "Deux blessés au marché"
        typed = {"title": title, "reason": REASON, "way": "haste", "tell_readers": "no"}
        response = client.post(self.url(article), opened | typed)
        assert response.status_code == 409
        text = response.content.decode()
        assert "choose-title" in text
        assert "l’enquête avance" in text
        assert f'value="{title}"' in text
        response = client.post(self.url(article), opened | typed | {"choose-title": "mine"})
        assert response.status_code == 302
        assert fresh(article).title == title

    @pytest.mark.parametrize("reason", ["", "vite"])
    def test_without_a_reason_nothing_is_published_and_nothing_is_lost(
        self,
        article: ArticlePage,
        opened: dict[str, Any],
        chief: User,
        sign_in: SignIn,
        reason: str,
    ) -> None:
        change = {"kicker": "Feu", "reason": reason, "way": "haste", "tell_readers": "no"}
        response = sign_in(chief).post(self.url(article), opened | change)
        assert response.status_code == 422
        assert 'value="Feu"' in response.content.decode()
        assert fresh(article).kicker == "Incendie"

    @pytest.mark.parametrize("way", ["publish", "haste"])
    def test_copy_editor_publishes_nothing(
        self, article: ArticlePage, copy_editor: User, sign_in: SignIn, way: str
    ) -> None:
        client = sign_in(copy_editor)
        client.post(self.url(article), {"kicker": "Feu", "way": way})
        assert fresh(article).kicker == "Incendie"

    def test_what_an_old_article_lacks_does_not_keep_its_typing_errors(
        self,
        article: ArticlePage,
        opened: dict[str, Any],
        chief: User,
        sign_in: SignIn,
        gates_as_seeded: None,
    ) -> None:
        typed = {"standfirst": "Trois personnes sont soignés à l’hôpital.", "way": "publish"}
        assert sign_in(chief).post(self.url(article), opened | typed).status_code == 302
        assert fresh(article).standfirst == typed["standfirst"]

    def test_page_that_is_not_online_is_corrected_as_usual(
        self, draft: ArticlePage, chief: User, sign_in: SignIn
    ) -> None:
        response = sign_in(chief).get(self.url(draft))
        assert response.url == reverse("wagtailadmin_pages:edit", args=[draft.pk])


class TestConfirmed:
    """Who may not publish it has it confirmed, in one press, without a review."""

    STANDFIRST = "Deux personnes sont soignées à l’hôpital."

    @pytest.fixture
    def request_(
        self, article: ArticlePage, opened: dict[str, Any], copy_editor: User, sign_in: SignIn
    ) -> Any:
        change = {"standfirst": self.STANDFIRST, "way": "confirm", "tell_readers": "no"}
        url = reverse("correct_now", args=[article.pk])
        assert sign_in(copy_editor).post(url, opened | change).status_code == 302
        return ConfirmationRequest.objects.get()

    def test_a_chief_confirms_and_it_is_online_and_in_the_update(
        self, request_: Any, article: ArticlePage, chief: User, sign_in: SignIn, hour: datetime
    ) -> None:
        assert fresh(article).standfirst.startswith("Trois")
        url = reverse("confirm_change", args=[request_.pk])
        client = sign_in(chief)
        assert "Deux" in client.get(url).content.decode()
        client.post(url, {"answer": "confirm"})
        page = fresh(article)
        assert page.standfirst == self.STANDFIRST
        assert page.scheduled_revision.content["standfirst"] == self.STANDFIRST
        assert page.scheduled_revision.approved_go_live_at == hour
        assert not EmergencyReview.objects.exists()

    def test_nobody_confirms_their_own(
        self, request_: Any, article: ArticlePage, copy_editor: User, sign_in: SignIn
    ) -> None:
        url = reverse("confirm_change", args=[request_.pk])
        sign_in(copy_editor).post(url, {"answer": "confirm"})
        assert fresh(article).standfirst.startswith("Trois")

    def test_two_copy_editors_are_not_enough(
        self, request_: Any, article: ArticlePage, sign_in: SignIn
    ) -> None:
        url = reverse("confirm_change", args=[request_.pk])
        sign_in(member("Copy editors", username="b")).post(url, {"answer": "confirm"})
        assert fresh(article).standfirst.startswith("Trois")

    def test_another_publication_meanwhile_overtakes_it(
        self, request_: Any, article: ArticlePage, chief: User, sign_in: SignIn
    ) -> None:
        correct(article, chief, kicker="Feu")
        url = reverse("confirm_change", args=[request_.pk])
        sign_in(chief).post(url, {"answer": "confirm"})
        assert fresh(article).standfirst.startswith("Trois")
