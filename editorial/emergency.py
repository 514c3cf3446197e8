"""The way past the workflow, for what cannot wait: chief editors only, with a reason on record."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.log_actions import log
from wagtail.models import Page, Revision, TaskState

from accounts.models import User
from editorial.conflicts import lock_page

EMERGENCY_ACTION = "editorial.publish_in_emergency"


class SavedSince(Exception):
    """There is a newer version than the one that was to be published."""


@transaction.atomic
def publish_in_emergency(page_id: int, user: User, reason: str, revision_id: int | None) -> Page:
    """Publish the latest version now and cancel the running workflow; nobody is sent anything.

    `revision_id` is the version that `user` has seen, None for a page that has none yet. A go-live
    time that lies ahead and an expiry time that has passed are dropped, since they contradict
    "now". Raises SavedSince, PermissionDenied, and ValidationError when the draft is incomplete.
    """
    lock_page(page_id)
    page = Page.objects.get(pk=page_id).specific
    if not page.permissions_for_user(user).can_publish_in_emergency():
        raise PermissionDenied
    if page.latest_revision_id != revision_id:
        raise SavedSince
    revision = _ready_now(page, user)
    _cancel_workflow(page, user, reason)
    PublishPageRevisionAction(revision, user=user).execute(skip_permission_checks=True)
    log(
        instance=page,
        action=EMERGENCY_ACTION,
        user=user,
        data={"reason": reason},
        revision=revision,
    )
    page.refresh_from_db()
    return page


def _ready_now(page: Page, user: User) -> Revision:
    """The latest version, or a copy of it without the times that would keep it from readers."""
    now = timezone.now()
    draft: Any = page.get_latest_revision_as_object()
    waits = draft.go_live_at is not None and draft.go_live_at > now
    is_over = draft.expire_at is not None and draft.expire_at <= now
    draft.go_live_at = None if waits else draft.go_live_at
    draft.expire_at = None if is_over else draft.expire_at
    draft.full_clean()
    latest = page.get_latest_revision()
    return draft.save_revision(user=user) if waits or is_over or latest is None else latest


def _cancel_workflow(page: Page, user: User, reason: str) -> None:
    state = page.current_workflow_state
    if state is None:
        return
    running = list(state.task_states.filter(status=TaskState.STATUS_IN_PROGRESS).values("pk"))
    state.cancel(user=user)
    # Wagtail cancels without a comment; the reason belongs into the workflow's history too.
    TaskState.objects.filter(pk__in=[row["pk"] for row in running]).update(comment=reason)
