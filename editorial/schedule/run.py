"""The publishing run: scheduled pages go live and expire at their minute, each exactly once.

Any number of runs may be under way at once. Each page has a transaction of its own, in which its
row is locked and its schedule read again: whoever comes second finds nothing left to do. What fails
is rolled back whole, stays scheduled, goes on record and is tried again; the next page goes on.

Pages only: of the site's snippets none has drafts.
"""

import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from typing import TypeVar

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from delivery.outages import is_disk_full
from editorial.events.announcing import announce
from editorial.events.kinds import Event
from editorial.gates import evaluate
from editorial.schedule.models import RETRIES, PublishingFailure, ScheduledAction
from jobs.process import connection_lost

logger = logging.getLogger(__name__)

ShouldContinue = Callable[[], bool]
# Some errors quote the whole text that they stumbled on.
LONGEST_REASON = 2_000
LONGEST_TRACEBACK = 20_000
Row = TypeVar("Row", Page, Revision)


class NotPublished(Exception):
    """Wagtail took the revision and did not bring it to the readers."""


class NoRoom(Exception):
    """The disk is full: what is due waits, without a failure on record."""


@dataclass(frozen=True)
class DueWork:
    """One page whose time has come."""

    action: ScheduledAction
    page_id: int
    due_at: datetime
    revision_id: int | None = None

    def is_still_due(self) -> bool:
        """Whether nothing has become of it yet: neither done, nor cancelled, nor moved."""
        if self.action == ScheduledAction.EXPIRE:
            return Page.objects.filter(pk=self.page_id, live=True, expire_at=self.due_at).exists()
        return Revision.objects.filter(
            pk=self.revision_id, approved_go_live_at=self.due_at
        ).exists()


@dataclass
class Run:
    """What one run did."""

    published: int = 0
    expired: int = 0
    failed: int = 0
    waiting: list[BaseException] = field(default_factory=list)


def publish_due(now: datetime | None = None, should_continue: ShouldContinue = lambda: True) -> Run:
    """Publish and withdraw every page that is due at `now`, as Wagtail's actions do it.

    should_continue: asked between two pages; the run ends where it answers False.
    Raises OperationalError or InterfaceError if the database is lost, NoRoom at the end if pages
    were left as they are because the disk is full, and for nothing else.
    """
    now = now or timezone.now()
    run = Run()
    _forget_past_failures()
    due = [*due_publications(now), *due_expiries(now)]
    for work in sorted(due, key=attrgetter("due_at")):
        if not should_continue():
            break
        _attempt(work, run)
    if run.waiting:
        raise NoRoom from run.waiting[0]
    return run


def due_publications(now: datetime) -> list[DueWork]:
    """Approved revisions whose go-live time has come, in that order.

    Those that wait after a failure are left out.
    """
    backing_off = PublishingFailure.objects.backing_off(now).filter(action=ScheduledAction.PUBLISH)
    due = (
        Revision.objects.filter(
            base_content_type=ContentType.objects.get_for_model(Page),
            approved_go_live_at__lte=now,
        )
        .exclude(pk__in=backing_off.values("revision"))
        .order_by("approved_go_live_at", "pk")
        .values_list("object_id", "approved_go_live_at", "pk")
    )
    return [
        DueWork(ScheduledAction.PUBLISH, int(page_id), due_at, revision_id)
        for page_id, due_at, revision_id in due
    ]


def due_expiries(now: datetime) -> list[DueWork]:
    """Live pages whose expiry time has come, in that order.

    Those that wait after a failure are left out.
    """
    backing_off = PublishingFailure.objects.backing_off(now).filter(action=ScheduledAction.EXPIRE)
    due = (
        Page.objects.filter(live=True, expire_at__lte=now)
        .exclude(pk__in=backing_off.values("page"))
        .order_by("expire_at", "pk")
        .values_list("pk", "expire_at")
    )
    return [DueWork(ScheduledAction.EXPIRE, pk, due_at) for pk, due_at in due]


