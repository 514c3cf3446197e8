"""People with a second factor, and what their telephone would show."""

import time
from typing import Any

from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from accounts.models import User
from accounts.second_factor import factors
from tests.factories import UserFactory

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "secret"


def code_of(secret: str = SECRET, steps: int = 0) -> str:
    """What the app shows, some half minutes from now."""
    step = int(time.time()) // 30 + steps
    return factors.format_hotp_value(factors.hotp_value(secret, step))


def with_app(user: User) -> User:
    factors.add_app(user, SECRET, step=0)
    factors.new_recovery_codes(user)
    return user


def chief(username: str, **fields: Any) -> User:
    person: User = UserFactory(username=username, **fields)
    person.groups.add(Group.objects.get(name="Chief editors"))
    return person


def type_password(client: Client, user: User, next_url: str = "") -> Any:
    fields = {"username": user.username, "password": PASSWORD, "next": next_url}
    return client.post(reverse("wagtailadmin_login"), fields)


def type_code(client: Client, code: str, step: str = "code") -> Any:
    return client.post(reverse(f"second_factor_{step}"), {"code": code})


def signed_in(user: User) -> Client:
    """Somebody who has just come in, with the app where there is one."""
    client = Client()
    type_password(client, user)
    if factors.app_of(user):
        assert type_code(client, code_of()).status_code == 302
    return client


def confirm(client: Client, minutes_ago: float = 0) -> None:
    """As if the person had shown who they are then."""
    session = client.session
    session["second_factor_confirmed_at"] = time.time() - minutes_ago * 60
    session.save()


def gets_in(client: Client) -> bool:
    return client.get(reverse("wagtailadmin_home")).status_code == 200


def mails() -> None:
    """Send what waits in the queue."""
    for row in DBTaskResult.objects.ready():
        row.task.call(*row.args_kwargs["args"], **row.args_kwargs["kwargs"])
        row.delete()
