"""Signing in with a second factor: set up, asked for, never guessed."""

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry, PageViewRestriction

from accounts.models import User
from accounts.second_factor import attempts, factors
from accounts.second_factor.models import CodeAttempts, SecondFactorDuty
from tests.accounts.second_factors import (
    PASSWORD,
    chief,
    code_of,
    confirm,
    gets_in,
    mails,
    signed_in,
    type_code,
    type_password,
    with_app,
)
from tests.factories import UserFactory

SECURITY = "/admin/account/security/"


@pytest.fixture
def awa(db: None) -> User:
    return with_app(UserFactory(username="awa", is_superuser=True))


@pytest.fixture
def plain(db: None) -> User:
    """Somebody without a second factor."""
    return UserFactory(username="oumar", is_superuser=True)


@pytest.fixture
def stranger() -> Client:
    return Client()


class TestSigningIn:
    def test_the_password_alone_opens_nothing(self, awa: User, stranger: Client) -> None:
        answer = type_password(stranger, awa)
        assert answer.url == reverse("second_factor_code")
        assert not gets_in(stranger)
        assert "_auth_user_id" not in stranger.session

    def test_the_code_opens_and_leads_to_where_one_wanted(
        self, awa: User, stranger: Client
    ) -> None:
        type_password(stranger, awa, "/admin/reports/")
        assert type_code(stranger, code_of()).url == "/admin/reports/"
        assert gets_in(stranger)

    def test_spaces_and_figures_of_other_scripts_are_understood(
        self, awa: User, stranger: Client
    ) -> None:
        type_password(stranger, awa)
        code = code_of()
        typed = f" {code[:3]}\u202f{code[3:5]} {'٠١٢٣٤٥٦٧٨٩'[int(code[5])]} "
        assert type_code(stranger, typed).status_code == 302

    def test_a_wrong_code_says_so_and_opens_nothing(self, awa: User, stranger: Client) -> None:
        type_password(stranger, awa)
        wrong = str((int(code_of(steps=5)) + 7) % 1_000_000).zfill(6)
        page = type_code(stranger, wrong).content.decode()
        assert "Ce code est faux" in page
        assert not gets_in(stranger)

    def test_a_code_of_another_length_is_not_counted(self, awa: User, stranger: Client) -> None:
        type_password(stranger, awa)
        assert "six chiffres" in type_code(stranger, "12345").content.decode()
        assert not CodeAttempts.objects.exists()

    def test_no_code_opens_twice(self, awa: User, stranger: Client) -> None:
        code = code_of()
        type_password(stranger, awa)
        assert type_code(stranger, code).status_code == 302
        second = Client()
        type_password(second, awa)
        assert type_code(second, code).status_code == 200
        assert not gets_in(second)

    def test_nor_does_one_that_is_older_than_it(self, awa: User) -> None:
        assert factors.accept_app_code(awa, code_of(steps=1))
        assert not factors.accept_app_code(awa, code_of())

    def test_a_recovery_code_opens_once_and_the_person_is_told(
        self, awa: User, stranger: Client
    ) -> None:
        code = factors.recovery_codes_of(awa)[0]
        type_password(stranger, awa)
        assert type_code(stranger, f"{code[:4]} {code[4:]}", "recovery").status_code == 302
        assert gets_in(stranger)
        second = Client()
        type_password(second, awa)
        assert type_code(second, code, "recovery").status_code == 200
        assert not gets_in(second)
        mails()
        assert mail.outbox[0].to == [awa.email]
        assert "9" in mail.outbox[0].body

    def test_few_recovery_codes_are_spoken_of(self, awa: User, stranger: Client) -> None:
        *used, last = factors.recovery_codes_of(awa)[:7]
        for code in used:
            factors.accept_recovery_code(awa, code)
        type_password(stranger, awa)
        answer = type_code(stranger, last, "recovery")
        assert answer.url == SECURITY
        assert "3 codes de secours" in stranger.get(SECURITY).content.decode()

    def test_a_password_that_changes_meanwhile_ends_the_step(
        self, awa: User, stranger: Client
    ) -> None:
        type_password(stranger, awa)
        awa.set_password("une autre phrase 9")
        awa.save()
        assert type_code(stranger, code_of()).url == reverse("wagtailadmin_login")
        assert not gets_in(stranger)

    def test_the_step_ends_after_ten_minutes(self, awa: User, stranger: Client) -> None:
        type_password(stranger, awa)
        session = stranger.session
        session["second_factor_pending"]["at"] -= 601
        session.save()
        assert type_code(stranger, code_of()).url == reverse("wagtailadmin_login")

    @pytest.mark.parametrize("wanted", ["https://ailleurs.example/", "x\ny", "//ailleurs.example"])
    def test_nobody_is_led_elsewhere(self, awa: User, stranger: Client, wanted: str) -> None:
        type_password(stranger, awa, wanted)
        assert type_code(stranger, code_of()).url == reverse("wagtailadmin_home")

    def test_a_text_that_was_being_written_goes_on_after_both_steps(
        self, awa: User, stranger: Client
    ) -> None:
        """The editor's page asks there, in its old tab, before it sends."""
        url = reverse("signed_in")
        type_password(stranger, awa)
        assert stranger.get(url).status_code == 302
        type_code(stranger, code_of())
        assert stranger.get(url).json()["token"]

    def test_who_stays_signed_in_is_remembered(self, awa: User, stranger: Client) -> None:
        fields = {"username": "awa", "password": PASSWORD, "remember": "on"}
        stranger.post(reverse("wagtailadmin_login"), fields)
        type_code(stranger, code_of())
        assert not stranger.session.get_expire_at_browser_close()


