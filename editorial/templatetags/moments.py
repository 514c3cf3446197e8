"""Points in time in the desk's words (`news.moments.wording`)."""

from datetime import datetime
from typing import Any

from django import template
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from wagtail.models import Page, WorkflowState

from editorial import rules
from editorial.schedule.queries import hours_of, move_label, move_url
from news.moments import wording

register = template.Library()
register.filter("format_moment", wording.format_moment)
register.filter("format_relative", wording.format_relative)
register.filter("distance", wording.distance)
register.filter("short", wording.short)
register.filter("hour", wording.hour)
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


@register.filter
def moment_of(kept: str) -> datetime | None:
    """A moment that was kept as text."""
    return parse_datetime(kept)


@register.simple_tag(takes_context=True)
def hours_to_move(context: dict[str, Any], page: object) -> list[dict[str, str]]:
    """The hours of `page` that the person may move, each with its address and label.

    None for whatever else has a status panel, as an alert.
    """
    if (
        not isinstance(page, Page)
        or not page.pk
        or not rules.may_arrange_schedule(context["request"].user)
    ):
        return []
    return [
        {"url": move_url(page, action, due_at), "label": move_label(action)}
        for action, due_at in hours_of(page)
    ]


@register.simple_tag(takes_context=True)
def may_approve_from_here(context: dict[str, Any], page: Page) -> bool:
    """Whether the person may approve the text as it stands in the editor."""
    latest = page.get_latest_revision() if page.pk else None
    return latest is not None and rules.may_approve(context["request"].user, latest)
