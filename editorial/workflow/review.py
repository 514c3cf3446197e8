"""Versions of a review: which one it judges, an approval covers, and nobody rewrites."""

from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, Revision, TaskState, WorkflowState

from accounts.models import User
from editorial.versions.merging import same_schedule, same_text
from editorial.versions.tokens import revision_from_token
from editorial.workflow import history


class UnseenRevision(PermissionDenied):
    """The text is not the one that its approver has read."""


class RecordIsFixed(PermissionDenied):
    """A version that was judged, scheduled or published is not rewritten."""


def has_seen(user: User, seen: Revision | None, latest: Revision) -> bool:
    """Whether `user`, who looked at the version `seen`, knows what `latest` would publish.

    They know what they have written on top of it, and an hour that they have set; nobody else's.
    """
    if seen is None:
        return False
    if latest.user_id == user.pk:
        later = latest.content_object.revisions.filter(created_at__gt=seen.created_at)
        if not later.exclude(user=user).exists():
            return True
    return same_text(seen.content, latest.content) and (
        same_schedule(seen.content, latest.content) or latest.user_id == user.pk
    )


def refuse_unseen(task_state: TaskState, user: User, seen_token: object) -> None:
    """Raise UnseenRevision unless `user` has read the text that an approval would cover now."""
    page = task_state.workflow_state.content_object
    latest = page.get_latest_revision()
    if latest is None or not has_seen(user, revision_from_token(page, seen_token), latest):
        raise UnseenRevision


def approved_revision(state: WorkflowState) -> Revision:
    """The version that the last approver of a workflow has seen.

    Raises PermissionDenied where the workflow ended without an approval of its last step: a step
    that an administrator has taken away approves nothing.
    """
    step = TaskState.objects.filter(pk=state.current_task_state_id).first()
    if step is None or step.status != TaskState.STATUS_APPROVED:
        raise PermissionDenied
    return step.revision


def follow_the_newest_version(page: Page) -> None:
    """Have the step under way judge the newest version, after a save.

    Approvals that were given stay with the version that was read.
    """
    running = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS, workflow_state__in=page.workflow_states.active()
    )
    running.update(revision=page.latest_revision)


def undo_outdated_approvals(state: WorkflowState, user: User | None) -> None:
    """Undo approvals of other texts of this round, as a text is submitted again."""
    page = state.content_object.specific
    latest = page.get_latest_revision()
    given = state.task_states.filter(status=TaskState.STATUS_APPROVED)
    for approval in given.select_related("revision", "task", "finished_by"):
        if same_text(approval.revision.content, latest.content):
            continue
        step = approval.task.name
        comment = _("Changed after the approval of “%(step)s”, which is asked again.")
        given.filter(pk=approval.pk).update(
            status=TaskState.STATUS_CANCELLED, comment=comment % {"step": step}
        )
        log(
            instance=page,
            action=history.UNDONE,
            user=user,
            revision=latest,
            data={"step": step, "approver": str(approval.finished_by or "")},
        )


def refuse_to_rewrite(revision: Revision, update_fields: Collection[str] | None) -> None:
    """Raise RecordIsFixed before the save of a version that others have acted upon.

    Autosave writes over the version that its window made. Once that version has been submitted,
    approved, scheduled or published it is no longer the window's alone.
    """
    if revision.pk is None or (update_fields is not None and "content" not in update_fields):
        return
    stored = Revision.objects.filter(pk=revision.pk).first()
    if stored and is_on_record(stored) and stored.content != revision.content:
        raise RecordIsFixed(_("This version was submitted or published: it stays as it is."))


def is_on_record(revision: Revision) -> bool:
    """Return whether somebody has judged, scheduled or published this version."""
    return (
        revision.approved_go_live_at is not None
        or TaskState.objects.filter(revision=revision)
        .exclude(status=TaskState.STATUS_IN_PROGRESS)
        .exists()
        or Page.objects.filter(live_revision=revision).exists()
    )
