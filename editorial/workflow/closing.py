"""Ending the workflow of a page before its last approval."""

from django.utils.translation import gettext as _
from wagtail.models import Page, Revision, TaskState, WorkflowState

from accounts.models import User
from editorial.versions.merging import same_text


def close_workflow(page: Page, user: User | None, comment: str) -> WorkflowState | None:
    """Cancel the workflow that `page` is in, and return it; None if there is none.

    comment: the reason, kept with the steps under way; Wagtail cancels without one.
    """
    state: WorkflowState | None = page.current_workflow_state
    if state is None:
        return None
    running = state.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
    steps = list(running.values_list("pk", flat=True))
    state.cancel(user=user)
    TaskState.objects.filter(pk__in=steps).update(comment=comment)
    return state


def close_review_of_published(page: Page, revision: Revision | None) -> None:
    """Close the workflow of a page whose text was published past it.

    A newer draft that is under review stays there.
    """
    if page.current_workflow_state is None or revision is None:
        return
    latest = page.get_latest_revision()
    if latest is not None and same_text(revision.content, latest.content):
        close_workflow(page, None, _("Closed: this text has been published."))