class TestGuessing:
    def test_wrong_codes_close_the_step_and_the_person_is_told_once(
        self, awa: User, stranger: Client
    ) -> None:
        type_password(stranger, awa)
        tries = [type_code(stranger, "000000") for _try in range(attempts.FREE_TRIES + 2)]
        assert [answer.status_code for answer in tries] == [200] * 4 + [429] * 3
        assert 0 < int(tries[-1].headers["Retry-After"]) <= 60
        assert "1 minute" in tries[-1].content.decode()
        assert type_code(stranger, code_of()).status_code == 429
        assert not gets_in(stranger)
        mails()
        assert len(mail.outbox) == 1

    def test_another_browser_is_closed_as_well(self, awa: User, stranger: Client) -> None:
        type_password(stranger, awa)
        for _try in range(attempts.FREE_TRIES):
            type_code(stranger, "000000")
        other = Client()
        type_password(other, awa)
        assert type_code(other, code_of()).status_code == 429

    def test_a_recovery_code_is_still_taken(self, awa: User, stranger: Client) -> None:
        type_password(stranger, awa)
        for _try in range(attempts.FREE_TRIES):
            type_code(stranger, "000000")
        code = factors.recovery_codes_of(awa)[0]
        assert type_code(stranger, code, "recovery").status_code == 302

    def test_each_wrong_code_waits_twice_as_long_up_to_an_hour(self, awa: User) -> None:
        waits = []
        for _try in range(14):
            CodeAttempts.objects.update(closed_until=None)
            closed = attempts.try_code(awa, "app", lambda: False).closed_until
            waits.append(round((closed - timezone.now()) / timedelta(minutes=1)) if closed else 0)
        assert waits == [0] * 4 + [1, 2, 4, 8, 16, 32, 60, 60, 60, 60]

    def test_a_right_code_begins_the_count_again(self, awa: User) -> None:
        for _try in range(4):
            attempts.try_code(awa, "app", lambda: False)
        attempts.try_code(awa, "app", lambda: True)
        assert CodeAttempts.objects.get().failures == 0