def _attempt(work: DueWork, run: Run) -> None:
    committed: list[bool] = []
    done = False
    try:
        with transaction.atomic():
            # The first to be called after the commit: whatever fails from then on is an effect.
            transaction.on_commit(lambda: committed.append(True))
            done = _publish(work) if work.action == ScheduledAction.PUBLISH else _expire(work)
            if done:
                PublishingFailure.objects.filter(page=work.page_id, action=work.action).delete()
    # A receiver that calls sys.exit() must not end the run either.
    except (Exception, SystemExit) as error:
        if connection_lost(error):
            raise
        if not committed and is_disk_full(error):
            # Rolled back whole, and no fault of this page's: it is due still.
            logger.warning("Page %s waits for room on the disk", work.page_id)
            run.waiting.append(error)
            return
        if not committed:
            _record_failure(work, error, run)
            return
        logger.exception("Page %s is done, but not all of its effects", work.page_id)
    if done and work.action == ScheduledAction.PUBLISH:
        run.published += 1
    elif done:
        run.expired += 1


def _publish(work: DueWork) -> bool:
    """Publish the very revision that was approved; False if it is not due any more.

    Raises NotPublished where the revision itself names a later time than the one it was approved
    for: Wagtail would put it off without a word.
    """
    if not _lock(Page.objects.filter(pk=work.page_id)):
        return False
    revision = _lock(Revision.objects.filter(pk=work.revision_id, approved_go_live_at=work.due_at))
    # This machine's time may have been set back since the list of due pages was read.
    if revision is None or work.due_at > timezone.now():
        return False
    evaluate.recheck_at_publication(revision)
    revision.publish(log_action="wagtail.publish.scheduled")
    if not Page.objects.filter(pk=work.page_id, live=True, live_revision=revision).exists():
        raise NotPublished(_("The approved version names another time than its approval."))
    return True


def _expire(work: DueWork) -> bool:
    """Withdraw a page whose time is over; False if it is not due any more.

    Wagtail drops the page's other schedule with it. An update approved for a later minute is kept.
    """
    page = _lock(Page.objects.filter(pk=work.page_id, live=True, expire_at=work.due_at))
    if page is None:
        return False
    scheduled = list(page.revisions.filter(approved_go_live_at__isnull=False))
    page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    Revision.objects.bulk_update(scheduled, ["approved_go_live_at"])
    return True


def _lock(rows: QuerySet[Row]) -> Row | None:
    """The row, locked and freshly read; None if it is gone, or if someone else is at it."""
    return rows.select_for_update(skip_locked=True, no_key=True).first()


def _record_failure(work: DueWork, error: BaseException, run: Run) -> None:
    """Record what failed and was rolled back, unless somebody has cancelled or done it meanwhile.

    That the record itself cannot be written is no reason to leave the other pages waiting.
    """
    logger.error("Page %s: %s failed", work.page_id, work.action, exc_info=error)
    try:
        if work.is_still_due():
            run.failed += 1
            _record(work, error)
    except Exception as worse:
        if connection_lost(worse):
            raise
        logger.exception("The failure of page %s is not on record", work.page_id)


def _record(work: DueWork, error: BaseException) -> None:
    now = timezone.now()
    with transaction.atomic():
        failure = (
            PublishingFailure.objects.select_for_update()
            .filter(page=work.page_id, action=work.action)
            .first()
        )
        if failure is None or (failure.revision_id, failure.due_at) != (
            work.revision_id,
            work.due_at,
        ):
            failure = failure or PublishingFailure(page_id=work.page_id, action=work.action)
            failure.revision_id = work.revision_id
            failure.due_at = work.due_at
            failure.first_failed_at = now
            failure.attempts = 0
        failure.attempts += 1
        failure.last_failed_at = now
        failure.next_try_at = now + RETRIES.wait_after(failure.attempts)
        failure.last_error = _storable(reason_of(error))[:LONGEST_REASON]
        told = "".join(traceback.format_exception(error))
        failure.traceback = _storable(told)[-LONGEST_TRACEBACK:]
        failure.save()
        if failure.attempts == 1:
            announce(
                Event.FAILED,
                failure.page,
                reason=failure.last_error,
                action=work.action.value,
                due_at=work.due_at.isoformat(),
            )


def reason_of(error: BaseException) -> str:
    """What went wrong, in one line for people."""
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    if isinstance(error, NotPublished):
        return str(error)
    return f"{type(error).__name__}: {error}"


def _storable(text: str) -> str:
    """Without what PostgreSQL refuses: NUL, and halves of characters."""
    return text.encode("utf-8", "replace").decode().replace("\0", "?")


def _forget_past_failures() -> None:
    """Delete failures of schedules that were cancelled, changed or met by someone else."""
    if PublishingFailure.objects.exists():
        current = PublishingFailure.objects.current().values("pk")
        PublishingFailure.objects.exclude(
            pk__in=list(current.values_list("pk", flat=True))
        ).delete()
