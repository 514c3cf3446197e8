"""What a chief editor does with a schedule: publish at once, try again, or take the time away.

Each begins by locking the page and reading its schedule again, as the clock does: whoever comes
second finds that it has changed, and is told.
"""

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from accounts.models import User
from editorial import gates
from editorial.conflicts import lock_page
from editorial.models.publishing import PublishingFailure
from editorial.schedule import ScheduledItem

RETRIED = "editorial.schedule.retry"
EXPIRY_CANCELLED = "editorial.schedule.cancel_expiry"


class ScheduleChanged(Exception):
    """Someone else, or the clock, was quicker."""


@transaction.atomic
def publish_now(item: ScheduledItem, user: User) -> Page:
    """Publish the approved version before its time.

    Raises ScheduleChanged, and whatever keeps the page from being published.
    """
    revision = _locked_revision(item)
    gates.ask_at_the_minute(revision)
    _change_time(revision, "go_live_at")
    revision.publish(user=user, skip_permission_checks=True)
    PublishingFailure.objects.filter(page=item.page.pk, action=item.action).delete()
    return Page.objects.get(pk=item.page.pk).specific


@transaction.atomic
def cancel(item: ScheduledItem, user: User) -> None:
    """Take the time away: a publication waits for a new decision, a live page stays live.

    Raises ScheduleChanged.
    """
    if item.publishes:
        revision = _locked_revision(item)
        revision.approved_go_live_at = None
        revision.save(update_fields=["approved_go_live_at"])
        _log_cancelled_publication(item, user, revision)
    else:
        page = _locked_live_page(item)
        Page.objects.filter(pk=page.pk).update(expire_at=None)
        _forget_expiry(page)
        _log(item, user, EXPIRY_CANCELLED, page.latest_revision)
    PublishingFailure.objects.filter(page=item.page.pk, action=item.action).delete()


@transaction.atomic
def retry(item: ScheduledItem, user: User) -> None:
    """Have the clock try again within a second. Raises ScheduleChanged."""
    lock_page(item.page.pk)
    failed = PublishingFailure.objects.filter(
        page=item.page.pk, action=item.action, due_at=item.due_at
    )
    if not failed.update(next_try_at=timezone.now()):
        raise ScheduleChanged
    _log(item, user, RETRIED, None)


def _locked_revision(item: ScheduledItem) -> Revision:
    lock_page(item.page.pk)
    revision = (
        Revision.objects.select_for_update(no_key=True)
        .filter(pk=item.revision_id, approved_go_live_at=item.due_at)
        .first()
    )
    if revision is None:
        raise ScheduleChanged
    return revision


def _locked_live_page(item: ScheduledItem) -> Page:
    lock_page(item.page.pk)
    page = Page.objects.filter(pk=item.page.pk, live=True, expire_at=item.due_at).first()
    if page is None:
        raise ScheduleChanged
    return page


def _forget_expiry(page: Page) -> None:
    """In the live and the newest version too, or the next publication would bring it back."""
    for revision in Revision.objects.filter(
        pk__in=[page.live_revision_id, page.latest_revision_id]
    ):
        _change_time(revision, "expire_at")


def _change_time(revision: Revision, name: str) -> None:
    """Take a time out of a version that is otherwise fixed: what was approved is its content."""
    revision.content[name] = None
    Revision.objects.filter(pk=revision.pk).update(content=revision.content)


def _log_cancelled_publication(item: ScheduledItem, user: User, revision: Revision) -> None:
    """In the shape that Wagtail's own history reads."""
    described = {
        "id": revision.pk,
        "created": revision.created_at.isoformat(),
        "go_live_at": item.due_at.isoformat(),
        "has_live_version": item.page.live,
    }
    log(
        instance=item.page.specific,
        action="wagtail.schedule.cancel",
        user=user,
        revision=revision,
        data={"revision": described},
    )


def _log(item: ScheduledItem, user: User, action: str, revision: Revision | None) -> None:
    log(
        instance=item.page.specific,
        action=action,
        user=user,
        revision=revision,
        data={"due_at": item.due_at.isoformat(), "scheduled": item.action.value},
    )