class TestSettingUp:
    def test_an_app_is_set_up_with_its_first_code_and_codes_are_shown_once(
        self, plain: User
    ) -> None:
        client = signed_in(plain)
        page = client.get(f"{SECURITY}app/").content.decode()
        assert "data:image/svg+xml;base64," in page
        assert 'autocomplete="one-time-code"' in page and 'inputmode="numeric"' in page
        secret = client.session["second_factor_secret"]
        assert f"<span>{secret[:4]}</span>" in page
        code = code_of(secret)
        answer = client.post(f"{SECURITY}app/", {"code": code}, follow=True)
        codes = factors.recovery_codes_of(plain)
        assert f"{codes[0][:4]} {codes[0][4:]}" in answer.content.decode()
        again = client.get(f"{SECURITY}recovery-codes/").content.decode()
        assert codes[0][4:] not in again
        assert gets_in(client)
        other = Client()
        type_password(other, plain)
        assert type_code(other, code).status_code == 200, "the code that set it up is used"
        mails()
        assert [message.to for message in mail.outbox] == [[plain.email]]

    def test_a_wrong_code_sets_nothing_up_and_keeps_the_key(self, plain: User) -> None:
        client = signed_in(plain)
        client.get(f"{SECURITY}app/")
        secret = client.session["second_factor_secret"]
        wrong = str((int(code_of(secret, 9)) + 7) % 1_000_000).zfill(6)
        page = client.post(f"{SECURITY}app/", {"code": wrong}).content.decode()
        assert "ne correspond pas" in page and secret[:4] in page
        assert not factors.of(plain).exists()

    def test_the_key_is_not_in_the_database_in_the_clear(self, plain: User) -> None:
        client = signed_in(plain)
        client.get(f"{SECURITY}app/")
        secret = client.session["second_factor_secret"]
        client.post(f"{SECURITY}app/", {"code": code_of(secret)})
        assert secret not in str(list(Authenticator.objects.values_list("data", flat=True)))

    def test_another_session_must_show_the_new_factor(self, plain: User) -> None:
        old, client = signed_in(plain), signed_in(plain)
        client.get(f"{SECURITY}app/")
        code = code_of(client.session["second_factor_secret"])
        client.post(f"{SECURITY}app/", {"code": code})
        assert gets_in(client) and not gets_in(old)

    @pytest.mark.parametrize(
        "page", ["app/", "passkey/", "recovery-codes/", "remove/{pk}/", "rename/{pk}/"]
    )
    def test_who_signed_in_long_ago_confirms_first(self, awa: User, page: str) -> None:
        client = signed_in(awa)
        confirm(client, minutes_ago=11)
        app = factors.app_of(awa)
        address = SECURITY + page.format(pk=app.pk)
        answer = client.post(address)
        assert answer.url.startswith(f"{SECURITY}confirm/?next=")
        assert factors.app_of(awa) == app
        by_password = f"{answer.url}&with=password"
        page_again = client.post(by_password, {"password": "faux"}).content.decode()
        assert "pas votre mot de passe" in page_again
        assert client.post(by_password, {"password": PASSWORD}).url == address
        assert client.get(address).status_code in (200, 302)

    def test_the_last_factor_takes_the_recovery_codes_with_it(self, awa: User) -> None:
        client = signed_in(awa)
        client.post(f"{SECURITY}remove/{factors.app_of(awa).pk}/")
        assert not Authenticator.objects.exists()
        assert gets_in(client)

    def test_nobody_removes_the_factor_of_another(self, awa: User) -> None:
        other = with_app(UserFactory(username="moussa", is_superuser=True))
        answer = signed_in(awa).post(f"{SECURITY}remove/{factors.app_of(other).pk}/")
        assert answer.status_code == 404
        assert factors.app_of(other)

    def test_new_recovery_codes_make_the_old_ones_worthless(self, awa: User) -> None:
        old = factors.recovery_codes_of(awa)[0]
        signed_in(awa).post(f"{SECURITY}recovery-codes/")
        assert not factors.accept_recovery_code(awa, old)

    def test_a_key_that_nobody_can_read_any_more_is_a_wrong_code(
        self, awa: User, stranger: Client, settings: Any
    ) -> None:
        settings.SECRET_KEY = "another"
        type_password(stranger, awa)
        assert type_code(stranger, code_of()).status_code == 200

    def test_an_old_secret_key_still_reads_it(self, awa: User, settings: Any) -> None:
        settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another"
        assert factors.accept_app_code(awa, code_of())

    def test_the_account_page_leads_there(self, plain: User) -> None:
        page = signed_in(plain).get(reverse("wagtailadmin_account")).content.decode()
        assert f'href="{SECURITY}"' in page

    def test_what_was_done_is_on_record(self, awa: User) -> None:
        client = signed_in(awa)
        client.post(f"{SECURITY}recovery-codes/")
        client.post(f"{SECURITY}remove/{factors.app_of(awa).pk}/")
        entries = ModelLogEntry.objects.filter(action__startswith="accounts.second_factor")
        assert len(entries) == 2
        assert all("%(" not in entry.message for entry in entries)


