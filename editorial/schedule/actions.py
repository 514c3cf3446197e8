"""What a chief editor does with a schedule: publish at once, move or take away the time, retry.

Each begins by locking the page and reading its schedule again, as the clock does: whoever comes
second finds that it has changed, and is told.
"""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from accounts.models import User
from editorial.events.announcing import announce
from editorial.events.kinds import Event
from editorial.gates import evaluate
from editorial.schedule.models import PublishingFailure
from editorial.schedule.queries import ScheduledItem, Unapproved
from editorial.versions.conflicts import lock_page

MOVED = "editorial.schedule.move"
RETRIED = "editorial.schedule.retry"
EXPIRY_CANCELLED = "editorial.schedule.cancel_expiry"


class ScheduleChanged(Exception):
    """Someone else, or the clock, was quicker."""


class HourRefused(Exception):
    """An hour that cannot be kept; the message says why, for people."""


@transaction.atomic
def publish_now(item: ScheduledItem, user: User) -> Page:
    """Publish the approved version before its time.

    Raises ScheduleChanged, and whatever keeps the page from being published.
    """
    revision = _locked_revision(item)
    evaluate.recheck_at_publication(revision)
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
def move(item: ScheduledItem | Unapproved, user: User, to: datetime) -> None:
    """Give a text or a page another hour, without a new version: what was approved is its content.

    Newer drafts that carry the old hour get the new one as well.
    Raises ScheduleChanged, and HourRefused.
    """
    name = item.field_name
    if isinstance(item, Unapproved):
        oldest, newest = _locked_in_review(item)
    elif item.publishes:
        oldest = newest = _locked_revision(item)
    else:
        page = _locked_live_page(item)
        oldest = newest = page.live_revision or page.latest_revision
    _refuse_hour(name, to, newest.content if newest else {})
    if isinstance(item, ScheduledItem) and item.publishes:
        Revision.objects.filter(pk=item.revision_id).update(approved_go_live_at=to)
    Page.objects.filter(pk=item.page.pk, **{name: item.due_at}).update(**{name: to})
    if oldest:
        _carry_hour(oldest, name, item.due_at, to)
    PublishingFailure.objects.filter(page=item.page.pk, due_at=item.due_at).delete()
    page = Page.objects.get(pk=item.page.pk).specific
    log(
        instance=page,
        action=MOVED,
        user=user,
        revision=page.latest_revision,
        data={"from": item.due_at.isoformat(), "to": to.isoformat(), "field": name},
    )
    announce(Event.MOVED, page, actor=user, time=to, was=item.due_at, field=name)


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


def _locked_in_review(text: Unapproved) -> tuple[Revision, Revision]:
    """The first version that was judged in this round, and the one that stands now."""
    lock_page(text.page.pk)
    page = Page.objects.get(pk=text.page.pk).specific
    state, latest = page.current_workflow_state, page.get_latest_revision()
    if state is None or latest is None or _hour_in(latest, "go_live_at") != text.due_at:
        raise ScheduleChanged
    judged = page.revisions.filter(task_states__workflow_state=state).order_by("created_at", "pk")
    return judged.first() or latest, latest


def _refuse_hour(name: str, to: datetime, content: dict[str, Any]) -> None:
    """Raise HourRefused for an hour that is over, or comes after the withdrawal of the page."""
    if to <= timezone.now():
        raise HourRefused(
            _("This hour is over. Write one to come, or publish now.")
            if name == "go_live_at"
            else _("This hour is over. Write one to come, or withdraw the page.")
        )
    expiry = parse_datetime(content.get("expire_at") or "")
    if name == "go_live_at" and expiry and expiry <= to:
        raise HourRefused(_("The page would be withdrawn before it goes live."))


def _carry_hour(oldest: Revision, name: str, old: datetime, new: datetime) -> None:
    """Write the hour into `oldest` and every later version that carries the old one."""
    later = Revision.objects.filter(
        base_content_type=oldest.base_content_type,
        object_id=oldest.object_id,
        created_at__gte=oldest.created_at,
        # A version that waits for the old hour by its own approval keeps it.
    ).exclude(approved_go_live_at=old)
    for revision in later:
        hour = _hour_in(revision, name)
        # Kept to the millisecond there, to the microsecond in the page's own row.
        if hour and abs(hour - old) < timedelta(milliseconds=1):
            _change_time(revision, name, new)


def _hour_in(revision: Revision, name: str) -> datetime | None:
    return parse_datetime(revision.content.get(name) or "")


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


def _change_time(revision: Revision, name: str, to: datetime | None = None) -> None:
    """Change a time of a version that is otherwise fixed: what was approved is its content."""
    # As Wagtail writes it: two versions with the same hour are compared as they are kept.
    written = to and to.astimezone(UTC)
    revision.content[name] = json.loads(json.dumps(written, cls=DjangoJSONEncoder))
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
