"""Mails about a person's second factor, sent from the queue."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django_tasks import task
from wagtail.users.models import UserProfile

from accounts.paper_name import paper_name, sender
from accounts.users import User


def tell(user: User, event: str, to: str = "", **details: str) -> None:
    """Send a person the mail of an event, `to` an address that is no longer theirs or to their own.

    People without an address get no mail.
    """
    if to or user.email:
        send_mail.enqueue(user.pk, event, details, to)


@task()
def send_mail(user_id: int, event: str, details: dict[str, str], to: str = "") -> None:
    """`event` names a template of `accounts/mail/`, whose first line is the subject."""
    user = User.objects.filter(pk=user_id).first()
    address = to or (user.email if user else "")
    if user is None or not address:
        return
    profile = UserProfile.objects.filter(user=user).first() or UserProfile(user=user)
    context = details | {
        "recipient": user,
        "newsroom": paper_name(),
        "sign_in": settings.BASE_URL + reverse("wagtailadmin_password_reset"),
        "security": settings.BASE_URL + reverse("second_factor"),
        "resets": settings.BASE_URL + reverse("second_factor_resets"),
    }
    with translation.override(profile.preferred_language or settings.LANGUAGE_CODE):
        text = render_to_string(f"accounts/mail/{event}.txt", context).strip()
    subject, _line, body = text.partition("\n")
    EmailMessage(
        subject=subject,
        body=body.strip() + "\n",
        from_email=sender(),
        to=[address],
        headers={"Auto-Submitted": "auto-generated"},
    ).send()
