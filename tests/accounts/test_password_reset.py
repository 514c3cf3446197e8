"""A new password by mail: throttled, from the queue, and telling nobody who has an account."""

import re

import pytest
from django.core import mail
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.devices.cookie import COOKIE
from accounts.models import User
from accounts.passwords.requests import ADDRESS, NETWORK
from accounts.passwords.tasks import send_password_reset
from tests.accounts.queue import work
from tests.factories import UserFactory

ASK = "/admin/password_reset/"
CHOSEN = "quatre lampes dansent tard"


@pytest.fixture
def chief(db: None) -> User:
    return UserFactory(username="chef", email="chef@example.org", is_superuser=True)


def ask(email: str, address: str = "192.0.2.1", client: Client | None = None) -> tuple[int, str]:
    client = client or Client()
    response = client.post(ASK, {"email": email}, REMOTE_ADDR=address, follow=True)
    return response.status_code, re.sub(r"\w{64}", "token", response.content.decode())


def queued() -> int:
    return DBTaskResult.objects.filter(task_path=send_password_reset.module_path).count()


def link_in_mail() -> str:
    (found,) = re.findall(
        r"http://127\.0\.0\.1:8000(/admin/password_reset/\S+)", mail.outbox[-1].body
    )
    return found


def choose(client: Client, link: str) -> int:
    page = client.get(link, follow=True)
    fields = {"new_password1": CHOSEN, "new_password2": CHOSEN}
    return client.post(page.redirect_chain[-1][0], fields).status_code


def test_the_request_sends_nothing_itself_and_the_queue_does(chief: User) -> None:
    assert ask("Chef@example.org")[0] == 200
    assert not mail.outbox and queued() == 1
    work()
    assert mail.outbox[0].to == ["chef@example.org"]
    assert "chef" in mail.outbox[0].body and "mot de passe" in mail.outbox[0].subject
    assert choose(Client(), link_in_mail()) == 302
    chief.refresh_from_db()
    assert chief.check_password(CHOSEN)


def test_a_link_works_once(chief: User) -> None:
    ask(chief.email)
    work()
    assert choose(Client(), link_in_mail()) == 302
    assert "new_password1" not in Client().get(link_in_mail(), follow=True).content.decode()


def test_nothing_tells_who_has_an_account(chief: User) -> None:
    known, unknown = (
        [ask(email, f"192.0.2.{number}") for number in range(ADDRESS.most + 2)]
        for email in ("chef@example.org", "personne@example.org")
    )
    assert known == unknown


def test_nobody_and_the_switched_off_get_no_mail(chief: User) -> None:
    UserFactory(email="partie@example.org", is_active=False)
    ask("personne@example.org")
    ask("partie@example.org")
    work()
    assert not mail.outbox


def test_an_account_gets_few_mails_however_many_ask(chief: User) -> None:
    for number in range(40):
        assert ask("chef@example.org", f"198.51.100.{number}")[0] == 200
    assert queued() == ADDRESS.most


def test_one_address_asks_for_few(chief: User) -> None:
    answers = [ask(f"nom{number}@example.org")[0] for number in range(40)]
    assert answers == [200] * NETWORK.most + [429] * (40 - NETWORK.most)
    response = Client().post(ASK, {"email": "chef@example.org"}, REMOTE_ADDR="192.0.2.1")
    assert int(response.headers["Retry-After"]) > 3500
    assert "60 min" in response.content.decode()


def test_strangers_do_not_keep_a_known_browser_from_asking(chief: User) -> None:
    own = Client()
    own.post("/admin/login/", {"username": "chef", "password": "secret"})
    own.post(reverse("wagtailadmin_logout"))
    for number in range(ADDRESS.most + 1):
        ask(chief.email, f"198.51.100.{number}")
    before = queued()
    ask(chief.email, client=own)
    assert queued() == before + 1


def test_a_reset_ends_the_sessions_and_makes_this_browser_known(chief: User) -> None:
    thief = Client()
    thief.post("/admin/login/", {"username": "chef", "password": "secret"})
    assert thief.get("/admin/").status_code == 200
    ask(chief.email)
    work()
    own = Client()
    choose(own, link_in_mail())
    assert COOKIE in own.cookies
    assert thief.get("/admin/").status_code == 302
    assert not chief.sign_ins.exists()


def test_mail_that_is_down_is_said(chief: User) -> None:
    ask(chief.email)
    with override_settings(EMAIL_BACKEND="tests.accounts.lost_mail.LostMail"):
        work()
    assert not mail.outbox
    assert "retard" in ask("personne@example.org")[1]
    findings = Client().get("/readyz").json()["findings"]
    assert "mail" in findings
    DBTaskResult.objects.update(run_after=timezone.now())
    work()
    assert len(mail.outbox) == 1
    assert "retard" not in ask("autre@example.org", "192.0.2.9")[1]
    assert "mail" not in Client().get("/readyz").json()["findings"]
