"""Whoever opens a text that was sent back reads at once what is to be changed."""

from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page, TaskState, WorkflowState

from accounts.requests import StaffRequest


@hooks.register("open_page_editor")
def say_what_is_to_be_changed(request: StaffRequest, page: Page) -> None:
    state = page.current_workflow_state
    if state is None or state.status != WorkflowState.STATUS_NEEDS_CHANGES:
        return
    refusal = (
        state.task_states.filter(status=TaskState.STATUS_REJECTED)
        .select_related("finished_by")
        .order_by("-finished_at", "-pk")
        .first()
    )
    if refusal is None or not refusal.comment:
        return
    told = (
        _("%(name)s asks for changes: %(comment)s")
        if refusal.finished_by
        else _("Changes are asked for: %(comment)s")
    )
    messages.warning(request, told % {"name": refusal.finished_by, "comment": refusal.comment})
