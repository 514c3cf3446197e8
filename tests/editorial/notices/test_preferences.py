"""Each person chooses, in the account settings, what to be told and how."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from accounts.models import User
from editorial.events.announcing import announce
from editorial.events.kinds import Event
from editorial.notices import digests
from editorial.notices.models import DailyDigest, Notice, NoticePreference, SectionWatch
from news.models import ArticleIndexPage, ArticlePage
from tests.editorial.notices.conftest import work
from tests.forms import fields_of
from tests.made_once import made_once

SignIn = Callable[[User], Client]
Told = Callable[[], set[tuple[str, str]]]
ACCOUNT = "wagtailadmin_account"
SEVEN = datetime(2026, 6, 4, 7, 0, tzinfo=UTC)  # in Bamako too


def choose(user: User, event: Event, choice: str) -> None:
    NoticePreference.objects.update_or_create(user=user, event=event, defaults={"choice": choice})


def save_settings(client: Client, **changes: object) -> None:
    fields = fields_of(client.get(reverse(ACCOUNT)).content.decode(), "form[action]")
    answer = client.post(reverse(ACCOUNT), fields | changes)
    assert answer.status_code == 302, BeautifulSoup(answer.content, "html.parser").select(
        ".error-message"
    )


def test_the_settings_offer_the_events_that_concern_a_person(
    writer: User, chief: User, section: ArticleIndexPage, sign_in: SignIn
) -> None:
    page = sign_in(writer).get(reverse(ACCOUNT)).content.decode()
    assert "Votre texte vous est renvoyé" in page
    assert "Un texte attend votre relecture" not in page
    assert "Rubriques que vous suivez" not in page
    assert "notifications-submitted_notifications" not in page, "Wagtail's own mean nothing"
    page = sign_in(chief).get(reverse(ACCOUNT)).content.decode()
    assert "Un texte attend votre relecture" in page
    assert "Rubriques que vous suivez" in page
    assert "L’horloge est en retard" in page


def test_what_is_chosen_is_kept_and_holds(
    draft: ArticlePage, chief: User, section: ArticleIndexPage, sign_in: SignIn, told: Told
) -> None:
    desk = sign_in(chief)
    save_settings(
        desk,
        **{
            "notices-withdrawn": "never",
            "notices-failed": "digest",
            "notices-sections": section.pk,
        },
    )
    announce(Event.WITHDRAWN, draft, reason="Doublon")
    announce(Event.FAILED, draft, reason="Erreur")
    announce(Event.EMERGENCY, draft, reason="Crue")
    subjects = {s for address, s in told() if address == "fatoumata@example.org"}
    assert subjects == {"Publié en urgence : Le pont ferme"}
    assert SectionWatch.objects.get().section_id == section.pk
    fields = fields_of(desk.get(reverse(ACCOUNT)).content.decode(), "form[action]")
    assert fields["notices-withdrawn"] == "never"
    assert fields["notices-sections"] == str(section.pk)


def test_what_is_no_longer_wanted_leaves_the_next_digest(
    draft: ArticlePage, writer: User, sign_in: SignIn, told: Told
) -> None:
    choose(writer, Event.FAILED, "digest")
    announce(Event.FAILED, draft, reason="Erreur")
    told()
    save_settings(sign_in(writer), **{"notices-failed": "never"})
    assert not Notice.objects.filter(recipient=writer).exists()


@pytest.fixture
@made_once
def waiting(draft: ArticlePage, writer: User) -> Notice:
    """Something for the digest of the writer, from before seven on 4 June."""
    choose(writer, Event.FAILED, "digest")
    announce(Event.FAILED, draft, reason="Erreur")
    work()
    Notice.objects.update(created_at=SEVEN - timedelta(hours=3))
    mail.outbox.clear()
    return Notice.objects.get(recipient=writer)


def test_the_digest_is_sent_once_a_day_at_its_hour(waiting: Notice, told: Told) -> None:
    assert digests.enqueue_due(SEVEN - timedelta(seconds=1)) == 0
    assert digests.enqueue_due(SEVEN) == 1
    assert digests.enqueue_due(SEVEN) == 0
    assert told() == {("awa@example.org", "Actujet : un avis, jeudi 4 juin")}
    # What comes after the hour waits for the next day's.
    Notice.objects.update(sent_at=None, created_at=SEVEN + timedelta(minutes=1))
    assert digests.enqueue_due(SEVEN + timedelta(hours=10)) == 0
    assert digests.enqueue_due(SEVEN + timedelta(days=1)) == 1
    assert told() == {("awa@example.org", "Actujet : un avis, vendredi 5 juin")}
    assert digests.enqueue_due(SEVEN + timedelta(days=2)) == 0, "an empty one is not sent"


def test_the_hour_is_that_of_the_persons_time_zone(waiting: Notice, writer: User) -> None:
    UserProfile.objects.create(user=writer, current_time_zone="America/New_York")
    eleven = SEVEN + timedelta(hours=4)
    assert digests.enqueue_due(eleven - timedelta(seconds=1)) == 0
    assert digests.enqueue_due(eleven) == 1


def test_the_digest_says_and_links_what_happened(waiting: Notice) -> None:
    digests.enqueue_due(SEVEN)
    work()
    (message,) = mail.outbox
    html = message.alternatives[0][0]
    edit = reverse("wagtailadmin_pages:edit", args=[waiting.announcement.page_id])
    for text in (message.body, html):
        assert "Non publié : Le pont ferme" in text
        assert f"http://127.0.0.1:8000{edit}" in text


def test_the_next_digest_names_what_a_killed_worker_may_have_sent(
    draft: ArticlePage, writer: User, told: Told
) -> None:
    announce(Event.FAILED, draft, reason="Erreur")
    notice_task_left_after_claim(writer)
    assert told() == set()
    Notice.objects.update(created_at=SEVEN - timedelta(hours=3))
    digests.enqueue_due(SEVEN)
    work()
    (message,) = mail.outbox
    assert "peut-être déjà envoyé" in message.body


def notice_task_left_after_claim(writer: User) -> None:
    """As a worker leaves it that is killed between the claim and the record of the sending."""
    from jobs.worker import Worker

    worker = Worker(batch=True)
    worker.step()  # spread
    Notice.objects.filter(recipient=writer).update(claimed_at=timezone.now())


def test_a_digest_that_may_have_been_sent_is_not_sent_again_that_day(
    waiting: Notice, told: Told
) -> None:
    digests.enqueue_due(SEVEN)
    DailyDigest.objects.update(claimed_at=timezone.now())
    assert told() == set()
    assert digests.enqueue_due(SEVEN + timedelta(days=1)) == 1
    assert len(told()) == 1
