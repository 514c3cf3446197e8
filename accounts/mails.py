"""Mails about a person's own account, in their language and time zone."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone, translation
from wagtail.users.models import UserProfile

from accounts.paper_name import paper_name, sender
from accounts.users import User


def send(user: User, template: str, context: dict[str, object]) -> None:
    """Mail `template`.txt, under `template`_subject.txt, to `user`."""
    profile = UserProfile.objects.filter(user=user).first() or UserProfile(user=user)
    zone = ZoneInfo(profile.get_current_time_zone())
    language = profile.preferred_language or settings.LANGUAGE_CODE
    shared = {"person": user, "newsroom": paper_name(), "base": settings.BASE_URL}
    with translation.override(language), timezone.override(zone):
        subject = render_to_string(f"{template}_subject.txt", shared | context)
        body = render_to_string(f"{template}.txt", shared | context)
    EmailMessage(
        subject=" ".join(subject.split()),
        body=body.strip() + "\n",
        from_email=sender(),
        to=[user.email],
        headers={"Auto-Submitted": "auto-generated"},
    ).send()


def absolute(path: str) -> str:
    return f"{settings.BASE_URL}{path}"
