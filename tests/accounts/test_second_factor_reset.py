"""A lost second factor: two people together, never alone, on record."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from accounts.models import User
from accounts.second_factor import factors, resets
from accounts.second_factor.models import ResetRequest, SecondFactorDuty
from tests.accounts.second_factors import (
    chief,
    code_of,
    gets_in,
    mails,
    signed_in,
    type_password,
    with_app,
)
from tests.factories import UserFactory

LIST = "/admin/second-factor-resets/"
REASON = "Rappelée au bureau, téléphone volé."


@pytest.fixture
def lost(db: None) -> User:
    """The person whose telephone is gone."""
    return with_app(chief("fatoumata", first_name="Fatoumata", last_name="Koné"))


@pytest.fixture
def asker(db: None) -> User:
    return with_app(UserFactory(username="seydou", is_superuser=True))


@pytest.fixture
def second(db: None) -> User:
    return with_app(chief("adama"))


@pytest.fixture
def asked(lost: User, asker: User) -> ResetRequest:
    return resets.ask(lost, asker, REASON)


def decide(client: Client, asked: ResetRequest, decision: str = "confirm") -> Any:
    return client.post(f"{LIST}{asked.pk}/", {"decision": decision})


def test_one_asks_another_confirms_and_the_person_begins_anew(
    lost: User, asker: User, second: User
) -> None:
    at_work = signed_in(lost)
    signed_in(asker).post(f"{LIST}ask/", {"user": lost.pk, "reason": REASON})
    request = ResetRequest.objects.open().get()
    assert factors.app_of(lost), "nothing happens before the second person"
    at_desk = signed_in(second)
    assert f"{LIST}{request.pk}/" in at_desk.get("/admin/").content.decode()
    assert decide(at_desk, request).url == LIST
    assert not factors.app_of(lost)
    assert not gets_in(at_work), "their sessions are over"
    again = Client()
    type_password(again, lost)
    assert again.get("/admin/").url == reverse("second_factor")
    again.get("/admin/account/security/app/")
    code = code_of(again.session["second_factor_secret"])
    again.post("/admin/account/security/app/", {"code": code})
    assert gets_in(again)


def test_the_person_and_the_others_are_told(
    lost: User, asker: User, second: User, asked: ResetRequest
) -> None:
    resets.decide(asked.pk, second, agrees=True)
    mails()
    told = [(message.to, message.subject) for message in mail.outbox]
    assert [to for to, _subject in told] == [[lost.email], [second.email], [lost.email]]
    assert REASON in mail.outbox[0].body and REASON in mail.outbox[2].body


def test_it_is_on_record_with_both_names(second: User, asker: User, asked: ResetRequest) -> None:
    resets.decide(asked.pk, second, agrees=True)
    begun, done = ModelLogEntry.objects.filter(
        action__startswith="accounts.second_factor.reset"
    ).order_by("timestamp")
    assert begun.user == asker and done.user == second
    assert REASON in done.message and str(asker) in done.message


def test_nobody_confirms_what_they_asked_for(asker: User, asked: ResetRequest) -> None:
    client = signed_in(asker)
    page = client.get(f"{LIST}{asked.pk}/").content.decode()
    assert 'value="confirm"' not in page
    decide(client, asked)
    with pytest.raises(PermissionDenied):
        resets.decide(asked.pk, asker, agrees=True)
    assert factors.app_of(asked.user)


def test_nobody_takes_part_for_themselves(lost: User, asked: ResetRequest) -> None:
    with pytest.raises(PermissionDenied):
        resets.ask(lost, lost, REASON)
    with pytest.raises(PermissionDenied):
        resets.decide(asked.pk, lost, agrees=True)
    assert factors.app_of(lost)


def test_the_database_knows_no_reset_by_one_alone(asker: User, asked: ResetRequest) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ResetRequest.objects.filter(pk=asked.pk).update(decided_by=asker)


def test_those_below_take_no_part(db: None, asked: ResetRequest) -> None:
    writer = UserFactory(username="kadi")
    with pytest.raises(PermissionDenied):
        resets.decide(asked.pk, writer, agrees=True)
    with pytest.raises(PermissionDenied):
        resets.ask(asked.user, writer, REASON)


def test_an_asker_who_is_no_longer_there_does_not_count(
    asker: User, second: User, asked: ResetRequest
) -> None:
    User.objects.filter(pk=asker.pk).update(is_active=False)
    with pytest.raises(PermissionDenied):
        resets.decide(asked.pk, second, agrees=True)
    client = signed_in(second)
    assert (
        "n’y est plus autorisée"
        in client.post(f"{LIST}{asked.pk}/", {"decision": "confirm"}, follow=True).content.decode()
    )
    assert factors.app_of(asked.user)


def test_a_password_alone_asks_for_nothing_and_confirms_nothing(
    lost: User, asked: ResetRequest
) -> None:
    client = signed_in(chief("sans"))
    assert client.post(f"{LIST}ask/", {"user": lost.pk, "reason": REASON}).url == LIST
    assert decide(client, asked).url == LIST
    assert factors.app_of(lost) and ResetRequest.objects.count() == 1


def test_after_a_day_nobody_confirms_it(second: User, asked: ResetRequest) -> None:
    ResetRequest.objects.update(asked_at=timezone.now() - timedelta(hours=24, minutes=1))
    assert not resets.decide(asked.pk, second, agrees=True)
    assert factors.app_of(asked.user)


def test_what_was_refused_stays_refused(second: User, asked: ResetRequest) -> None:
    assert decide(signed_in(second), asked, "refuse").url == LIST
    assert not resets.decide(asked.pk, second, agrees=True)
    assert factors.app_of(asked.user)


def test_a_reason_is_asked_for(lost: User, asker: User) -> None:
    answer = signed_in(asker).post(f"{LIST}ask/", {"user": lost.pk, "reason": "perdu"})
    assert answer.status_code == 200
    assert not ResetRequest.objects.exists()


def test_the_time_to_begin_anew_ends(second: User, asked: ResetRequest) -> None:
    resets.decide(asked.pk, second, agrees=True)
    late = Client()
    type_password(late, asked.user)
    SecondFactorDuty.objects.update(set_up_by=timezone.now() - timedelta(minutes=1))
    assert not gets_in(late)
    assert type_password(Client(), asked.user).status_code == 200


def test_the_list_says_when_nobody_waits(asker: User) -> None:
    assert "Personne n’attend" in signed_in(asker).get(LIST).content.decode()


def test_writers_do_not_see_the_list(db: None) -> None:
    writer = UserFactory(username="kadi")
    writer.groups.add(Group.objects.get(name="Writers"))
    assert signed_in(writer).get(LIST).status_code == 302


def test_the_page_of_a_user_leads_there(lost: User, asker: User) -> None:
    page = signed_in(asker).get(reverse("wagtailusers_users:edit", args=[lost.pk]))
    assert f"{LIST}ask/?user={lost.pk}" in page.content.decode()


def test_alone_one_uses_the_server_and_leaves_a_trace(lost: User) -> None:
    call_command("reset_second_factor", lost.username, reason="téléphone tombé à l’eau")
    assert not factors.app_of(lost)
    entry = ModelLogEntry.objects.get(action=resets.DONE)
    assert "tombé à l’eau" in entry.message
    with pytest.raises(CommandError):
        call_command("reset_second_factor", "personne")
