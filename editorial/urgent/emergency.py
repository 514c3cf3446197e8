"""The way past the workflow, for what cannot wait: chief editors only, with a reason on record."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.log_actions import log
from wagtail.models import Page, Revision, TaskState

from accounts.models import User
from editorial.events.announcing import announce
from editorial.events.kinds import Event
from editorial.gates import evaluate
from editorial.urgent.afterwards import require_review
from editorial.urgent.models import UnreviewedKind
from editorial.versions.conflicts import lock_page

EMERGENCY_ACTION = "editorial.publish_in_emergency"
CLOSED_ACTION = "editorial.workflow_closed"


class StaleRevision(Exception):
    """There is a newer version than the one that was to be published."""


@transaction.atomic
def publish_in_emergency(page_id: int, user: User, reason: str, revision_id: int | None) -> Page:
    """Publish the latest version now, close the running workflow and ask for a reading afterwards.

    `revision_id` is the version that `user` has seen, None for a page that has none yet. A go-live
    time that lies ahead and an expiry time that has passed are dropped, since they contradict
    "now". Raises SavedSince, PermissionDenied, and ValidationError when the draft is incomplete.
    """
    lock_page(page_id)
    page = Page.objects.get(pk=page_id).specific
    if not page.permissions_for_user(user).can_publish_in_emergency():
        raise PermissionDenied
    if page.latest_revision_id != revision_id:
        raise StaleRevision
    live = page.live_revision if page.live else None
    revision = _ready_now(page, user)
    gone_past = evaluate.gate(revision, evaluate.final_transition(page), user)
    _close_workflow(page, user, reason)
    PublishPageRevisionAction(revision, user=user).execute(skip_permission_checks=True)
    log(
        instance=page,
        action=EMERGENCY_ACTION,
        user=user,
        data={"reason": reason},
        revision=revision,
    )
    evaluate.record_override(revision, gone_past, user, reason)
    require_review(revision, user, reason, UnreviewedKind.EMERGENCY, live)
    announce(Event.EMERGENCY, page, actor=user, reason=reason)
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


def _close_workflow(page: Page, user: User, reason: str) -> None:
    """End the running workflow with the reason, in its own history and in the page's."""
    state = page.current_workflow_state
    if state is None:
        return
    step = state.current_task_state
    running = list(state.task_states.filter(status=TaskState.STATUS_IN_PROGRESS).values("pk"))
    state.cancel(user=user)
    # Wagtail cancels without a comment.
    told = _("Closed by a publication in an emergency. Reason: %(reason)s") % {"reason": reason}
    TaskState.objects.filter(pk__in=[row["pk"] for row in running]).update(comment=told)
    log(
        instance=page,
        action=CLOSED_ACTION,
        user=user,
        data={
            "reason": reason,
            "workflow": state.workflow.name,
            "step": step.task.name if step else "",
        },
        revision=page.latest_revision,
    )
