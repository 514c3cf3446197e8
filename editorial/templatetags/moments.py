"""Points in time in the desk's words (`news.moments.wording`)."""

from django import template
from django.utils.translation import gettext as _
from wagtail.models import Page, WorkflowState

from news.moments import wording

register = template.Library()
register.filter("dated", wording.dated)
register.filter("spoken", wording.spoken)
register.filter("distance", wording.distance)
register.simple_tag(wording.zone_name)


@register.simple_tag
def who_must_act(page: Page) -> str:
    """Whose turn it is, for a text whose time means nothing until it is approved."""
    state = page.current_workflow_state if page.pk else None
    if state is None:
        return _("Submit it for review first.")
    if state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        return _("It was sent back: correct it and submit it again.")
    if state.current_task_state is None:
        return ""
    return _("It waits for: %(step)s.") % {"step": state.current_task_state.task.name}
