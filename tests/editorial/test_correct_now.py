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
from editorial.correcting import Clash, Versions, correct_now
from editorial.emergency import SavedSince
from editorial.models import Announcement
from editorial.models.emergency import EmergencyReview, Haste
from editorial.publishing import publish_due
from news.models import ArticleIndexPage, ArticlePage
from tests.factories import ArticleFactory
from tests.forms import send

REASON = "Le nombre de blessés était faux."
SignIn = Callable[[User], Client]


@pytest.fixture
def hour() -> datetime:
    return (timezone.now() + timedelta(hours=3)).replace(microsecond=0)


@pytest.fixture
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
    return correct_now(live, chief, REASON, Versions.of(fresh(article)), choices or {})


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
    with pytest.raises(Clash) as clash:
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
    with pytest.raises(SavedSince):
        correct_now(live, chief, REASON, seen, {})
    assert fresh(article).standfirst.startswith("Trois")


def test_it_is_told_kept_on_record_and_read_afterwards(article: ArticlePage, chief: User) -> None:
    correct(article, chief, kicker="Feu")
    entry = EmergencyReview.objects.get()
    assert (entry.kind, entry.reason, entry.published_by) == (Haste.CORRECTION, REASON, chief)
    logged = PageLogEntry.objects.get(page=article.pk, action="editorial.correct_now")
    assert logged.data["reason"] == REASON
    assert Announcement.objects.filter(event="emergency").exists()


class TestPage:
    def url(self, article: ArticlePage) -> str:
        return reverse("correct_now", args=[article.pk])

    def test_chief_corrects_in_the_form_of_the_live_version(
        self, article: ArticlePage, chief: User, sign_in: SignIn, hour: datetime
    ) -> None:
        client = sign_in(chief)
        assert (
            self.url(article)
            in client.get(reverse("wagtailadmin_pages:edit", args=[article.pk])).content.decode()
        )
        response = send(client, self.url(article), {"kicker": "Feu", "reason": REASON})
        assert response.status_code == 302
        page = fresh(article)
        assert (page.kicker, page.title) == ("Feu", "Trois blessés au marché")
        assert page.scheduled_revision.content["kicker"] == "Feu"
        assert page.scheduled_revision.approved_go_live_at == hour

    def test_clash_is_shown_field_by_field_with_what_was_typed(
        self, article: ArticlePage, chief: User, sign_in: SignIn
    ) -> None:
        client = sign_in(chief)
        typed = {"title": "Deux blessés au marché", "reason": REASON}
        response = send(client, self.url(article), typed)
        assert response.status_code == 409
        text = response.content.decode()
        assert "choose-title" in text
        assert "l’enquête avance" in text
        assert 'value="Deux blessés au marché"' in text
        response = send(client, self.url(article), typed | {"choose-title": "mine"})
        assert response.status_code == 302
        assert fresh(article).title == "Deux blessés au marché"

    @pytest.mark.parametrize("reason", ["", "vite"])
    def test_without_a_reason_nothing_is_published_and_nothing_is_lost(
        self, article: ArticlePage, chief: User, sign_in: SignIn, reason: str
    ) -> None:
        client = sign_in(chief)
        response = send(client, self.url(article), {"kicker": "Feu", "reason": reason})
        assert response.status_code == 422
        assert 'value="Feu"' in response.content.decode()
        assert fresh(article).kicker == "Incendie"

    def test_copy_editor_may_not(
        self, article: ArticlePage, copy_editor: User, sign_in: SignIn
    ) -> None:
        response = sign_in(copy_editor).post(self.url(article), {"kicker": "Feu"})
        assert response.status_code == 302
        assert fresh(article).kicker == "Incendie"

    def test_page_without_a_scheduled_update_is_corrected_as_usual(
        self, section: ArticleIndexPage, chief: User, sign_in: SignIn
    ) -> None:
        article = ArticleFactory(parent=section)
        article.save_revision().publish()
        response = sign_in(chief).get(self.url(article), follow=True)
        assert "Aucune mise à jour" in response.content.decode()
