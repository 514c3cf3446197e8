"""What a reviewer's decision has brought about, told in one sentence."""

from django.utils.translation import gettext as _
from wagtail.models import Page, WorkflowState

from news.moments.wording import spoken


def told(page_id: int) -> str:
    """Where the page stands after the decision, read from the database."""
    page = Page.objects.get(pk=page_id).specific
    title = page.get_admin_display_title()
    state = page.current_workflow_state
    if state and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        return _("“%(title)s” is sent back; its author is told.") % {"title": title}
    if state and state.current_task_state:
        step = state.current_task_state.task.name
        return _("“%(title)s” now waits for the step “%(step)s”.") % {"title": title, "step": step}
    scheduled = page.scheduled_revision
    if scheduled:
        when = spoken(scheduled.approved_go_live_at)
        return _("“%(title)s” is approved and goes live on %(when)s.") % {
            "title": title,
            "when": when,
        }
    if page.live:
        return _("“%(title)s” is approved and live.") % {"title": title}
    return _("“%(title)s” is approved.") % {"title": title}
