"""Comments that wait are mailed to moderators, who decide by links without signing in."""

import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from freezegun import freeze_time
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from audience.comments import deciding
from audience.comments.deciding import decide
from audience.comments.erasing import erase
from audience.comments.models import Comment, Decision, Discussion, Status
from audience.comments.moderation.by_mail import IN_ADDRESS, links_of
from audience.comments.posting import edit
from audience.comments.rules import rules_of
from editorial.events.kinds import Event
from editorial.events.models import Announcement
from editorial.notices import digests
from editorial.notices.models import Notice, NoticePreference
from editorial.notices.waiting_comments import MOST, announce_new
from news.models import ArticlePage
from tests.audience.conftest import comment_on
from tests.editorial.conftest import member
from tests.editorial.notices.conftest import told, work  # noqa: F401 (a fixture)
from tests.editorial.races import at_once
from tests.letters import ANY

Told = Callable[[], set[tuple[str, str]]]
ACTS = {"approve": "approved", "reject": "rejected", "spam": "spam"}


@pytest.fixture
def waiting(article: ArticlePage) -> Comment:
    return comment_on(article, Status.PENDING, text="Le <b>forage</b> & le puits.")


def wants(person: User, choice: str) -> None:
    NoticePreference.objects.create(user=person, event=Event.COMMENTS_WAIT, choice=choice)


def link(person: User, comment: Comment, act: str = "approve") -> str:
    return links_of(person.pk, comment)[act]


def state_of(comment: Comment) -> str:
    return Comment.objects.values_list("status", flat=True).get(pk=comment.pk)


def tell() -> list[mail.EmailMessage]:
    announce_new(timezone.now())
    work()
    sent = list(mail.outbox)
    mail.outbox.clear()
    return sent


@pytest.mark.parametrize("act", ACTS)
def test_link_of_the_mail_decides_when_its_button_is_pressed(
    act: str, waiting: Comment, moderator: User
) -> None:
    wants(moderator, "now")
    (message,) = tell()
    assert waiting.email not in message.body + message.alternatives[0][0]
    assert "Le <b>forage</b> & le puits." in message.body
    assert "Le &lt;b&gt;forage&lt;/b&gt; &amp; le puits." in message.alternatives[0][0]
    said = {act: said for said, act in IN_ADDRESS.items()}[act]
    (path,) = re.findall(rf"http://127.0.0.1:8000(/commentaires/moderer/{said}/\S+)", message.body)
    reader = Client()
    page = reader.get(path).content.decode()
    assert "Le &lt;b&gt;forage&lt;/b&gt; &amp; le puits." in page
    assert waiting.email not in page
    assert state_of(waiting) == "pending", "a mail scanner has decided"
    answer = reader.post(path, follow=True)
    assert answer.status_code == 200
    assert state_of(waiting) == ACTS[act]
    assert Decision.objects.get().by == moderator


def test_link_is_dead_after_use_and_after_it_was_taken_back(
    waiting: Comment, moderator: User
) -> None:
    path = link(moderator, waiting)
    done = Client().post(path)["Location"]
    assert Client().post(path).status_code == 410
    assert Discussion.objects.get().approved == 1
    assert Client().post(done).status_code == 200
    assert state_of(waiting) == "pending"
    assert Discussion.objects.get().approved == 0
    assert Client().get(path).status_code == 410
    assert Client().post(path).status_code == 410
    assert state_of(waiting) == "pending"
    assert Client().post(done).status_code == 409, "taken back twice"
    assert Decision.objects.count() == 2


@pytest.mark.postgres
def test_link_pressed_twice_at_once_decides_once(
    waiting: Comment, moderator: User, transactional_db: None
) -> None:
    path = link(moderator, waiting)
    answers = at_once(*[lambda: Client().post(path).status_code] * 4)
    assert sorted(answers) == [302, 410, 410, 410]
    assert Decision.objects.count() == 1
    assert Discussion.objects.get().approved == 1


@pytest.mark.postgres
def test_two_clocks_at_once_announce_a_comment_once(
    waiting: Comment, transactional_db: None
) -> None:
    assert sorted(at_once(*[lambda: announce_new(timezone.now())] * 2)) == [0, 1]
    assert Announcement.objects.count() == 1


