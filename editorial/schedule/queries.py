"""Queries of what is scheduled, who approved it, and what failed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter
from urllib.parse import urlencode

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from wagtail.models import Page, PageLogEntry, Revision, WorkflowState

from accounts.models import User
from delivery.request_cache import cached_for_request
from editorial.schedule.models import PublishingFailure, ScheduledAction

# A page that is this late, and has not failed, waits for a clock that is not running.
LATE_AFTER = timedelta(minutes=1)


@dataclass(frozen=True)
class ScheduledItem:
    """One page at one minute: it goes live, or it is withdrawn."""

    action: ScheduledAction
    page: Page
    due_at: datetime
    title: str
    revision_id: int | None = None
    approved_by: User | None = None
    approved_at: datetime | None = None
    failure: PublishingFailure | None = None

    @property
    def publishes(self) -> bool:
        return self.action == ScheduledAction.PUBLISH

    @property
    def field_name(self) -> str:
        """The page's own field that carries the hour."""
        return "go_live_at" if self.publishes else "expire_at"

    def is_late(self, now: datetime) -> bool:
        return self.due_at < now - LATE_AFTER


@dataclass(frozen=True)
class Unapproved:
    """A draft in review that has a time, which means nothing until it is approved."""

    page: Page
    title: str
    go_live_at: datetime
    step: str
    action = "review"
    field_name = "go_live_at"

    @property
    def due_at(self) -> datetime:
        return self.go_live_at


def scheduled_items() -> list[ScheduledItem]:
    """Return all that is scheduled, the earliest first, in a fixed number of queries."""
    items = [*_publications(), *_expiries()]
    return sorted(items, key=attrgetter("due_at", "page.pk"))


def find_hour(action: str, page_id: int, due_at: datetime) -> ScheduledItem | Unapproved | None:
    """What `find_item` finds, and texts under review, whose action is "review"."""
    if action != Unapproved.action:
        return find_item(action, page_id, due_at)
    for text in unapproved_times():
        if (text.page.pk, text.due_at) == (page_id, due_at):
            return text
    return None


def hours_of(page: Page) -> list[tuple[str, datetime]]:
    """The hours of `page` that can be moved, each with its action, as `find_hour` takes them."""
    return cached_for_request(("hours", page.pk), lambda: _hours_of(page))


def _hours_of(page: Page) -> list[tuple[str, datetime]]:
    found: list[tuple[str, datetime]] = []
    state, scheduled = page.current_workflow_state, page.scheduled_revision
    if scheduled:
        found.append((ScheduledAction.PUBLISH.value, scheduled.approved_go_live_at))
    if state and state.status == WorkflowState.STATUS_IN_PROGRESS:
        # From the database: a page that was just saved has a version that is not yet text.
        kept = Revision.objects.filter(pk=page.latest_revision_id)
        asked = parse_datetime(kept.values_list("content__go_live_at", flat=True).first() or "")
        if asked:
            found.append((Unapproved.action, asked))
    live = Page.objects.filter(pk=page.pk, live=True, expire_at__isnull=False).first()
    if live:
        found.append((ScheduledAction.EXPIRE.value, live.expire_at))
    return found


def move_url(page: Page, action: str, due_at: datetime) -> str:
    """Where an hour of `page` is moved; from there one comes back to the editor."""
    editor = reverse("wagtailadmin_pages:edit", args=[page.pk])
    query = urlencode({"due": due_at.isoformat(), "next": editor})
    return f"{reverse('editorial_move_item', args=[action, page.pk])}?{query}"


def move_label(action: str) -> str:
    match action:
        case ScheduledAction.EXPIRE:
            return _("Move the withdrawal")
        case Unapproved.action:
            return _("Move the hour asked for")
        case _:
            return _("Move the hour")


def find_item(action: str, page_id: int, due_at: datetime) -> ScheduledItem | None:
    """The item as it stood when its button was drawn; None if it has changed since."""
    for item in scheduled_items():
        if (item.action, item.page.pk, item.due_at) == (action, page_id, due_at):
            return item
    return None


def _publications() -> Iterator[ScheduledItem]:
    revisions = list(
        Revision.objects.filter(
            base_content_type=ContentType.objects.get_for_model(Page),
            approved_go_live_at__isnull=False,
        )
        .annotate(title=KeyTextTransform("title", "content"))
        .defer("content")
    )
    pages = Page.objects.in_bulk([int(revision.object_id) for revision in revisions])
    approvals = {
        entry.revision_id: entry
        for entry in PageLogEntry.objects.filter(
            revision__in=revisions, action="wagtail.publish.schedule"
        )
        .select_related("user")
        .order_by("timestamp", "pk")
    }
    failures = _failures(ScheduledAction.PUBLISH)
    for revision in revisions:
        page = pages.get(int(revision.object_id))
        if page is None:
            continue
        approval = approvals.get(revision.pk)
        yield ScheduledItem(
            action=ScheduledAction.PUBLISH,
            page=page,
            due_at=revision.approved_go_live_at,
            title=revision.title or page.get_admin_display_title(),
            revision_id=revision.pk,
            approved_by=approval.user if approval else None,
            approved_at=approval.timestamp if approval else None,
            failure=failures.get(page.pk),
        )


def _expiries() -> Iterator[ScheduledItem]:
    failures = _failures(ScheduledAction.EXPIRE)
    # In the order of the index that holds the few of them alone.
    for page in Page.objects.filter(live=True, expire_at__isnull=False).order_by("expire_at"):
        yield ScheduledItem(
            action=ScheduledAction.EXPIRE,
            page=page,
            due_at=page.expire_at,
            title=page.title,
            failure=failures.get(page.pk),
        )


def _failures(action: ScheduledAction) -> dict[int, PublishingFailure]:
    current = PublishingFailure.objects.current().filter(action=action)
    return {failure.page_id: failure for failure in current}


def unapproved_times() -> list[Unapproved]:
    """Texts under review with a go-live time, the earliest first: somebody has to act."""
    states = list(_states_in_review())
    pages = Page.objects.in_bulk([int(state.object_id) for state in states])
    versions = Revision.objects.filter(pk__in=[page.latest_revision_id for page in pages.values()])
    latest = {
        version.pk: version
        for version in versions.annotate(
            title=KeyTextTransform("title", "content"),
            go_live_at=KeyTextTransform("go_live_at", "content"),
        ).defer("content")
    }
    found = []
    for state in states:
        page = pages.get(int(state.object_id))
        revision = latest.get(page.latest_revision_id) if page else None
        if page is None or revision is None:
            continue
        go_live_at = parse_datetime(revision.go_live_at or "")
        if go_live_at:
            task = state.current_task_state.task if state.current_task_state else None
            title = revision.title or page.get_admin_display_title()
            found.append(Unapproved(page, title, go_live_at, task.name if task else ""))
    return sorted(found, key=attrgetter("go_live_at"))


def _states_in_review() -> QuerySet[WorkflowState]:
    return WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        status=WorkflowState.STATUS_IN_PROGRESS,
    ).select_related("current_task_state__task")
