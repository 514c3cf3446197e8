"""Filters and tags that format times (`news.moments.wording`)."""

from datetime import datetime

from django import template
from django.template import Context
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
    """Return who must act before the publication time of a text counts."""
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
    """Parse a time that was stored as text."""
    return parse_datetime(kept)


@register.simple_tag(takes_context=True)
def hours_to_move(context: Context, page: object) -> list[dict[str, str]]:
    """Return the times of `page` that the user may move, each with its address and label.

    There are none for other objects with a status panel, as alerts.
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
def may_approve_from_here(context: Context, page: Page) -> bool:
    """Whether the user may approve the text as it is in the editor."""
    latest = page.get_latest_revision() if page.pk else None
    return latest is not None and rules.may_approve(context["request"].user, latest)
