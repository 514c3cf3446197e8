"""What becomes of a reader's message: stored first, then sent from the queue."""

from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest

from delivery.readers import network_of
from home.models import ContactMessage
from home.tasks import send_contact_message

# Whole neighbourhoods share one mobile address, so this stops floods, not people.
MESSAGES_PER_HOUR = 10
HOUR = 60 * 60


def receive(message: ContactMessage) -> None:
    """Store a message and put its mail into the queue, both or neither.

    The queue lives in the same database: its row is written in the message's transaction, so that
    no crash can leave a message that nobody will ever be sent.
    """
    with transaction.atomic():
        message.save()
        send_contact_message.enqueue(message.pk)


def has_written_enough(request: HttpRequest) -> bool:
    """Whether this address has sent its MESSAGES_PER_HOUR within the last hour."""
    return int(cache.get(_key(request), 0)) >= MESSAGES_PER_HOUR


def count_message(request: HttpRequest) -> None:
    key = _key(request)
    if not cache.add(key, 1, HOUR):
        try:
            cache.incr(key)
        except ValueError:  # It ran out between the two calls.
            cache.set(key, 1, HOUR)


def _key(request: HttpRequest) -> str:
    return f"contact-{network_of(request) or 'unknown'}"
