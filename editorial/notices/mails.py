"""Composes and sends mails, by a template per event, in the recipient's language and time zone."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext
from wagtail.models import Page
from wagtail.users.models import UserProfile

from accounts.models import User
from accounts.paper_name import paper_name, sender
from editorial.events.kinds import Event
from editorial.events.models import Announcement
from editorial.notices import mentions, waiting_comments
from editorial.notices.models import Notice

FOLDER = "editorial/notices"
ABOUT_COMMENTS = (Event.MENTIONED, Event.ANSWERED, Event.COMMENTED)


def notice_mail(notice: Notice) -> EmailMultiAlternatives:
    """Return the mail of one notice."""
    announcement, person = notice.announcement, notice.recipient
    with in_language_of(person):
        context = context_of(announcement, person)
        return compose(str(announcement.event), context, person, f"notice-{notice.pk}")


def compose(
    template: str, context: dict[str, Any], person: User, name: str
) -> EmailMultiAlternatives:
    """Return a mail in text and HTML, whose Message-ID is made from `name`."""
    mail = EmailMultiAlternatives(
        subject=subject_of(template, context),
        body=render_to_string(f"{FOLDER}/{template}.txt", context).strip() + "\n",
        from_email=sender(),
        to=[person.email],
        headers={
            "Auto-Submitted": "auto-generated",
            "Message-ID": f"<{name}.actujet@{_host()}>",
        },
    )
    mail.attach_alternative(render_to_string(f"{FOLDER}/{template}.html", context), "text/html")
    return mail


def subject_of(template: str, context: dict[str, Any]) -> str:
    """Return the subject, on one line."""
    return " ".join(render_to_string(f"{FOLDER}/{template}_subject.txt", context).split())


def send(mail: EmailMultiAlternatives) -> None:
    mail.send()


@contextmanager
def in_language_of(person: User) -> Iterator[None]:
    """Activate the language and time zone of the person, or else the newsroom's."""
    profile = UserProfile.objects.filter(user=person).first() or UserProfile(user=person)
    language = profile.preferred_language or settings.LANGUAGE_CODE
    zone = ZoneInfo(profile.get_current_time_zone())
    with translation.override(language), timezone.override(zone):
        yield


def context_of(announcement: Announcement, person: User) -> dict[str, Any]:
    """Return the variables that the templates of all events share."""
    page = Page.objects.filter(pk=announcement.page_id).first()
    page = page.specific if page else None
    details = dict(announcement.details)
    actor: User | str | None = announcement.actor
    if announcement.event in ABOUT_COMMENTS:
        actor = actor or gettext("Somebody")
        found = mentions.comment_or_reply_of(announcement)
        details["quote"] = found.text if found else ""
    if announcement.event == Event.COMMENTS_WAIT:
        details |= waiting_comments.details_of(announcement, person)
    return {
        "announcement": announcement,
        "event": announcement.event,
        "page": page,
        "title": page.get_admin_display_title() if page else title_of(details),
        "actor": actor,
        "details": details,
        "goes_live_at": goes_live_at(page) if page else None,
        "link": link_for(person, announcement, page),
        **common_context(person),
    }


def common_context(person: User) -> dict[str, Any]:
    """Return the variables of the layout around every mail."""
    return {
        "person": person,
        "language": translation.get_language(),
        "newsroom": paper_name(),
        "settings_link": absolute(reverse("wagtailadmin_account")) + "#tab-notifications",
    }


def title_of(details: dict[str, Any]) -> str:
    """Return the title of a picture or document, or the text of an alert."""
    return str(details.get("title") or details.get("text", ""))


def goes_live_at(page: Page) -> datetime | None:
    """Return when the page is to go live, as approved or else as its newest version says."""
    scheduled = page.scheduled_revision
    if scheduled:
        approved: datetime | None = scheduled.approved_go_live_at
        return approved
    revision = page.get_latest_revision()
    asked = revision.content.get("go_live_at") if revision else None
    time = parse_datetime(asked) if asked else None
    return time if time and time > timezone.now() else None


def link_for(person: User, announcement: Announcement, page: Page | None) -> str:
    """Return the address at which the person can act: the editor, the page, or the admin."""
    if proposal := announcement.details.get("proposal"):
        return absolute(reverse("asset_proposal", args=[proposal]))
    if alert := announcement.details.get("alert"):
        return absolute(reverse("alert", args=[alert]))
    if announcement.event == Event.COMMENTS_WAIT:
        return absolute(reverse("comment_queue"))
    if page is None:
        return absolute(reverse("wagtailadmin_home"))
    if announcement.event == Event.PUBLISHED and page.live and page.url:
        return public_address(page)
    if page.permissions_for_user(person).can_edit():
        if request := announcement.details.get("request"):
            return absolute(reverse("confirm_change", args=[request]))
        return absolute(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    return (
        public_address(page) if page.live and page.url else absolute(reverse("wagtailadmin_home"))
    )


def public_address(page: Page) -> str:
    parts = page.get_url_parts()
    return absolute(parts[2]) if parts and parts[2] else ""


def admin_home() -> str:
    return absolute(reverse("wagtailadmin_home"))


def absolute(path: str) -> str:
    return f"{settings.BASE_URL}{path}"


def _host() -> str:
    return settings.BASE_URL.partition("://")[2].partition(":")[0].partition("/")[0]
