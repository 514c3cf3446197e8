"""Decisions of a chief editor on a schedule: publish at once, move or take away the time, retry.

Each locks the page and reads its schedule again, as the clock does: whoever comes second finds
that it has changed, and is told.
"""

from datetime import datetime

from django.utils import timezone
from wagtail.models import Page, Revision

from accounts.models import User
from editorial.events.kinds import Event
from editorial.gates import evaluate
from editorial.schedule.hours import (
    change_hour,
    change_hour_from,
    hour_in,
    refuse_hour,
    take_expiry_away,
)
from editorial.schedule.models import PublishingFailure
from editorial.schedule.queries import ScheduledItem, Unapproved
from editorial.workflow import history
from editorial.workflow.action import PageAction


class ScheduleChanged(Exception):
    """Somebody else, or the clock, has changed the schedule meanwhile."""


class ScheduleAction(PageAction):
    """A decision on one hour of one page. Raises ScheduleChanged where it has passed or moved."""

    item: ScheduledItem | Unapproved

    def __init__(self, item: ScheduledItem | Unapproved, user: User) -> None:
        super().__init__(item.page.pk, user)
        self.item = item

    def reload(self) -> None:
        try:
            super().reload()
        except Page.DoesNotExist:
            raise ScheduleChanged from None

    def check(self) -> None:
        """Nothing more: `reload` has found the hour as it was shown."""

    def forget_failure(self) -> None:
        PublishingFailure.objects.filter(page=self.page_id, action=self.item.action).delete()

    def log_data(self) -> dict[str, object]:
        return {"due_at": self.item.due_at.isoformat(), "scheduled": str(self.item.action)}


class PublishNow(ScheduleAction):
    """Publish the approved version before its time. Raises whatever keeps it from readers."""

    item: ScheduledItem
    revision: Revision

    def reload(self) -> None:
        super().reload()
        self.revision = scheduled_revision(self.item)

    def check(self) -> None:
        """Raise GateClosed."""
        evaluate.recheck_at_publication(self.revision)

    def perform(self) -> None:
        # Wagtail's own entry says who published it.
        change_hour(self.revision, "go_live_at")
        self.revision.publish(user=self.user, skip_permission_checks=True)
        self.forget_failure()


class CancelPublication(ScheduleAction):
    """Take the time of a publication away: it waits for a new decision."""

    item: ScheduledItem
    log_action = "wagtail.schedule.cancel"
    revision: Revision

    def reload(self) -> None:
        super().reload()
        self.revision = scheduled_revision(self.item)

    def perform(self) -> None:
        self.revision.approved_go_live_at = None
        self.revision.save(update_fields=["approved_go_live_at"])
        self.forget_failure()

    def log_data(self) -> dict[str, object]:
        """In the shape that Wagtail's own history reads."""
        described = {
            "id": self.revision.pk,
            "created": self.revision.created_at.isoformat(),
            "go_live_at": self.item.due_at.isoformat(),
            "has_live_version": self.page.live,
        }
        return {"revision": described}


class CancelExpiry(ScheduleAction):
    """Take the time of a withdrawal away: the page stays live."""

    item: ScheduledItem
    log_action = history.EXPIRY_CANCELLED

    def reload(self) -> None:
        super().reload()
        refuse_other_expiry(self.page, self.item)
        self.revision = self.page.latest_revision

    def perform(self) -> None:
        take_expiry_away(self.page)
        self.forget_failure()


class MoveHour(ScheduleAction):
    """Give a text or a page another hour, without a new version: what was approved is its content.

    Newer drafts that carry the old hour get the new one as well.
    """

    log_action = history.MOVED
    event = Event.MOVED

    def __init__(self, item: ScheduledItem | Unapproved, user: User, to: datetime) -> None:
        super().__init__(item, user)
        self.to = to

    def reload(self) -> None:
        super().reload()
        self.oldest, self.newest = self._versions()
        self.revision = self.page.latest_revision

    def check(self) -> None:
        """Raise HourRefused."""
        refuse_hour(self.item.field_name, self.to, self.newest)

    def perform(self) -> None:
        item, to, name = self.item, self.to, self.item.field_name
        if isinstance(item, ScheduledItem) and item.publishes:
            Revision.objects.filter(pk=item.revision_id).update(approved_go_live_at=to)
        Page.objects.filter(pk=self.page_id, **{name: item.due_at}).update(**{name: to})
        if self.oldest:
            change_hour_from(self.oldest, name, item.due_at, to)
        PublishingFailure.objects.filter(page=self.page_id, due_at=item.due_at).delete()

    def log_data(self) -> dict[str, object]:
        was, to = self.item.due_at.isoformat(), self.to.isoformat()
        return {"from": was, "to": to, "field": self.item.field_name}

    def event_details(self) -> dict[str, object]:
        return {"time": self.to, "was": self.item.due_at, "field": self.item.field_name}

    def _versions(self) -> tuple[Revision | None, Revision | None]:
        """The first version that carries the hour, and the one that the new hour must suit."""
        if isinstance(self.item, Unapproved):
            return versions_in_review(self.page, self.item)
        if self.item.publishes:
            version = scheduled_revision(self.item)
        else:
            refuse_other_expiry(self.page, self.item)
            version = self.page.live_revision or self.page.latest_revision
        return version, version


class RetryNow(ScheduleAction):
    """Have the clock try a failed publication or withdrawal again within a second."""

    item: ScheduledItem
    log_action = history.RETRIED

    def perform(self) -> None:
        failed = PublishingFailure.objects.filter(
            page=self.page_id, action=self.item.action, due_at=self.item.due_at
        )
        if not failed.update(next_try_at=timezone.now()):
            raise ScheduleChanged


def cancellation(item: ScheduledItem, user: User) -> ScheduleAction:
    """The decision that takes the time away."""
    return CancelPublication(item, user) if item.publishes else CancelExpiry(item, user)


def scheduled_revision(item: ScheduledItem) -> Revision:
    """The approved version, locked as the clock locks it."""
    revision = (
        Revision.objects.select_for_update(no_key=True)
        .filter(pk=item.revision_id, approved_go_live_at=item.due_at)
        .first()
    )
    if revision is None:
        raise ScheduleChanged
    return revision


def refuse_other_expiry(page: Page, item: ScheduledItem) -> None:
    if not page.live or page.expire_at != item.due_at:
        raise ScheduleChanged


def versions_in_review(page: Page, text: Unapproved) -> tuple[Revision, Revision]:
    """The first version that was judged in this round, and the newest one."""
    state, latest = page.current_workflow_state, page.get_latest_revision()
    if state is None or latest is None or hour_in(latest, "go_live_at") != text.due_at:
        raise ScheduleChanged
    judged = page.revisions.filter(task_states__workflow_state=state).order_by("created_at", "pk")
    return judged.first() or latest, latest
