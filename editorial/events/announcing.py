"""Putting on record that something has happened."""

# Wagtail's models import modules that announce while they load: no model may be imported here.
from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

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
    **details: Any,
) -> None:
    """Have those concerned told of `event`; whatever goes wrong here is logged, never raised.

    One row is written, and one task for the queue, in the transaction that is under way: they are
    there if and only if it is committed. Finding the recipients and writing to them is the queue's.

    actor: who did it, and is not told of it.
    once: a key; what was announced under the same key before is not announced again.
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
    """Announce nothing meanwhile: for texts that are loaded, not written."""
    token = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(token)


def _record(
    event: Event, page: Page | None, actor: User | None, once: str, details: dict[str, Any]
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
