"""Tells the caches in front of the site what has changed.

The log of changes is the outbox: it is written in the transaction of each change, and a row says
how far it was told (`delivery.models.Purge`). What a killed process was telling is told again.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Thread

import structlog
from django.conf import settings
from django.db import connections, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from delivery.cdn.interface import UNREACHABLE, PurgeRefused, purge_tags
from delivery.models import Purge
from delivery.pages import log
from delivery.pages.cdn_headers import names_to_purge
from delivery.pages.snapshots import Snapshot, as_text, from_text
from delivery.pages.tables import EVERYTHING

logger = structlog.get_logger(__name__)

# What else is to be done for some tags, in the transaction in which they are noted as told.
Also = Callable[[set[str]], None]

# What was under way to a cache while a change was told has arrived by then.
SETTLES_AFTER = timedelta(seconds=30)
# Longer than the requests take; then another process takes up what a killed one was telling.
CLAIM = timedelta(seconds=120)
FIRST_RETRY, LONGEST_RETRY = timedelta(seconds=5), timedelta(minutes=5)
# Failures are named in /readyz from then on.
IS_LATE = timedelta(minutes=5)
# With more changes than that at once, all is purged.
MANY = 500


@dataclass(frozen=True)
class Due:
    """What is to be told now.

    committed: up to where. is_fresh: whether any of it is told for the first time. settles: whether
    some is told for the second. begins: whether it is not known what was told before.
    """

    tags: set[str]
    committed: Snapshot
    is_fresh: bool = True
    settles: bool = False
    begins: bool = False


@dataclass
class Purger:
    """Tells in a thread of its own, so that the clock waits for no CDN."""

    also: Also
    _thread: Thread | None = field(default=None, init=False)

    def look(self, now: datetime) -> None:
        """Begin to tell what is due, unless that is under way."""
        if self._thread is not None and self._thread.is_alive():
            return
        if is_wanted() and what_is_due(state(), now) is not None:
            self._thread = Thread(target=self._run, name="purge", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        try:
            purge(timezone.now(), self.also)
        finally:
            connections.close_all()


def is_wanted() -> bool:
    return bool(settings.CDN_PURGE_URL or settings.WAGTAILFRONTENDCACHE)


def state() -> Purge:
    return Purge.objects.get_or_create(pk=1)[0]


def what_is_due(row: Purge, now: datetime) -> Due | None:
    """Return what the caches are to be told now, if anything and if anybody may try."""
    if (row.retry_at and row.retry_at > now) or (row.claimed_until and row.claimed_until > now):
        return None
    if not row.told:
        committed, _noted = log.read_since(Snapshot(0, 0))
        return Due({EVERYTHING}, committed, begins=True)
    told, settled = from_text(row.told), from_text(row.settled)
    committed, noted = log.read_since(settled)
    if committed.xmax < told.xmax:
        # Another database has taken its place, such as one out of a backup.
        return Due({EVERYTHING}, committed, begins=True)
    settles = bool(row.settles_at and row.settles_at <= now)
    fresh = {tag for tag, position in noted if not told.has(position)}
    tags = {tag for tag, _position in noted} if settles else fresh
    if len(tags) > MANY:
        tags = {EVERYTHING}
    return Due(tags, committed, bool(fresh), settles) if fresh or settles else None


def purge(now: datetime, also: Also) -> None:
    """Tell the caches what is due.

    A failure is kept on record, and tried again after a while that grows.
    """
    free = Q(claimed_until=None) | Q(claimed_until__lte=now)
    if not Purge.objects.filter(free, pk=state().pk).update(claimed_until=now + CLAIM):
        return
    row = state()
    row.claimed_until = None
    due = what_is_due(row, now)
    if due is None:
        row.save()
        return
    try:
        _tell(row, due, now, also)
    except (*UNREACHABLE, PurgeRefused) as error:
        logger.warning("purge_failed", error=str(error))
        _note_failure(row, now, error)
    except Exception as error:
        logger.exception("purge_failed")
        _note_failure(row, now, error)


def _tell(row: Purge, due: Due, now: datetime, also: Also) -> None:
    if settings.CDN_PURGE_URL and due.tags:
        purge_tags(names_to_purge(due.tags))
    _note_told(row, due, now)
    with transaction.atomic():
        if due.tags:
            also(due.tags)
        row.save()


def _note_told(row: Purge, due: Due, now: datetime) -> None:
    if due.is_fresh:
        row.told = as_text(due.committed)
    if due.begins:
        row.settled, row.settles_at = row.told, None
    elif due.settles:
        row.settled, row.settles_at = row.next_settled, None
    if row.settles_at is None and row.settled != row.told:
        row.next_settled, row.settles_at = row.told, now + SETTLES_AFTER
    row.failures, row.failing_since, row.retry_at, row.last_error = 0, None, None, ""


def _note_failure(row: Purge, now: datetime, error: Exception) -> None:
    # Without what was to be noted as told.
    row.refresh_from_db()
    row.claimed_until = None
    row.failures += 1
    row.failing_since = row.failing_since or now
    row.retry_at = now + min(FIRST_RETRY * 2 ** min(row.failures - 1, 10), LONGEST_RETRY)
    row.last_error = f"{type(error).__name__}: {error}"[:300]
    row.save()


def warning() -> str | None:
    """For `/readyz`: that the caches have not been told for long, or nothing."""
    if not is_wanted():
        return None
    since = Purge.objects.filter(failing_since__lt=timezone.now() - IS_LATE).first()
    if since is None or since.failing_since is None:
        return None
    minutes = (timezone.now() - since.failing_since).total_seconds() // 60
    told = _("The CDN has not taken what has changed for %(minutes)d minutes (%(error)s).")
    return told % {"minutes": minutes, "error": since.last_error}
