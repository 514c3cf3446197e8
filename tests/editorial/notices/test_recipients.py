"""Every other event by its name: who is told, and who is not."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult
from wagtail.models import Comment, Page
from wagtail.users.models import UserProfile

from accounts.models import User
from editorial.events.announcing import announce, silence
from editorial.events.kinds import Event
from editorial.events.models import Announcement
from editorial.notices import mails
from editorial.notices.models import Notice, SectionWatch
from news.models import ArticleIndexPage, ArticlePage
from tests.editorial.notices.conftest import work
from tests.factories import SectionFactory
from tests.made_once import made_once

Told = Callable[[], set[tuple[str, str]]]
CHIEFS = {"fatoumata", "adama"}


@pytest.fixture
@made_once
def newsroom(
    writer: User,
    other_writer: User,
    copy_editor: User,
    chief: User,
    other_chief: User,
    lawyer: User,
    moderator: User,
    admin: User,
) -> None:
    """One person of each role, and a superuser."""


@pytest.mark.parametrize(
    ("event", "people"),
    [
        (Event.SENT_BACK, {"awa"}),
        (Event.APPROVED, {"awa"}),
        (Event.PUBLISHED, {"awa"}),
        (Event.FAILED, {"awa", *CHIEFS}),
        (Event.CLOCK_LATE, CHIEFS),
        (Event.EMERGENCY, {"awa", "moussa", *CHIEFS}),
        (Event.WITHDRAWN, {"awa", "moussa", *CHIEFS}),
    ],
)
def test_only_those_concerned_are_told(
    event: Event, people: set[str], newsroom: None, draft: ArticlePage, told: Told
) -> None:
    announce(event, None if event == Event.CLOCK_LATE else draft, reason="Coupure de courant")
    assert mail.outbox == []
    assert {address.partition("@")[0] for address, _subject in told()} == people


def test_an_overridden_check_waits_for_the_digest_of_owner_and_chiefs(
    newsroom: None, draft: ArticlePage, told: Told
) -> None:
    announce(Event.OVERRIDDEN, draft, reason="Photo en route")
    assert told() == set()
    waiting = Notice.objects.filter(choice="digest").values_list("recipient__username", flat=True)
    assert set(waiting) == {"awa", *CHIEFS}


def test_who_did_it_is_not_told(
    newsroom: None, draft: ArticlePage, chief: User, told: Told
) -> None:
    announce(Event.WITHDRAWN, draft, actor=chief, reason="Doublon")
    assert {address for address, _subject in told()} == {
        f"{name}@example.org" for name in ("awa", "moussa", "adama")
    }


def test_an_emergency_is_told_once_though_it_publishes_too(
    newsroom: None, draft: ArticlePage, chief: User, told: Told
) -> None:
    draft.get_latest_revision().publish(user=chief, skip_permission_checks=True)
    announce(Event.EMERGENCY, draft, actor=chief, reason="Le pont s’est effondré")
    assert {subject for _address, subject in told()} == {"Publié en urgence : Le pont ferme"}


def test_whoever_watches_other_sections_is_left_in_peace(
    newsroom: None, draft: ArticlePage, chief: User, other_chief: User, told: Told
) -> None:
    elsewhere = SectionFactory(parent=draft.get_parent().get_parent(), title="Sports")
    SectionWatch.objects.create(user=chief, section=elsewhere)
    announce(Event.FAILED, draft, reason="Erreur")
    assert {a.partition("@")[0] for a, _s in told()} == {"awa", "adama"}
    # Nobody watches it any more: then everybody does.
    SectionWatch.objects.create(user=other_chief, section=elsewhere)
    announce(Event.FAILED, draft, reason="Erreur")
    assert {a.partition("@")[0] for a, _s in told()} == {"awa", *CHIEFS}


def test_those_who_left_and_those_without_an_address_break_nothing(
    newsroom: None, draft: ArticlePage, chief: User, other_chief: User, told: Told
) -> None:
    User.objects.filter(pk=chief.pk).update(is_active=False)
    User.objects.filter(pk=other_chief.pk).update(email="")
    announce(Event.FAILED, draft, reason="Erreur")
    assert {a.partition("@")[0] for a, _s in told()} == {"awa"}


def test_a_page_deleted_meanwhile_is_nobodys_concern(
    newsroom: None, draft: ArticlePage, told: Told
) -> None:
    announce(Event.FAILED, draft, reason="Erreur")
    Page.objects.get(pk=draft.pk).delete()
    assert told() == set()


@pytest.mark.usefixtures("transactional_db")
def test_nothing_is_told_of_what_was_rolled_back(draft: ArticlePage) -> None:
    class Undone(Exception):
        pass

    before = DBTaskResult.objects.count()
    with pytest.raises(Undone), transaction.atomic():
        announce(Event.FAILED, draft, reason="Erreur")
        raise Undone
    assert not Announcement.objects.exists()
    assert DBTaskResult.objects.count() == before


@pytest.mark.postgres
@pytest.mark.usefixtures("transactional_db")
def test_announcing_never_breaks_what_it_tells_of(draft: ArticlePage) -> None:
    gone = ArticlePage(pk=987654, title="Disparu")
    with transaction.atomic():
        announce("no such event", draft)  # type: ignore[arg-type]
        announce(Event.FAILED, gone, actor=User(pk=987654), odd=object())
        Page.objects.filter(pk=draft.pk).update(draft_title="Gardé")
    draft.refresh_from_db()
    assert draft.draft_title == "Gardé"
    work()


def test_the_same_key_is_announced_once(newsroom: None, draft: ArticlePage, told: Told) -> None:
    for _time in range(3):
        announce(Event.FAILED, draft, once=f"failed:{draft.pk}", reason="Erreur")
    assert len(told()) == 3


def test_loading_texts_tells_nobody(newsroom: None, draft: ArticlePage, told: Told) -> None:
    with silence():
        draft.get_latest_revision().publish(skip_permission_checks=True)
    assert told() == set()
    assert not Announcement.objects.exists()


def test_a_mail_speaks_the_language_and_the_time_of_its_reader(
    draft: ArticlePage, writer: User, copy_editor: User
) -> None:
    UserProfile.objects.create(
        user=copy_editor, preferred_language="en", current_time_zone="Asia/Tokyo"
    )
    draft.go_live_at = timezone.now().replace(hour=20, minute=0) + timedelta(days=1)
    draft.save_revision()
    with silence():
        draft.get_workflow().start(draft, writer)
    with translation.override("de"):
        announce(Event.DEADLINE_NEAR, draft)
        work()
    mails_by_address = {message.to[0]: message for message in mail.outbox}
    english = mails_by_address["moussa@example.org"]
    assert english.subject == "Not approved yet: Le pont ferme"
    assert "05:00" in english.body
    assert '<html lang="en">' in english.alternatives[0][0]
    french = mails_by_address["awa@example.org"]
    assert french.subject == "Pas encore approuvé : Le pont ferme"
    assert "20 h 00" in french.body
    assert '<html lang="fr">' in french.alternatives[0][0]


@pytest.mark.parametrize("event", list(Event))
def test_every_event_has_its_mail(
    event: Event, newsroom: None, draft: ArticlePage, chief: User, section: ArticleIndexPage
) -> None:
    remark = Comment.objects.create(
        page=draft, user=chief, text="Un <b>mot</b>", contentpath="title"
    )
    announcement = Announcement.objects.create(
        event=event,
        page=draft,
        actor=chief,
        details={
            "reason": "Une <b>raison</b>",
            "step": "Relecture",
            "words": "<b>",
            "comment": remark.pk,
        },
    )
    for actor in (chief, None):
        announcement.actor = actor
        notice = Notice(pk=1, announcement=announcement, recipient=draft.owner)
        message = mails.notice_mail(notice)
        html = message.alternatives[0][0]
        assert "\n" not in message.subject
        assert "None" not in message.subject + message.body + html
        assert "http://127.0.0.1:8000/admin/" in message.body
        assert "<b>" not in html and "src=" not in html
        assert "&lt;" not in message.body and "&#x27;" not in message.body
        assert message.extra_headers["Auto-Submitted"] == "auto-generated"
