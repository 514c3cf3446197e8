"""Reasons why a decision on a text is refused, each with its sentence."""

from django.core.exceptions import PermissionDenied
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision, TaskState, WorkflowState

from accounts.models import User
from editorial import rules
from news.moments.wording import format_relative


class DecisionRefused(PermissionDenied):
    """A decision that is not taken; its message is for the person who wanted it."""


class TooLate(DecisionRefused):
    """The text is not at that step any more."""


class NotYours(DecisionRefused):
    """The step is somebody else's to decide."""


class SecondPersonNeeded(DecisionRefused):
    """Nobody but the person who approves stands behind the text (`editorial.rules`, line 1)."""


def too_late(task_state: TaskState, user: User) -> TooLate:
    """What has become of the step that `user` wanted to decide on."""
    state: WorkflowState = task_state.workflow_state
    words = {
        "title": state.content_object.get_admin_display_title(),
        "step": task_state.task.name,
        "name": _("You")
        if task_state.finished_by == user
        else task_state.finished_by or _("Somebody"),
        "when": format_relative(task_state.finished_at) if task_state.finished_at else "",
    }
    match task_state.status:
        case TaskState.STATUS_APPROVED:
            told = _("The step “%(step)s” of “%(title)s” was approved already: %(name)s, %(when)s.")
        case TaskState.STATUS_REJECTED:
            told = _("“%(title)s” was sent back to its author already: %(name)s, %(when)s.")
        case _other:
            told = _("“%(title)s” was taken back from review: %(name)s, %(when)s.")
    return TooLate(told % words)


def not_yours(user: User, revision: Revision) -> NotYours:
    return NotYours(f"{why_not_yours(user, revision)} {who_approves_instead(revision)}".strip())


def why_not_yours(user: User, revision: Revision) -> str:
    """The reason that keeps `user` from deciding on the step; empty if none does."""
    page = revision.content_object
    task = page.current_workflow_task
    if task is None or rules.may_take_step(user, revision):
        return ""
    if not rules.reviews(user, task):
        return _("The step “%(step)s” is not for a group of yours.") % {"step": task.name}
    if rules.is_involved(user, revision):
        return _("You wrote, signed or submitted this text: somebody else approves it.")
    return _("You have approved an earlier step of this text: somebody else approves this one.")


def who_approves_instead(revision: Revision) -> str:
    """The colleagues who may, or the ways that are left where there is none."""
    page: Page = revision.content_object
    names = [str(person) for person in rules.who_may_approve(revision)]
    if names:
        return _("It can be approved by %(names)s.") % {"names": get_text_list(names, _("or"))}
    task = page.current_workflow_task
    return _(
        "Nobody else in “%(step)s” may approve it as it is. Send it back to its author with a "
        "word on what is missing, add a colleague to the group, or have a chief editor publish it "
        "in an emergency, with the reason on record."
    ) % {"step": task.name if task else ""}
