"""Queued tasks about new devices."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from accounts.devices.user_agents import in_words
from accounts.mails import absolute, send
from accounts.users import User
from jobs.retrying import sends_mail


@sends_mail(_("Tell of a new device"))
@task()
def send_new_device(pk: int, moment: str, browser: str, system: str, network: str) -> None:
    """Mail one person that a browser new to them has signed in.

    Run again after its worker was killed, it may send a second one: better than none.
    """
    user = User.objects.filter(pk=pk, is_active=True).exclude(email="").first()
    if user is None:
        return
    send(
        user,
        "accounts/mail/new_device",
        {
            "moment": datetime.fromisoformat(moment),
            "device": in_words(browser, system),
            "network": network,
            "sessions_link": absolute(reverse("accounts_sessions")),
        },
    )
