"""Mails about comments: to confirm an address, and of answers."""

from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from accounts.mails import absolute
from accounts.paper_name import paper_name, sender
from audience.comments import links
from audience.comments.erasing import comments_of
from audience.comments.models import Comment, Commenter, Status
from jobs.gone import log_gone
from jobs.retrying import retried


@retried(max_attempts=8, first_wait=timedelta(minutes=1), mails=True, label=_("Confirm an address"))
@task()
def send_confirmation(writer_key: int) -> None:
    """Ask who wants to hear of answers whether the address is theirs; once a day at most.

    The queue knows the row alone: an address that is erased stands in none of its records.
    """
    now = timezone.now()
    writer = Commenter.objects.filter(pk=writer_key).first()
    if writer is None or writer.confirmed_at or writer.muted_at:
        return
    if writer.asked_at and now - writer.asked_at < timedelta(days=1):
        return
    _send("confirm", writer.email, {"link": absolute(links.confirm_link(writer.email))})
    Commenter.objects.filter(pk=writer.pk).update(asked_at=now)


@retried(max_attempts=8, first_wait=timedelta(minutes=1), mails=True, label=_("Send a link"))
@task()
def send_mine(writer_key: int) -> None:
    """Mail somebody a link to all their comments; nothing if there are none."""
    writer = Commenter.objects.filter(pk=writer_key).first()
    if writer and comments_of(writer.email).exists():
        _send("mine", writer.email, {"link": absolute(links.mine_link(writer.email))})


@retried(max_attempts=8, first_wait=timedelta(minutes=1), mails=True, label=_("Tell of an answer"))
@task()
def send_answer(key: int) -> None:
    """Tell the writer of a comment of an approved answer; once, even if it runs twice."""
    answers = Comment.objects.select_related("answers_to", "article")
    answer = answers.filter(pk=key, status=Status.APPROVED, told_at=None).first()
    if answer is None or answer.answers_to is None:
        log_gone("answer", key)
        return
    email = answer.answers_to.email.lower()
    writer = Commenter.objects.filter(email=email, confirmed_at__isnull=False, muted_at=None)
    if not email or not answer.answers_to.wants_answers or not writer.exists():
        return
    article = answer.article
    address = f"{article.full_url}#commentaire-{answer.pk}"
    context = {"answer": answer, "comment": answer.answers_to, "article": article}
    _send("answer", email, context | {"link": address})
    Comment.objects.filter(pk=key).update(told_at=timezone.now())


def _send(name: str, email: str, context: dict[str, object]) -> None:
    mute = absolute(links.mute_link(email))
    shared = {"newsroom": paper_name(), "mute": mute}
    with translation.override(settings.LANGUAGE_CODE):
        subject = render_to_string(f"audience/mail/{name}_subject.txt", shared | context)
        body = render_to_string(f"audience/mail/{name}.txt", shared | context)
    EmailMessage(
        subject=" ".join(subject.split()),
        body=body.strip() + "\n",
        from_email=sender(),
        to=[email],
        headers={
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{mute}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    ).send()