class TestDuty:
    @pytest.fixture(autouse=True)
    def fortnight(self, settings: Any) -> None:
        settings.SECOND_FACTOR_GRACE_DAYS = 14

    def late(self, user: User) -> Client:
        """Somebody whose days are over, signed in with the password alone."""
        client = signed_in(user)
        client.get("/admin/")
        begun = timezone.now() - timedelta(days=14, minutes=1)
        SecondFactorDuty.objects.filter(user=user).update(asked_since=begun)
        return client

    def test_the_days_begin_with_the_first_sign_in(self, db: None) -> None:
        person = chief("fatoumata")
        page = signed_in(person).get("/admin/").content.decode()
        assert "Il vous reste 14 jours" in page
        assert SecondFactorDuty.objects.get(user=person).asked_since

    def test_others_are_not_asked(self, db: None) -> None:
        writer = UserFactory(username="kadi")
        writer.groups.add(Group.objects.get(name="Writers"))
        page = signed_in(writer).get("/admin/").content.decode()
        assert "Il vous reste" not in page
        assert not SecondFactorDuty.objects.exists()

    @pytest.mark.parametrize(
        "address", ["/admin/", "/admin/pages/", "/admin/account/", "/admin/signed-in/"]
    )
    def test_afterwards_only_the_set_up_page_opens(self, plain: User, address: str) -> None:
        client = self.late(plain)
        assert client.get(address).url == SECURITY
        page = client.get(SECURITY)
        assert page.status_code == 200
        assert 'id="wagtail-sidebar"' not in page.content.decode()

    def test_readers_pages_take_such_a_person_for_a_reader(
        self, plain: User, home_page: Any
    ) -> None:
        PageViewRestriction.objects.create(page=home_page, restriction_type="login")
        assert signed_in(plain).get("/").status_code == 200
        assert self.late(plain).get("/").url == "/admin/login/?next=/"

    def test_then_one_goes_on_to_where_one_wanted(self, plain: User) -> None:
        client = self.late(plain)
        client.get("/admin/reports/?p=2")
        client.get(f"{SECURITY}app/")
        code = code_of(client.session["second_factor_secret"])
        client.post(f"{SECURITY}app/", {"code": code})
        assert client.get(f"{SECURITY}go-on/").url == "/admin/reports/?p=2"
        assert gets_in(client)

    def test_no_days_asks_at_once(self, plain: User, settings: Any) -> None:
        settings.SECOND_FACTOR_GRACE_DAYS = 0
        assert signed_in(plain).get("/admin/").url == SECURITY

    def test_off_asks_nobody(self, plain: User, settings: Any) -> None:
        client = self.late(plain)
        settings.SECOND_FACTOR_GRACE_DAYS = None
        assert gets_in(client)

    def test_the_page_of_scripts_gets_an_answer_that_it_can_read(self, plain: User) -> None:
        client = self.late(plain)
        answer = client.get("/admin/signed-in/", headers={"accept": "application/json"})
        assert answer.status_code == 403
        assert re.search(r"second facteur", answer.json()["error"])
