"""The daily digest: what somebody wants to be told once a day, in one mail."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
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
from editorial.events.kinds import Choice
from editorial.notices import mails
from editorial.notices.models import DailyDigest, Notice
from jobs.gone import log_gone
from jobs.retrying import retried

LONGEST = 200  # notices in one mail; what is more is in the next


@dataclass(frozen=True)
class Entry:
    """One line of the digest."""

    said: str
    link: str
    announced_at: datetime
    is_uncertain: bool
    """Whether it may have been told before: a worker was killed as it was about to."""


def waiting(person: User, until: datetime) -> QuerySet[Notice]:
    """What the digest of `person` has to tell of the time before `until`."""
    return Notice.objects.filter(
        recipient=person, choice=Choice.DIGEST, sent_at=None, created_at__lt=until
    )


def make_due(now: datetime, should_continue: Callable[[], bool] = lambda: True) -> int:
    """Have the digests sent whose hour has come, one per person and day; return how many.

    The hour is NOTICES_DIGEST_HOUR in the person's own time zone. What comes after it waits for
    the next day, and nobody is sent an empty digest.
    """
    made = 0
    unsent = Notice.objects.filter(choice=Choice.DIGEST, sent_at=None)
    for person in User.objects.filter(
        is_active=True, pk__in=unsent.values("recipient")
    ).select_related("wagtail_userprofile"):
        if not should_continue():
            break
        until = last_hour(person, now)
        if until is None or not waiting(person, until).exists():
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


def last_hour(person: User, now: datetime) -> datetime | None:
    """Today's hour of the digest where the person lives; None while it lies ahead."""
    profile = getattr(person, "wagtail_userprofile", None) or UserProfile(user=person)
    local = now.astimezone(ZoneInfo(profile.get_current_time_zone()))
    hour = local.replace(hour=settings.NOTICES_DIGEST_HOUR, minute=0, second=0, microsecond=0)
    return hour if hour <= local else None


def claim(digest: DailyDigest) -> bool:
    """Take a digest to send it; False if somebody has begun to, and perhaps has sent it.

    Then its notices wait for the next day's.
    """
    with transaction.atomic():
        claimed = DailyDigest.objects.filter(pk=digest.pk, claimed_at=None, sent_at=None).update(
            claimed_at=timezone.now()
        )
        if claimed:
            gathered = waiting(digest.recipient, digest.until).order_by("pk")[:LONGEST]
            Notice.objects.filter(pk__in=[notice.pk for notice in gathered]).update(digest=digest)
    return bool(claimed)


def digest_mail(digest: DailyDigest) -> EmailMultiAlternatives | None:
    """The mail; None if nothing is left to tell."""
    person = digest.recipient
    with mails.in_the_words_of(person):
        entries = list(_entries(digest))
        if not entries:
            return None
        context: dict[str, Any] = {
            "entries": entries,
            "count": len(entries),
            "day": digest.day,
            "link": mails.admin_home(),
            **mails.frame(person),
        }
        return mails.compose("digest", context, person, f"digest-{digest.pk}")


def _entries(digest: DailyDigest) -> Iterator[Entry]:
    notices = digest.notices.filter(sent_at=None).order_by("announcement__announced_at", "pk")
    for notice in notices.select_related("announcement__actor"):
        announcement = notice.announcement
        context = mails.context_of(announcement, digest.recipient)
        yield Entry(
            said=mails.subject_of(str(announcement.event), context),
            link=context["link"],
            announced_at=announcement.announced_at,
            is_uncertain=notice.claimed_at is not None,
        )


@retried(
    max_attempts=12,
    first_wait=timedelta(seconds=30),
    longest_wait=timedelta(hours=6),
    label=_("Send a daily digest"),
    mails=True,
)
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