def test_comment_that_is_erased_while_it_is_taken_back_is_said_to_be(
    waiting: Comment, moderator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = Client().post(link(moderator, waiting))["Location"]
    undo = deciding.undo

    def undo_late(decision: Decision, by: User) -> object:
        erase(waiting.email)
        return undo(decision, by)

    monkeypatch.setattr(deciding, "undo", undo_late)
    response = Client().post(done)
    assert response.status_code == 410
    assert "effacé" in response.content.decode()


def test_decision_is_taken_back_for_a_minute(waiting: Comment, moderator: User) -> None:
    done = Client().post(link(moderator, waiting))["Location"]
    with freeze_time(timezone.now() + timedelta(seconds=61)):
        assert Client().get(done).status_code == 200
        assert Client().post(done).status_code == 409
    assert state_of(waiting) == "approved"
    with freeze_time(timezone.now() + timedelta(days=2)):
        assert Client().get(done).status_code == 410


def test_decision_that_a_colleague_has_changed_is_not_taken_back(
    waiting: Comment, moderator: User
) -> None:
    done = Client().post(link(moderator, waiting))["Location"]
    decide(waiting.pk, Status.SPAM)
    assert Client().post(done).status_code == 409
    assert state_of(waiting) == "spam"


def test_link_is_dead_once_somebody_else_has_decided(waiting: Comment, moderator: User) -> None:
    path = link(moderator, waiting)
    decide(waiting.pk, Status.REJECTED)
    for answer in (Client().get(path), Client().post(path)):
        assert answer.status_code == 410
        assert "refusé" in answer.content.decode()
    assert state_of(waiting) == "rejected"


def test_link_is_dead_once_the_comment_was_corrected_and_a_new_one_is_mailed(
    waiting: Comment, moderator: User
) -> None:
    wants(moderator, "now")
    assert len(tell()) == 1
    path = link(moderator, waiting)
    waiting = edit(waiting, "Tout autre chose.", rules_of(waiting.article))
    assert Client().get(path).status_code == 410
    assert Client().post(path).status_code == 410
    assert state_of(waiting) == "pending"
    (message,) = tell()
    assert "Tout autre chose." in message.body
    assert Client().post(link(moderator, waiting)).status_code == 302


def test_link_is_dead_after_seven_days(waiting: Comment, moderator: User) -> None:
    path = link(moderator, waiting)
    now = timezone.now()
    with freeze_time(now + timedelta(days=6, hours=23)):
        assert Client().get(path).status_code == 200
    with freeze_time(now + timedelta(days=7, minutes=1)):
        assert Client().get(path).status_code == 410
        assert Client().post(path).status_code == 410
    assert state_of(waiting) == "pending"


def test_link_serves_only_who_may_moderate_still(waiting: Comment, moderator: User) -> None:
    path = link(moderator, waiting)
    other = comment_on(waiting.article, Status.PENDING)
    done = Client().post(link(moderator, other))["Location"]
    for change in ({"is_active": False}, {"is_active": True}):
        User.objects.filter(pk=moderator.pk).update(**change)
        if change["is_active"]:
            moderator.groups.clear()
        for address in (path, done):
            assert Client().get(address).status_code == 410
            assert Client().post(address).status_code == 410
    assert state_of(waiting) == "pending"
    assert state_of(other) == "approved"


def test_link_to_an_erased_comment_says_so(waiting: Comment, moderator: User) -> None:
    path = link(moderator, waiting)
    erase(waiting.email)
    assert Client().get(path).status_code == 410
    assert Client().post(path).status_code == 410


@given(st.text(ANY, max_size=80))
@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_other_token_opens_anything(db: None, token: str) -> None:
    named = quote(token, safe="") or "x"
    for start in ("moderer/approuver", "modere"):
        answer = Client().post(f"/commentaires/{start}/{named}/")
        assert answer.status_code in (400, 404, 410)


def test_tokens_of_one_page_open_no_other(waiting: Comment, moderator: User) -> None:
    path = link(moderator, waiting)
    token = path.rstrip("/").rpartition("/")[2]
    assert Client().post(f"/commentaires/modere/{token}/").status_code == 410
    assert Client().post(f"/commentaires/adresse/{token}/").status_code == 404
    assert Client().post(f"/commentaires/moderer/effacer/{token}/").status_code == 404


def test_each_comment_is_told_once_to_those_who_wish(
    article: ArticlePage,
    moderator: User,
    told: Told,  # noqa: F811
) -> None:
    chief = member("Chief editors", username="fatou")
    silent = member("Moderators", username="sekou")
    member("Writers", username="awa")
    wants(moderator, "now")
    wants(chief, "now")
    wants(silent, "never")
    first = [comment_on(article, Status.PENDING) for _ in range(3)]
    comment_on(article, Status.APPROVED)
    announce_new(timezone.now())
    announce_new(timezone.now())
    assert {address for address, _subject in told()} == {moderator.email, chief.email}
    announce_new(timezone.now())
    assert told() == set()
    decide(first[0].pk, Status.APPROVED)
    comment_on(article, Status.PENDING, text="Un quatrième.")
    (one, _other) = tell()
    assert "Un quatrième." in one.body
    assert one.body.count("/moderer/approuver/") == 1


def test_flood_is_one_mail(article: ArticlePage, moderator: User) -> None:
    wants(moderator, "now")
    for n in range(MOST + 5):
        comment_on(article, Status.PENDING, email=f"l{n}@example.net")
    (message,) = tell()
    assert str(MOST + 5) in message.subject
    assert message.body.count("/moderer/approuver/") == MOST
    assert tell() == []


def test_comment_decided_before_its_mail_goes_out_is_not_in_it(
    article: ArticlePage, moderator: User
) -> None:
    wants(moderator, "now")
    gone = comment_on(article, Status.PENDING, text="Parti.")
    kept = comment_on(article, Status.PENDING, text="Resté.", email="ali@example.net")
    announce_new(timezone.now())
    erase(gone.email)
    work()
    (message,) = mail.outbox
    assert "Resté." in message.body
    assert "Parti." not in message.body
    mail.outbox.clear()
    Comment.objects.filter(pk=kept.pk).update(announced_at=None)
    announce_new(timezone.now())
    decide(kept.pk, Status.SPAM)
    work()
    assert mail.outbox == []


def test_digest_says_once_how_many_wait(article: ArticlePage, moderator: User) -> None:
    for n in range(2):
        comment_on(article, Status.PENDING, email=f"l{n}@example.net")
        announce_new(timezone.now())
    work()
    assert mail.outbox == []
    assert Notice.objects.filter(recipient=moderator, choice="digest").count() == 2
    with freeze_time(timezone.now().replace(hour=12) + timedelta(days=1)):
        digests.enqueue_due(timezone.now())
        work()
    (message,) = mail.outbox
    assert message.body.count("/admin/comments/") == 1
    assert "/moderer/" not in message.body
