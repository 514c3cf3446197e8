"""Factors have names, given by their owner or at first by their browser; removal ends sessions."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from wagtail.models import ModelLogEntry

from accounts.models import User
from accounts.second_factor import factors, names
from tests.accounts.second_factors import code_of, gets_in, mails, signed_in, with_app
from tests.accounts.test_sessions import CHROME
from tests.factories import UserFactory

SECURITY = "/admin/account/security/"


@pytest.fixture
def awa(db: None) -> User:
    return with_app(UserFactory(username="awa", is_superuser=True))


@pytest.fixture
def key(awa: User) -> Authenticator:
    data = {"name": "Clé bleue", "credential": {}}
    made: Authenticator = Authenticator.objects.create(
        user=awa, type=Authenticator.Type.WEBAUTHN, data=data
    )
    return made


def rename(client: Client, factor: Authenticator, name: str) -> Any:
    return client.post(f"{SECURITY}rename/{factor.pk}/", {"name": name})


def test_owner_renames_app_and_passkey_on_record(awa: User, key: Authenticator) -> None:
    client = signed_in(awa)
    assert rename(client, factors.app_of(awa), "  Téléphone   du bureau ").url == SECURITY
    rename(client, key, "Clé rouge")
    page = client.get(SECURITY).content.decode()
    assert "Téléphone du bureau" in page and "Clé rouge" in page and "Clé bleue" not in page
    entries = ModelLogEntry.objects.filter(action="accounts.second_factor.renamed")
    assert "« Clé bleue » en « Clé rouge »" in entries.latest("timestamp").message.replace(
        "\u00a0", " "
    )
    assert len(entries) == 2


def test_a_renamed_app_still_opens(awa: User) -> None:
    rename(signed_in(awa), factors.app_of(awa), "Téléphone du bureau")
    assert factors.accept_app_code(awa, code_of(steps=1))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Donnez-lui un nom"),
        (" \u202e ", "Donnez-lui un nom"),
        ("x" * 61, "60"),
        ("clé BLEUE", "déjà"),
    ],
)
def test_a_bad_name_is_refused_in_words(
    awa: User, key: Authenticator, typed: str, said: str
) -> None:
    app = factors.app_of(awa)
    page = rename(signed_in(awa), app, typed).content.decode()
    assert said in page
    assert names.name_of(factors.app_of(awa)) == "Application sur le téléphone"


def test_nobody_renames_the_factor_of_another(awa: User, key: Authenticator) -> None:
    moussa = with_app(UserFactory(username="moussa", is_superuser=True))
    assert rename(signed_in(moussa), key, "À moi").status_code == 404


def test_a_new_passkey_is_called_after_its_browser(awa: User, key: Authenticator) -> None:
    assert names.suggested(awa, CHROME) == "Chrome sur Android"
    names.rename(key, "Chrome sur Android")
    assert names.suggested(awa, CHROME) == "Chrome sur Android 2"
    assert names.suggested(awa, "") == "Clé d’accès"
    client = signed_in(awa)
    page = client.get(f"{SECURITY}passkey/", headers={"user-agent": CHROME}).content.decode()
    assert 'value="Chrome sur Android 2"' in page


def test_a_passkey_of_a_bad_name_is_refused_before_it_is_made(awa: User) -> None:
    answer = signed_in(awa).post(f"{SECURITY}passkey/made/", {"name": "x" * 61})
    assert answer.status_code == 400 and "60" in answer.json()["error"]


def test_the_page_says_when_each_was_added_and_used(awa: User, key: Authenticator) -> None:
    page = signed_in(awa).get(SECURITY).content.decode()
    assert page.count("Ajout<") >= 2 and page.count("pas encore") == 1


def test_a_factor_that_is_removed_ends_the_other_sessions(awa: User, key: Authenticator) -> None:
    own, phone = signed_in(awa), Client()
    phone.force_login(awa, backend="django.contrib.auth.backends.ModelBackend")
    session = phone.session
    session["second_factor"] = "passkey"
    session.save()
    assert gets_in(phone)
    page = own.post(f"{SECURITY}remove/{key.pk}/", follow=True).content.decode()
    assert "Votre autre session est fermée" in page
    assert gets_in(own) and not gets_in(phone)
    mails()
    assert "Clé bleue" in mail.outbox[0].body and "sessions" in mail.outbox[0].body


def test_new_recovery_codes_are_told_by_mail(awa: User) -> None:
    signed_in(awa).post(f"{SECURITY}recovery-codes/")
    mails()
    assert [message.to for message in mail.outbox] == [[awa.email]]
