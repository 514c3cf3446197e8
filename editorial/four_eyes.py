"""Why somebody may not approve a text, and who may: said in words, in the page editor."""

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from wagtail.models import Revision

from accounts.models import User
from editorial import rules


def why_no_approval(user: User, revision: Revision) -> str:
    """The reason that bars a reviewer of the step; empty if none does."""
    if rules.is_party(user, revision):
        return _("You wrote, signed or submitted this text: somebody else approves it.")
    if rules.has_approved(user, revision):
        return _("You have approved an earlier step of this text: somebody else approves this one.")
    if rules.has_written(user, revision):
        return _(
            "You have written in this text since its last approval: somebody else approves it."
        )
    return ""


def who_approves_instead(revision: Revision) -> str:
    """The colleagues who may, or the ways that are left where there is none."""
    step = revision.content_object.current_workflow_task
    names = [str(person) for person in rules.who_may_approve(revision)]
    if names:
        return _("It can be approved by %(names)s.") % {
            "names": get_text_list(names, _("or")),
        }
    return _(
        "Nobody else in “%(step)s” may approve it as it stands. Send it back to its author with a "
        "word on what is missing, add a colleague to the group, or have a chief editor publish it "
        "in an emergency, with the reason on record."
    ) % {"step": step.name if step else ""}
