"""Records an event, so that users are notified of it."""

# Wagtail's models import modules that announce while they load: no model may be imported here.
from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from django.db import transaction
from django.dispatch import Signal

from editorial.events.kinds import Event

if TYPE_CHECKING:
    from wagtail.models import Page

    from accounts.models import User

logger = logging.getLogger(__name__)

# Sent with a new `announcement`, in the transaction in which it is recorded.
announced = Signal()

_silent: ContextVar[bool] = ContextVar("silent", default=False)


def announce(
    event: Event,
    page: Page | None = None,
    *,
    actor: User | None = None,
    once: str = "",
    **details: object,
) -> None:
    """Record `event` and enqueue its notices; an error here is logged and not raised.

    One row is written, and one task for the queue, in the current transaction: they exist if and
    only if it is committed. The queue finds the recipients and writes to them.

    actor: who did it, and is not notified of it.
    once: a key; a second announcement with the same key is dropped.
    details: what the templates of the event show, such as `reason`; kept as JSON.
    """
    if _silent.get():
        return
    try:
        with transaction.atomic():
            _record(event, page, actor, once, details)
    except Exception:
        logger.exception("Not announced: %s of page %s", event, page and page.pk)


@contextmanager
def silence() -> Iterator[None]:
    """Announce nothing in this block: for texts that are loaded, not written."""
    token = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(token)


def _record(
    event: Event, page: Page | None, actor: User | None, once: str, details: dict[str, object]
) -> None:
    from editorial.events.models import Announcement

    row = {
        "event": Event(event),
        "page_id": page and page.pk,
        "actor_id": actor and actor.pk,
        "details": details,
    }
    if once:
        announcement, is_new = Announcement.objects.get_or_create(once=once, defaults=row)
    else:
        announcement, is_new = Announcement.objects.create(**row), True
    if is_new:
        announced.send(sender=Announcement, announcement=announcement)
