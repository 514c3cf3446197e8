"""New passwords by mail, from the queue."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from accounts.mails import absolute, send
from accounts.users import User
from jobs.retrying import retried


# The link is made when the mail goes out: one that was late is as good as any other.
@retried(
    max_attempts=10,
    first_wait=timedelta(seconds=20),
    longest_wait=timedelta(minutes=30),
    label=_("Send the link for a new password"),
    mails=True,
)
@task()
def send_password_reset(email: str) -> None:
    """Mail a link to each active account of this address; if there is none, to nobody."""
    for user in User.objects.filter(email__iexact=email, is_active=True):
        # The database may take two addresses for the same that the mail system does not.
        if user.has_usable_password() and user.email.casefold() == email:
            send(user, "accounts/mail/password_reset", {"link": link_for(user), "hours": hours()})


def link_for(user: User) -> str:
    code = urlsafe_base64_encode(force_bytes(user.pk))
    token = default_token_generator.make_token(user)
    return absolute(reverse("wagtailadmin_password_reset_confirm", args=[code, token]))


def hours() -> int:
    return settings.PASSWORD_RESET_TIMEOUT // 3600
