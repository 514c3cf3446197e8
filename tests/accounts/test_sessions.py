"""Sessions are listed and ended by their owner, and end when they should."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from accounts.jobs import prune
from accounts.models import Device, SignIn, User
from jobs.periodic import Tick
from tests.accounts.queue import work
from tests.factories import UserFactory
from tests.forms import read_form

LIST = "/admin/account/sessions/"
PASSWORD = "quatre lampes dansent tard"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
CHROME = (
    "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/137.0.0.0 Mobile Safari/537.36"
)


@pytest.fixture
def awa(db: None) -> User:
    user = UserFactory(username="awa", first_name="Awa", last_name="Sidibé", password=PASSWORD)
    user.groups.add(Group.objects.get(name="Writers"))
    return user


def sign_in(
    user: User, agent: str = FIREFOX, address: str = "192.0.2.77", client: Client | None = None
) -> Client:
    client = client or Client(REMOTE_ADDR=address, HTTP_USER_AGENT=agent)
    fields = {"username": user.username, "password": PASSWORD}
    assert client.post("/admin/login/", fields).status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get("/admin/").status_code == 200


def age(user: User, **fields: timedelta) -> None:
    now = timezone.now()
    SignIn.objects.filter(user=user).update(**{name: now - ago for name, ago in fields.items()})


@pytest.mark.postgres
def test_sessions_are_listed_in_words_with_this_one_first(awa: User) -> None:
    own, phone = sign_in(awa), sign_in(awa, CHROME, "2001:db8:5:6:7::8")
    phone.get("/admin/")
    page = own.get(LIST).content.decode()
    assert page.index("Firefox sur Linux") < page.index("Chrome sur Android")
    assert page.count("cet appareil") == 1
    assert "192.0.2.0/24" in page and "192.0.2.77" not in page
    assert "2001:db8:5::/48" in page


def test_the_account_leads_to_the_list(awa: User) -> None:
    assert f'href="{LIST}"' in sign_in(awa).get("/admin/account/").content.decode()


def test_owner_ends_one_session(awa: User) -> None:
    own, phone = sign_in(awa), sign_in(awa, CHROME)
    other = awa.sign_ins.get(browser="Chrome")
    own.post(LIST, {"end": str(other.pk)})
    assert is_in(own) and not is_in(phone)
    own.post(LIST, {"end": str(other.pk)})
    own.post(LIST, {"end": "n'importe quoi"})
    assert is_in(own)


def test_owner_ends_all_others_at_once(awa: User) -> None:
    own, *others = (sign_in(awa, CHROME) for _number in range(3))
    own.post(LIST, {"others": "yes"})
    assert is_in(own) and not any(is_in(other) for other in others)


def test_nobody_ends_a_strangers_session_by_its_number(awa: User) -> None:
    moussa = UserFactory(username="moussa", password=PASSWORD, is_superuser=True)
    own, his = sign_in(awa), sign_in(moussa)
    own.post(LIST, {"end": str(moussa.sign_ins.get().pk)})
    assert is_in(his)


def test_administrator_ends_somebodys_sessions_on_record(awa: User) -> None:
    office, hers = sign_in(UserFactory(password=PASSWORD, is_superuser=True)), sign_in(awa)
    url = reverse("accounts_sessions_of", args=[awa.pk])
    assert url in office.get("/admin/users/").content.decode()
    assert "Firefox sur Linux" in office.get(url).content.decode()
    office.post(url, {"others": "yes"})
    assert not is_in(hers) and is_in(office)
    history = office.get("/admin/reports/site-history/").content.decode()
    assert "Sessions fermées\u00a0: 1" in history


def test_writer_sees_nobody_elses_sessions(awa: User) -> None:
    url = reverse("accounts_sessions_of", args=[UserFactory().pk])
    assert sign_in(awa).get(url).status_code == 302


def test_signing_out_takes_the_session_off_the_list(awa: User) -> None:
    sign_in(awa).post(reverse("wagtailadmin_logout"))
    assert not awa.sign_ins.exists()


def test_new_password_ends_the_others_and_keeps_this_one(awa: User) -> None:
    own, phone = sign_in(awa), sign_in(awa, CHROME)
    new = "cinq mangues dorment debout"
    fields = {
        "password-new_password1": new,
        "password-new_password2": new,
    }
    form = read_form(own, "/admin/account/", "form:has([name=password-new_password1])")
    own.post("/admin/account/", form | fields)
    awa.refresh_from_db()
    assert awa.check_password(new)
    assert is_in(own) and not is_in(phone)
    assert awa.sign_ins.count() == 1


def role_added(user: User) -> None:
    user.groups.add(Group.objects.get(name="Chief editors"))


def role_removed(user: User) -> None:
    Group.objects.get(name="Writers").user_set.remove(user)


def roles_cleared(user: User) -> None:
    Group.objects.get(name="Writers").user_set.clear()


def made_superuser(user: User) -> None:
    user.is_superuser = True
    user.save()


@pytest.mark.parametrize("change", [role_added, role_removed, roles_cleared, made_superuser])
def test_change_of_role_ends_the_sessions(awa: User, change) -> None:
    hers = sign_in(awa)
    change(awa)
    assert not is_in(hers)


def test_change_of_name_ends_nothing(awa: User) -> None:
    hers = sign_in(awa)
    awa.last_name = "Sidibé"
    awa.save()
    awa.groups.add(Group.objects.get(name="Writers"))
    assert is_in(hers)


def test_who_was_switched_off_in_bulk_does_not_come_back_with_the_account(awa: User) -> None:
    office, hers = sign_in(UserFactory(password=PASSWORD, is_superuser=True)), sign_in(awa)
    url = f"/admin/bulk/accounts/user/set_active_state/?id={awa.pk}"
    office.post(url, {"mark_as_active": "False"})
    awa.refresh_from_db()
    assert not awa.is_active
    office.post(url, {"mark_as_active": "True"})
    assert not is_in(hers)


@override_settings(SESSION_IDLE_HOURS=2)
def test_session_that_nobody_uses_ends(awa: User) -> None:
    hers = sign_in(awa)
    age(awa, used_at=timedelta(minutes=119))
    assert is_in(hers)
    age(awa, used_at=timedelta(minutes=121))
    answer = hers.get("/admin/", follow=True)
    assert answer.redirect_chain and "fermée" in answer.content.decode()


@override_settings(SESSION_IDLE_HOURS=2)
def test_an_open_editor_is_no_use_and_an_autosave_is(awa: User) -> None:
    hers = sign_in(awa)
    age(awa, used_at=timedelta(minutes=90))
    assert hers.get("/admin/signed-in/").status_code == 200
    hers.post("/admin/editing-sessions/ping/wagtailcore/page/1/1/")
    assert timezone.now() - awa.sign_ins.get().used_at > timedelta(minutes=89)
    hers.get("/admin/account/")
    assert timezone.now() - awa.sign_ins.get().used_at < timedelta(minutes=1)


def test_session_has_an_end_however_much_it_is_used(awa: User) -> None:
    hers = sign_in(awa)
    age(awa, started_at=timedelta(days=14, seconds=1))
    assert not is_in(hers)


def test_editor_is_told_and_the_text_stays_when_the_session_is_ended(awa: User) -> None:
    hers = sign_in(awa)
    awa.sign_ins.get().delete()
    # What static/js/admin/patient-submit.js asks before a form is sent.
    answer = hers.get("/admin/signed-in/", headers={"sec-fetch-mode": "cors"})
    assert answer.status_code == 302 and "login" in answer["Location"]


@pytest.mark.postgres
def test_sessions_from_before_are_taken_over(awa: User) -> None:
    hers = sign_in(awa)
    session = hers.session
    del session["sign_in"]
    session.save()
    SignIn.objects.all().delete()
    assert is_in(hers) and awa.sign_ins.count() == 1


@pytest.mark.postgres
def test_old_sessions_and_devices_are_deleted(awa: User) -> None:
    sign_in(awa)
    age(awa, used_at=timedelta(days=2))
    Session.objects.update(expire_date=timezone.now() - timedelta(days=1))
    Device.objects.update(seen_at=timezone.now() - timedelta(days=366))
    prune(Tick(now=timezone.now(), should_continue=lambda: True))
    assert not SignIn.objects.exists() and not Session.objects.exists()
    assert not Device.objects.exists()


def mails() -> list[str]:
    work()
    return [message.body for message in mail.outbox]


def test_new_device_is_told_by_mail_but_not_the_first(awa: User) -> None:
    sign_in(awa)
    assert mails() == []
    sign_in(awa, CHROME, "203.0.113.9")
    (body,) = mails()
    assert "Chrome sur Android" in body and "203.0.113.0/24" in body
    assert f"http://127.0.0.1:8000{LIST}" in body
    assert mail.outbox[0].to == [awa.email]


def test_known_device_is_not_told_of_again(awa: User) -> None:
    own = sign_in(awa)
    sign_in(awa, CHROME)
    own.post(reverse("wagtailadmin_logout"))
    sign_in(awa, client=own)
    assert len(mails()) == 1


def test_browser_without_cookies_is_told_of_once_a_day(awa: User) -> None:
    sign_in(awa)
    for _number in range(4):
        sign_in(awa, CHROME)
    assert len(mails()) == 1


def test_device_whose_session_was_ended_is_new_again(awa: User) -> None:
    own, phone = sign_in(awa), sign_in(awa, CHROME, "203.0.113.9")
    own.post(LIST, {"others": "yes"})
    assert awa.devices.count() == 1
    sign_in(awa, FIREFOX, client=phone)
    assert awa.devices.count() == 2


def test_cookie_that_was_slipped_in_is_replaced(awa: User) -> None:
    client = Client(HTTP_USER_AGENT=FIREFOX)
    client.cookies["appareil"] = "connu-de-quelqu-un"
    sign_in(awa, client=client)
    cookie = client.cookies["appareil"]
    assert cookie.value != "connu-de-quelqu-un"
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["path"] == "/admin/"
    assert not Device.objects.filter(token_hash=cookie.value).exists()
