"""Tags for the buttons of the workflow outside the editor's menu."""

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe
from wagtail.admin.action_menu import PageActionMenu
from wagtail.models import Page

from editorial import rules
from editorial.editor.approval_label import hour_to_come, what_approval_does
from editorial.urgent.correct_now import may_correct_now

register = template.Library()


@register.inclusion_tag("editorial/editor/approval_label.html", takes_context=True)
def approval_label(context: Context, page: Page) -> dict[str, object]:
    """Show the label of the button that approves, with its publication time."""
    hour = hour_to_come(page.go_live_at)
    words = what_approval_does(page, context["request"].user, hour)
    return {"words": words, "hour": hour.isoformat() if hour else ""}


@register.inclusion_tag("editorial/editor/correct_now_button.html", takes_context=True)
def correct_now_button(context: Context, page: Page) -> dict[str, object]:
    """Show the button of a live correction on every live page."""
    return {"page": page, "is_shown": may_correct_now(context["request"].user, page)}


@register.simple_tag
def submit_button(action_menu: PageActionMenu) -> SafeString:
    """Return the button that submits the text; empty if the user may not."""
    item = action_menu.context.get("submission")
    return mark_safe(item.render_html(action_menu.context)) if item else SafeString("")  # noqa: S308


@register.inclusion_tag("editorial/editor/review_banner.html", takes_context=True)
def review_banner(context: Context, action_menu: PageActionMenu, page: Page) -> dict[str, object]:
    """Show a reviewer the decisions about the text; nothing to others."""
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
def may_approve(action_menu: PageActionMenu) -> bool:
    """Whether the banner has the button that approves."""
    return any(item.name == "approve" for item in action_menu.context.get("decisions", []))
