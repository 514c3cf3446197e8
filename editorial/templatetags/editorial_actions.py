"""The buttons that move a text on, outside the menu of the editor."""

from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page

from editorial import rules
from editorial.editor.approval_label import hour_to_come, what_approval_does
from editorial.urgent.correct_now import may_correct_now

register = template.Library()


@register.inclusion_tag("editorial/editor/approval_label.html", takes_context=True)
def approval_label(context: Context, page: Page) -> dict[str, Any]:
    """The words on the button that approves, with the hour that they tell."""
    hour = hour_to_come(page)
    words = what_approval_does(page, context["request"].user)
    return {"words": words, "hour": hour.isoformat() if hour else ""}


@register.inclusion_tag("editorial/editor/correct_now_button.html", takes_context=True)
def correct_now_button(context: Context, page: Page) -> dict[str, Any]:
    """The way to a typing error that readers see, on every page that is online."""
    return {"page": page, "is_shown": may_correct_now(context["request"].user, page)}


@register.simple_tag
def submit_button(action_menu: Any) -> SafeString:
    """The button that submits the text, empty where nobody submits it."""
    item = action_menu.context.get("submission")
    return mark_safe(item.render_html(action_menu.context)) if item else SafeString("")  # noqa: S308


@register.inclusion_tag("editorial/editor/review_banner.html", takes_context=True)
def review_banner(context: Context, action_menu: Any, page: Page) -> dict[str, Any]:
    """What a reviewer decides about the text, nothing for others."""
    decisions = action_menu.context.get("decisions", [])
    return {
        "request": context["request"],
        "page": page,
        "decisions": decisions,
        "may_approve": may_approve(action_menu),
        "task_state": page.current_workflow_task_state if decisions else None,
        "is_last": bool(decisions) and rules.ends_review(page.current_workflow_state),
    }


@register.filter
def may_approve(action_menu: Any) -> bool:
    """Whether the banner has the button that approves."""
    return any(item.name == "approve" for item in action_menu.context.get("decisions", []))
