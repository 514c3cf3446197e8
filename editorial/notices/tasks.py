"""Tasks that send an announcement out. Each may run twice and does its work once."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from accounts.models import User
from editorial.events.kinds import SUPERSEDED_BY, Choice, Event, default_choice
from editorial.events.models import Announcement
from editorial.notices import mails, recipients, waiting_comments
from editorial.notices.models import Notice, NoticePreference
from editorial.notices.webhooks import sending
from editorial.notices.webhooks.models import WebhookDelivery
from editorial.notices.webhooks.tasks import push
from jobs.gone import log_gone
from jobs.retrying import retried, sends_mail

# Two events of one act are recorded within this time.
TOGETHER = timedelta(minutes=1)


@retried(label=_("Find those concerned by an event"))
@task()
def fan_out(pk: int) -> None:
    """Create a notice for each recipient, and a task for each one to be sent at once."""
    with transaction.atomic():
        announcement = (
            Announcement.objects.select_for_update().filter(pk=pk, spread_at=None).first()
        )
        if announcement is None:
            log_gone("announcement", pk)
            return
        people = recipients.recipients_of(announcement)
        chosen = choices(people, announcement.event)
        skipped = _notified_of_superseding_event(announcement, people)
        notices = Notice.objects.bulk_create(
            Notice(announcement=announcement, recipient=person, choice=chosen[person.pk])
            for person in sorted(people, key=lambda person: person.pk)
            if chosen[person.pk] != Choice.NEVER and person.pk not in skipped
        )
        for notice in notices:
            if notice.choice == Choice.NOW:
                send_notice.enqueue(notice.pk)
        if people or announcement.event not in mails.ABOUT_COMMENTS:
            _send_to_webhooks(announcement)
        announcement.spread_at = timezone.now()
        announcement.save(update_fields=["spread_at"])


# Attempts last for a day, so that no notice is lost while the mail server is down.
@sends_mail(_("Send a notice"))
@task()
def send_notice(pk: int) -> None:
    """Mail one notice to one person, at most once.

    A notice that is claimed and not sent is one whose worker was killed: the mail may have gone
    out, so it is left to the digest.
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
    if waiting_comments.are_decided(notice.announcement):
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


def _send_to_webhooks(announcement: Announcement) -> None:
    for webhook in sending.webhooks_for(announcement.event):
        delivery = WebhookDelivery.objects.create(webhook=webhook, announcement=announcement)
        push.enqueue(delivery.pk)


def choices(people: set[User], event: str) -> dict[int, str]:
    """Return how each of `people` wants to be notified of `event`, by primary key."""
    chosen = {person.pk: str(default_choice(event)) for person in people}
    made = NoticePreference.objects.filter(user__in=people, event=event)
    return chosen | dict(made.values_list("user_id", "choice"))


def _notified_of_superseding_event(announcement: Announcement, people: set[User]) -> set[int]:
    """Return who is notified at once of an event that came with this one and supersedes it."""
    second = SUPERSEDED_BY.get(Event(announcement.event))
    if second is None or announcement.page_id is None:
        return set()
    others = Announcement.objects.filter(
        event=second,
        page_id=announcement.page_id,
        announced_at__gte=announcement.announced_at - TOGETHER,
        announced_at__lte=announcement.announced_at + TOGETHER,
    )
    concerned: set[User] = set()
    for other in others:
        concerned |= recipients.recipients_of(other) & people
    chosen = choices(concerned, second)
    return {pk for pk, choice in chosen.items() if choice == Choice.NOW}
