"""Sentences on what a decision will bring about, and has brought about."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page, Revision, WorkflowState

from editorial.ui.seen import with_seen_line
from news.moments.wording import format_relative


def tell_outcome(request: HttpRequest, page_id: int) -> None:
    """Say where a page is after a decision, and whether readers get what was published."""
    told = outcome_message(page_id)
    page = Page.objects.get(pk=page_id)
    messages.success(request, with_seen_line(told, page, request) if is_out(page) else told)


def is_out(page: Page) -> bool:
    """Whether nothing of a page is under way: readers get what was decided."""
    return bool(page.live and not page.has_unpublished_changes)


def outcome_message(page_id: int) -> str:
    """Return the sentence on where a page is after a decision, read from the database."""
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
        when = format_relative(scheduled.approved_go_live_at)
        return _("“%(title)s” is approved and goes live on %(when)s.") % {
            "title": title,
            "when": when,
        }
    if page.live:
        return _("“%(title)s” is approved and live.") % {"title": title}
    return _("“%(title)s” is a draft: nothing of it goes out.") % {"title": title}


def timing_message(revision: Revision) -> str:
    """When readers would get this version, if it were let go out now."""
    moment = parse_datetime(str(revision.content.get("go_live_at") or ""))
    if moment and moment > timezone.now():
        return _("It goes live on %(when)s.") % {"when": format_relative(moment)}
    return _("It goes live at once.")


def button_label(revision: Revision, act: str) -> str:
    """The label of a button that lets a version go out: « Confirmer et publier »."""
    moment = parse_datetime(str(revision.content.get("go_live_at") or ""))
    if moment and moment > timezone.now():
        return act
    return _("%(act)s and publish") % {"act": act}
