"""Whatever changes who signs in, how, and what they may do asks who is there, once the last proof
is too old.
"""

from http.cookies import SimpleCookie
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.db import transaction
from django.template.response import SimpleTemplateResponse
from django.test import Client
from django.urls import reverse

from accounts.models import ResetRequest, User
from accounts.second_factor import attempts, factors
from accounts.throttling.attempts import DEVICE
from tests.accounts.second_factors import (
    PASSWORD,
    SECRET,
    chief,
    code_of,
    confirm,
    mails,
    signed_in,
    with_app,
)
from tests.accounts.test_addresses_that_sign_in import addresses
from tests.factories import UserFactory
from tests.forms import read_form

ACCOUNT = "/admin/account/"
SECURITY = f"{ACCOUNT}security/"
CONFIRM = f"{SECURITY}confirm/"
NEW = "quatre lampes dansent tard"
# What changes that, and nothing else does: found by the walk, not by this list.
CHANGING = {
    ACCOUNT,
    f"{SECURITY}app/",
    f"{SECURITY}recovery-codes/",
    f"{SECURITY}remove/1/",
    f"{SECURITY}rename/1/",
    "/admin/second-factor-resets/1/",
    "/admin/second-factor-resets/ask/",
    "/admin/bulk/accounts/user/assign_role/?id=1",
    "/admin/bulk/accounts/user/delete/?id=1",
    "/admin/bulk/accounts/user/set_active_state/?id=1",
    "/admin/groups/delete/1/",
    "/admin/groups/edit/1/",
    "/admin/groups/new/",
    "/admin/users/copy/1/",
    "/admin/users/delete/1/",
    "/admin/users/edit/1/",
    "/admin/users/new/",
}
IN_BULK = {address for address in CHANGING if "/bulk/" in address}


@pytest.fixture
def awa(db: None) -> User:
    fields = {"username": "awa", "first_name": "Awa", "last_name": "Sidibé"}
    return with_app(UserFactory(email="awa@example.org", is_superuser=True, **fields))


