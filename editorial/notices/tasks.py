"""What the queue does with an announcement. Each task may run twice and does its work once."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from accounts.models import User
from editorial.models import (
    Announcement,
    DailyDigest,
    Notice,
    NoticePreference,
    WebhookDelivery,
)
from editorial.notices import digests, mails, recipients, webhooks
from editorial.notices.events import SAID_BY, Choice, Event, default_choice
from jobs.gone import log_gone
from jobs.queue import PermanentFailure
from jobs.retrying import retried

# Two events of one act are recorded within this time.
TOGETHER = timedelta(minutes=1)


@retried(label=_("Find those concerned by an event"))
@task()
def spread(pk: int) -> None:
    """Make a notice for each person concerned, and a task for whoever is to know at once."""
    with transaction.atomic():
        announcement = (
            Announcement.objects.select_for_update().filter(pk=pk, spread_at=None).first()
        )
        if announcement is None:
            log_gone("announcement", pk)
            return
        people = recipients.concerned(announcement)
        chosen = choices(people, announcement.event)
        spared = _told_otherwise(announcement, people)
        notices = Notice.objects.bulk_create(
            Notice(announcement=announcement, recipient=person, choice=chosen[person.pk])
            for person in sorted(people, key=lambda person: person.pk)
            if chosen[person.pk] != Choice.NEVER and person.pk not in spared
        )
        for notice in notices:
            if notice.choice == Choice.NOW:
                send_notice.enqueue(notice.pk)
        if people or announcement.event not in mails.ABOUT_COMMENTS:
            _send_to_webhooks(announcement)
        announcement.spread_at = timezone.now()
        announcement.save(update_fields=["spread_at"])


# A mail server that is away for a day loses no notice.
@retried(
    max_attempts=12,
    first_wait=timedelta(seconds=30),
    longest_wait=timedelta(hours=6),
    label=_("Send a notice"),
    mails=True,
)
@task()
def send_notice(pk: int) -> None:
    """Mail one notice to one person, at most once.

    Claimed and not sent: the worker was killed in the middle of it, and the mail may have gone out.
    It is left to the digest.
    """
    waiting = Notice.objects.filter(pk=pk, choice=Choice.NOW, sent_at=None)
    notice = waiting.select_related("announcement", "recipient").first()
    if notice is None:
        log_gone("notice", pk)
        return
    if not notice.recipient.is_active:
        return
    if not notice.recipient.email:
        return
    if not waiting.filter(claimed_at=None).update(claimed_at=timezone.now()):
        waiting.update(choice=Choice.DIGEST)
        return
    try:
        mails.send(mails.notice_mail(notice))
    except Exception:
        waiting.update(claimed_at=None)
        raise
    waiting.update(sent_at=timezone.now())


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
    if not digests.claim(digest):
        return
    try:
        mail = digests.digest_mail(digest)
        if mail:
            mails.send(mail)
    except Exception:
        DailyDigest.objects.filter(pk=pk).update(claimed_at=None)
        raise
    now = timezone.now()
    with transaction.atomic():
        digest.notices.update(sent_at=now)
        DailyDigest.objects.filter(pk=pk).update(sent_at=now)


@retried(
    max_attempts=10,
    first_wait=timedelta(seconds=10),
    longest_wait=timedelta(hours=1),
    label=_("Send an event to a webhook"),
)
@task()
def push(pk: int) -> None:
    """Send one event to one webhook, until it answers that it has it.

    A killed worker's is sent again under the same key, by which the receiver knows it.
    """
    delivery = (
        WebhookDelivery.objects.filter(pk=pk, delivered_at=None, webhook__is_active=True)
        .select_related("webhook", "announcement__actor")
        .first()
    )
    if delivery is None:
        log_gone("delivery", pk)
        return
    delivery.attempts += 1
    delivery.last_attempt_at = timezone.now()
    delivery.status, delivery.error = None, ""
    try:
        delivery.status = webhooks.deliver(delivery)
        if not 200 <= delivery.status < 300:
            raise WebhookFailed(f"The webhook answered {delivery.status}.")
        delivery.delivered_at = timezone.now()
    except webhooks.AddressRefused as error:
        delivery.error = str(error)
        raise PermanentFailure(str(error)) from error
    except Exception as error:
        delivery.error = "" if delivery.status else f"{type(error).__name__}: {error}"[:300]
        raise
    finally:
        WebhookDelivery.objects.filter(pk=pk).update(
            attempts=delivery.attempts,
            last_attempt_at=delivery.last_attempt_at,
            status=delivery.status,
            error=delivery.error,
            delivered_at=delivery.delivered_at,
        )


class WebhookFailed(Exception):
    """The receiving service answered that it does not take the event, or not now."""


def _send_to_webhooks(announcement: Announcement) -> None:
    for webhook in webhooks.webhooks_for(announcement.event):
        delivery = WebhookDelivery.objects.create(webhook=webhook, announcement=announcement)
        push.enqueue(delivery.pk)


def choices(people: set[User], event: str) -> dict[int, str]:
    """How each of `people` wants to be told of `event`, by their number."""
    chosen = {person.pk: str(default_choice(event)) for person in people}
    made = NoticePreference.objects.filter(user__in=people, event=event)
    return chosen | dict(made.values_list("user_id", "choice"))


def _told_otherwise(announcement: Announcement, people: set[User]) -> set[int]:
    """Who is told at once of a second event that came with this one and says it all."""
    second = SAID_BY.get(Event(announcement.event))
    if second is None or announcement.page_id is None:
        return set()
    others = Announcement.objects.filter(
        event=second,
        page_id=announcement.page_id,
        announced_at__gte=announcement.announced_at - TOGETHER,
        announced_at__lte=announcement.announced_at + TOGETHER,
    )
    told: set[User] = set()
    for other in others:
        told |= recipients.concerned(other) & people
    chosen = choices(told, second)
    return {pk for pk, choice in chosen.items() if choice == Choice.NOW}
