"""Queued tasks: mails of readers' messages, share pictures."""

from datetime import timedelta
from email.utils import formataddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from accounts.paper_name import paper_name, sender
from home import missing_cards
from home.drawn_cards import draw_card
from home.models import ContactMessage
from jobs.batches import act_on_some
from jobs.gone import log_gone
from jobs.retrying import retried
from news.tasks import LATER

CARDS_AT_ONCE = 20


# A mail server that is away for a day loses no message.
@retried(
    max_attempts=12, first_wait=timedelta(minutes=1), longest_wait=timedelta(hours=6), mails=True
)
@task()
def send_contact_message(pk: int) -> None:
    """Mail a stored message to its desk, with the reader as the one to answer.

    Run again, it sends nothing: a message that has gone out says so.
    """
    message = ContactMessage.objects.filter(pk=pk, sent_at=None).first()
    if message is None:
        log_gone("message", pk)
        return
    with translation.override(settings.LANGUAGE_CODE):
        body = render_to_string("home/mail/contact_message.txt", {"message": message})
    EmailMessage(
        subject=f"[{paper_name()}] {message.subject}",
        body=body,
        from_email=sender(),
        to=[message.desk_email],
        reply_to=[formataddr((message.name, message.email))],
    ).send()
    ContactMessage.objects.filter(pk=pk).update(sent_at=timezone.now())


@task()
def draw_share_picture(article_id: int) -> None:
    """Draw the card of an article that was published, or take away the one that it had."""
    draw_card(article_id)


@retried(label=_("Draw the cards that shared links of older articles lack"))
@task(priority=LATER)
def draw_missing_cards(after: int = 0) -> None:
    """Some at a time, then the next; a mail goes between."""
    lacking = missing_cards.lacking().only("pk")
    last = act_on_some(
        lacking, lambda article: draw_card(article.pk), after=after, most=CARDS_AT_ONCE
    )
    if last is not None:
        draw_missing_cards.enqueue(last)