@pytest.fixture
def office(db: None) -> Client:
    """An administrator with a passkey; a colleague, a factor and a reset, all with number 1."""
    awa = UserFactory(pk=2, first_name="Awa", last_name="Sidibé", is_superuser=True)
    data = {"name": "Clé bleue", "credential": {}}
    Authenticator.objects.create(pk=1, user=awa, type=Authenticator.Type.WEBAUTHN, data=data)
    factors.new_recovery_codes(awa)
    moussa = with_app(UserFactory(pk=1, username="moussa", email="moussa@example.org"))
    other = with_app(UserFactory(pk=3, username="kadi"))
    for_him = {"user": moussa, "asked_by": chief("fatoumata", pk=4), "reason": "Téléphone volé."}
    ResetRequest.objects.create(pk=1, **for_him)
    client = Client()
    client.force_login(awa, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session["second_factor"], session["second_factor_secret"] = "passkey", SECRET
    session.save()
    confirm(client)
    client.sent = {  # type: ignore[attr-defined]
        **read_form(client, "/admin/groups/new/", "form:has([name='permissions'])"),
        **read_form(client, ACCOUNT, "form:has([name='name_email-email'])"),
        "name_email-email": "ailleurs@example.org",
        "password-new_password1": NEW,
        "password-new_password2": NEW,
        "username": "inconnu",
        "email": "inconnu@example.org",
        "first_name": "In",
        "last_name": "Connu",
        "password1": NEW,
        "password2": NEW,
        "name": "Autre nom",
        "user": other.pk,
        "reason": "Rappelée au bureau, téléphone volé.",
        "decision": "confirm",
        "way": "deactivate",
        "role": Group.objects.exclude(user=moussa).latest("pk").pk,
        "mark_as_active": "False",
        "permissions": Permission.objects.get(codename="change_user").pk,
    }
    return client


@pytest.fixture
def _undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """The walks look at what a request has changed, not at its page, which takes the longest."""
    monkeypatch.setattr(SimpleTemplateResponse, "rendered_content", "")


def ways_in() -> dict[str, Any]:
    """What people sign in with now, and what they may do."""
    people = User.objects.values_list(
        "pk", "username", "email", "password", "is_active", "is_superuser", "groups"
    )
    kept = Authenticator.objects.values_list("pk", "data")
    asked = ResetRequest.objects.values_list("pk", "state")
    rights = Group.objects.values_list("pk", "permissions")
    return {"people": set(people), "factors": {pk: str(data) for pk, data in kept}} | {
        "asked": set(asked),
        "rights": set(rights),
    }


def changing(client: Client, found: set[str]) -> set[str]:
    """The addresses where a POST changes how somebody signs in; it is taken back each time."""
    visitor = Client(raise_request_exception=False)
    before = ways_in()

    def changes(address: str) -> bool:
        visitor.cookies = SimpleCookie(client.cookies.output(header="", sep=";"))
        with transaction.atomic():
            visitor.post(address, client.sent | {"code": code_of()})  # type: ignore[attr-defined]
            after = ways_in()
            transaction.set_rollback(True)
        return before != after

    return {address for address in sorted(found) if changes(address)}


def test_no_address_changes_who_signs_in_and_may_do_what_without_asking(
    office: Client, _undrawn: None
) -> None:
    confirm(office, minutes_ago=11)
    found = {address for address in addresses() if address.startswith("/admin/")}
    assert len(found) > 200
    assert changing(office, found | IN_BULK) == set()


def test_the_walk_finds_those_that_do(office: Client, _undrawn: None) -> None:
    confirm(office)
    near = ("/admin/account/", "/admin/groups/", "/admin/users/", "/admin/second-factor-resets/")
    found = {address for address in addresses() if address.startswith(near)}
    assert changing(office, found | IN_BULK) == CHANGING


def test_the_limit_is_a_setting(awa: User, settings: Any) -> None:
    client = signed_in(awa)
    confirm(client, minutes_ago=30)
    assert client.get(f"{SECURITY}recovery-codes/").status_code == 302
    settings.SIGN_IN_CONFIRMED_MINUTES = 45
    assert client.get(f"{SECURITY}recovery-codes/").status_code == 200


def test_a_code_of_the_app_confirms_and_none_is_taken_twice(awa: User) -> None:
    client = signed_in(awa)
    confirm(client, minutes_ago=11)
    asked = client.get(f"{SECURITY}rename/{factors.app_of(awa).pk}/").url
    page = client.get(asked).content.decode()
    assert 'autocomplete="one-time-code"' in page, "the way of this session is asked for first"
    assert "Utiliser plutôt le mot de passe" in page
    assert "Ce code est faux" in client.post(asked, {"code": code_of()}).content.decode()
    answer = client.post(asked, {"code": code_of(steps=1)})
    assert answer.status_code == 302 and "/rename/" in answer.url
    assert client.get(answer.url).status_code == 200


def test_wrong_codes_are_counted_as_at_the_door(awa: User) -> None:
    client = signed_in(awa)
    for _try in range(attempts.FREE_TRIES):
        answer = client.post(f"{CONFIRM}?with=app", {"code": "000000"})
    assert answer.status_code == 429 and answer.headers["Retry-After"]
    assert client.post(f"{CONFIRM}?with=app", {"code": code_of(steps=1)}).status_code == 429
    mails()
    assert len(mail.outbox) == 1


def test_wrong_passwords_are_counted_as_at_the_door(awa: User) -> None:
    client = signed_in(awa)
    for _try in range(DEVICE.most):
        assert client.post(f"{CONFIRM}?with=password", {"password": "x"}).status_code == 200
    assert client.post(f"{CONFIRM}?with=password", {"password": PASSWORD}).status_code == 429


def test_who_has_no_password_is_not_asked_for_one(awa: User) -> None:
    client = signed_in(awa)
    User.objects.filter(pk=awa.pk).update(password="!")
    session = client.session
    session["_auth_user_hash"] = User.objects.get(pk=awa.pk).get_session_auth_hash()
    session.save()
    page = client.get(f"{CONFIRM}?with=password").content.decode()
    assert "current-password" not in page and "one-time-code" in page


@pytest.mark.parametrize("wanted", ["https://ailleurs.example/", "//ailleurs.example"])
def test_nobody_is_led_elsewhere(awa: User, wanted: str) -> None:
    client = signed_in(awa)
    address = f"{CONFIRM}?with=password&next={wanted}"
    assert client.post(address, {"password": PASSWORD}).url == reverse("second_factor")


class TestAccount:
    """The page of one's account: name, address and password in one form."""

    def send(self, client: Client, **fields: str) -> Any:
        form = read_form(client, ACCOUNT, "form:has([name='name_email-email'])")
        return client.post(ACCOUNT, form | fields)

    def test_without_a_proof_the_password_has_no_fields(self, awa: User) -> None:
        client = signed_in(awa)
        assert "new_password1" in client.get(ACCOUNT).content.decode()
        confirm(client, minutes_ago=11)
        page = client.get(ACCOUNT).content.decode()
        assert "new_password1" not in page and f"{CONFIRM}?next=%2Fadmin%2Faccount%2F" in page

    def test_a_name_needs_no_proof(self, awa: User) -> None:
        client = signed_in(awa)
        confirm(client, minutes_ago=11)
        assert self.send(client, **{"name_email-first_name": "Hawa"}).status_code == 302
        awa.refresh_from_db()
        assert awa.first_name == "Hawa"

    def test_a_late_form_keeps_what_was_typed_and_says_what_to_do(self, awa: User) -> None:
        client = signed_in(awa)
        confirm(client, minutes_ago=11)
        page = self.send(client, **{"name_email-email": "hawa@example.org"}).content.decode()
        assert 'value="hawa@example.org"' in page and f'href="{CONFIRM}"' in page
        awa.refresh_from_db()
        assert awa.email == "awa@example.org"

    def test_a_new_address_is_told_to_the_old_one(self, awa: User) -> None:
        self.send(signed_in(awa), **{"name_email-email": "hawa@example.org"})
        mails()
        assert [message.to for message in mail.outbox] == [["awa@example.org"]]
        assert "hawa@example.org" in mail.outbox[0].body

    def test_a_new_password_is_told_by_mail(self, awa: User) -> None:
        fields = {"password-new_password1": NEW, "password-new_password2": NEW}
        self.send(signed_in(awa), **fields)
        awa.refresh_from_db()
        assert awa.check_password(NEW)
        mails()
        assert [message.to for message in mail.outbox] == [["awa@example.org"]]

    @pytest.mark.parametrize("field", ["password-new_password1", "password-new_password2"])
    def test_half_a_password_is_none(self, awa: User, field: str) -> None:
        assert self.send(signed_in(awa), **{field: NEW}).status_code == 200
        awa.refresh_from_db()
        assert awa.check_password(PASSWORD)
