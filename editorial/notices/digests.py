"""Sends the daily digest: the notices that a user wants once a day, in one mail."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task
from wagtail.users.models import UserProfile

from accounts.models import User
from editorial.events.kinds import Choice, Event
from editorial.notices import mails, waiting_comments
from editorial.notices.models import DailyDigest, Notice
from jobs.gone import log_gone
from jobs.retrying import sends_mail

MAX_NOTICES = 200  # in one mail; the rest waits for the next one


@dataclass(frozen=True)
class Entry:
    """One line of the digest."""

    subject: str
    link: str
    announced_at: datetime
    is_uncertain: bool
    """Whether it may have been sent before: a worker was killed while sending it."""


def pending_notices(person: User, until: datetime) -> QuerySet[Notice]:
    """Return the notices for the digest of `person` that were made before `until`."""
    return Notice.objects.filter(
        recipient=person, choice=Choice.DIGEST, sent_at=None, created_at__lt=until
    )


def enqueue_due(now: datetime, should_continue: Callable[[], bool] = lambda: True) -> int:
    """Enqueue the digests that are due, one per person and day, and return their number.

    The hour is NOTICES_DIGEST_HOUR in the person's own time zone. Later notices wait for
    the next day, and an empty digest is not sent.
    """
    made = 0
    unsent = Notice.objects.filter(choice=Choice.DIGEST, sent_at=None)
    for person in User.objects.filter(
        is_active=True, pk__in=unsent.values("recipient")
    ).select_related("wagtail_userprofile"):
        if not should_continue():
            break
        until = digest_time_today(person, now)
        if until is None or not pending_notices(person, until).exists():
            continue
        with transaction.atomic():
            digest, is_new = DailyDigest.objects.get_or_create(
                recipient=person,
                day=until.date(),
                defaults={"until": until.astimezone(UTC)},
            )
            if is_new:
                send_digest.enqueue(digest.pk)
        made += is_new
    return made


def digest_time_today(person: User, now: datetime) -> datetime | None:
    """Return the time of today's digest in the person's time zone; None if it is still to come."""
    profile = getattr(person, "wagtail_userprofile", None) or UserProfile(user=person)
    local = now.astimezone(ZoneInfo(profile.get_current_time_zone()))
    hour = local.replace(hour=settings.NOTICES_DIGEST_HOUR, minute=0, second=0, microsecond=0)
    return hour if hour <= local else None


def claim(digest: DailyDigest) -> bool:
    """Claim a digest for sending; return False if another worker has claimed it.

    That worker may have sent it; the notices of a failed one are in the next day's digest.
    """
    with transaction.atomic():
        claimed = DailyDigest.objects.filter(pk=digest.pk, claimed_at=None, sent_at=None).update(
            claimed_at=timezone.now()
        )
        if claimed:
            gathered = pending_notices(digest.recipient, digest.until).order_by("pk")[:MAX_NOTICES]
            Notice.objects.filter(pk__in=[notice.pk for notice in gathered]).update(digest=digest)
    return bool(claimed)


def digest_mail(digest: DailyDigest) -> EmailMultiAlternatives | None:
    """Return the mail; None if no notice is left."""
    person = digest.recipient
    with mails.in_language_of(person):
        entries = list(_entries(digest))
        if not entries:
            return None
        context = {
            "entries": entries,
            "count": len(entries),
            "day": digest.day,
            "link": mails.admin_home(),
            **mails.common_context(person),
        }
        return mails.compose("digest", context, person, f"digest-{digest.pk}")


def _entries(digest: DailyDigest) -> Iterator[Entry]:
    notices = digest.notices.filter(sent_at=None).order_by("announcement__announced_at", "pk")
    waiting_is_told = False
    for notice in notices.select_related("announcement__actor"):
        announcement = notice.announcement
        if announcement.event == Event.COMMENTS_WAIT:
            # Of each few minutes there may be one; a digest says how many wait now.
            if waiting_is_told or waiting_comments.are_decided(announcement):
                continue
            waiting_is_told = True
        context = mails.context_of(announcement, digest.recipient)
        yield Entry(
            subject=mails.subject_of(str(announcement.event), context),
            link=context["link"],
            announced_at=announcement.announced_at,
            is_uncertain=notice.claimed_at is not None,
        )


@sends_mail(_("Send a daily digest"))
@task()
def send_digest(pk: int) -> None:
    """Mail one person's digest of one day, at most once."""
    digest = DailyDigest.objects.filter(pk=pk, sent_at=None).select_related("recipient").first()
    if digest is None:
        log_gone("digest", pk)
        return
    if not digest.recipient.is_active or not digest.recipient.email:
        return
    if not claim(digest):
        return
    try:
        mail = digest_mail(digest)
        if mail:
            mails.send(mail)
    except Exception:
        DailyDigest.objects.filter(pk=pk).update(claimed_at=None)
        raise
    now = timezone.now()
    with transaction.atomic():
        digest.notices.update(sent_at=now)
        DailyDigest.objects.filter(pk=pk).update(sent_at=now)
