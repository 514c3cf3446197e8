"""Messages of readers: stored first, then mailed from the queue."""

from django.db import transaction

from delivery.limits import HourlyLimit
from home.models import ContactMessage
from home.tasks import send_contact_message

# Whole neighbourhoods share one mobile address, so this stops floods, not people.
MESSAGES = HourlyLimit("contact", most=10)


def receive(message: ContactMessage) -> None:
    """Store a message and put its mail into the queue, both or neither.

    The queue lives in the same database: its row is written in the message's transaction, so that
    no crash can leave a message that nobody will ever be sent.
    """
    with transaction.atomic():
        message.save()
        send_contact_message.enqueue(message.pk)
