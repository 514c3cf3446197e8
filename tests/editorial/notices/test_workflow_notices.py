"""Through the workflow: who is told at each step, and that no request sends a mail."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import User
from editorial.events.models import Announcement
from news.models import ArticlePage
from tests.editorial.notices.conftest import work
from tests.editorial.steps import approve
from tests.editorial.test_workflow import act, edit_url
from tests.factories import AuthorFactory, UserFactory
from tests.forms import send
from tests.made_once import made_once

SignIn = Callable[[User], Client]
Told = Callable[[], set[tuple[str, str]]]
TITLE = "Le pont ferme"


def names(mails: set[tuple[str, str]]) -> set[str]:
    """The user names of those who got a mail."""
    return {address.partition("@")[0] for address, _subject in mails}


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


@pytest.fixture
@made_once
def submitted(draft: ArticlePage, writer: User, newsroom: None, sign_in: SignIn) -> ArticlePage:
    send(sign_in(writer), edit_url(draft), button="action-submit")
    return draft


def test_submission_tells_the_reviewers_of_the_step_and_nobody_else(
    submitted: ArticlePage, told: Told
) -> None:
    assert mail.outbox == [], "sent from inside the request"
    assert told() == {("moussa@example.org", f"À relire : {TITLE}")}


def test_passing_on_tells_the_next_step(
    submitted: ArticlePage, copy_editor: User, sign_in: SignIn, told: Told
) -> None:
    told()
    act(sign_in(copy_editor), submitted, "approve")
    assert names(told()) == {"fatoumata", "adama"}


def test_sending_back_tells_whose_text_it_is_with_the_words(
    submitted: ArticlePage, copy_editor: User, sign_in: SignIn, told: Told
) -> None:
    told()
    extra = {"workflow-action-extra-data": '{"comment": "Dire quel <pont> & où."}'}
    act(sign_in(copy_editor), submitted, "reject", **extra)
    assert mail.outbox == []
    work()
    (message,) = mail.outbox
    assert message.to == ["awa@example.org"]
    assert "Dire quel <pont> & où." in message.body
    html, mimetype = message.alternatives[0]
    assert mimetype == "text/html"
    assert "Dire quel &lt;pont&gt; &amp; où." in html
    assert f"http://127.0.0.1:8000{edit_url(submitted)}" in message.body
    assert f'href="http://127.0.0.1:8000{edit_url(submitted)}"' in html
    assert "<img" not in html


def test_approval_with_an_hour_ahead_tells_the_author_of_the_hour(
    submitted: ArticlePage, copy_editor: User, chief: User, sign_in: SignIn, told: Told
) -> None:
    approve(submitted, copy_editor)
    told()
    hour = timezone.localtime() + timedelta(hours=2)
    act(sign_in(chief), submitted, "approve", go_live_at=hour.strftime("%Y-%m-%d %H:%M"))
    assert told() == {("awa@example.org", f"Approuvé : {TITLE}")}


def test_approval_that_publishes_is_one_mail_to_each(
    submitted: ArticlePage, copy_editor: User, chief: User, sign_in: SignIn, told: Told
) -> None:
    approve(submitted, copy_editor)
    told()
    act(sign_in(chief), submitted, "approve")
    published = f"Publié : {TITLE}"
    assert told() == {("awa@example.org", published), ("moussa@example.org", published)}
    assert Announcement.objects.filter(event="approved").count() == 1


def test_an_author_who_is_not_the_owner_is_told(
    draft: ArticlePage,
    writer: User,
    other_writer: User,
    copy_editor: User,
    sign_in: SignIn,
    told: Told,
) -> None:
    draft.bylines.create(author=AuthorFactory(user=other_writer))
    draft.save_revision(user=writer)
    send(sign_in(writer), edit_url(draft), button="action-submit")
    told()
    extra = {"workflow-action-extra-data": '{"comment": "Trop court."}'}
    act(sign_in(copy_editor), draft, "reject", **extra)
    assert names(told()) == {"awa", "oumar"}


def test_who_wrote_the_text_is_not_asked_to_review_it(
    draft: ArticlePage, copy_editor: User, sign_in: SignIn, told: Told, newsroom: None
) -> None:
    second = UserFactory(username="ramata")
    second.groups.set(copy_editor.groups.all())
    ArticlePage.objects.filter(pk=draft.pk).update(owner=copy_editor)
    send(sign_in(copy_editor), edit_url(draft), button="action-submit")
    assert names(told()) == {"ramata"}


def test_nobody_without_an_address_or_access_breaks_anything(
    draft: ArticlePage, writer: User, copy_editor: User, chief: User, sign_in: SignIn, told: Told
) -> None:
    User.objects.filter(pk=copy_editor.pk).update(email="")
    send(sign_in(writer), edit_url(draft), button="action-submit")
    assert told() == set()
