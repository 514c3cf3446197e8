"""What the front room leaves to the queue."""

from datetime import timedelta
from email.utils import formataddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django_tasks import task

from home.models import ContactMessage
from jobs.queue import retried


# A mail server that is away for a day loses no message.
@retried(max_attempts=12, first_wait=timedelta(minutes=1), longest_wait=timedelta(hours=6))
@task()
def send_contact_message(pk: int) -> None:
    """Mail a stored message to its desk, with the reader as the one to answer.

    Run again, it sends nothing: a message that has gone out says so.
    """
    message = ContactMessage.objects.filter(pk=pk, sent_at=None).first()
    if message is None:
        return
    with translation.override(settings.LANGUAGE_CODE):
        body = render_to_string("home/mail/contact_message.txt", {"message": message})
    EmailMessage(
        subject=f"[{settings.WAGTAIL_SITE_NAME}] {message.subject}",
        body=body,
        to=[message.desk_email],
        reply_to=[formataddr((message.name, message.email))],
    ).send()
    ContactMessage.objects.filter(pk=pk).update(sent_at=timezone.now())
