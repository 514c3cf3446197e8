"""What the page editor sends with a decision on the text in its form, and says of a refusal."""

import json

from django.http import QueryDict
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page, Revision, TaskState

from accounts.models import User
from accounts.requests import StaffRequest
from editorial.versions.tokens import revision_token, token_from_form
from editorial.workflow.refusals import DecisionRefused, not_yours, too_late

# Holds what a reviewer's dialog has sent along with the form, as JSON.
DATA_FIELD = "workflow-action-extra-data"


def data_for_task(sent: QueryDict, latest: Revision) -> str:
    """Return the comment of a decision and the version that the form showed, as JSON."""
    if sent.get("overwrite_revision_id"):
        # Checked already: it is the window's own autosave, and the latest version.
        seen = revision_token(latest)
    else:
        seen = token_from_form(
            sent.get("loaded_revision_id", ""), sent.get("loaded_revision_created_at", "")
        )
    return json.dumps({"comment": comment_in(sent), "seen": seen})


def comment_in(sent: QueryDict) -> str:
    """Return the reviewer's comment; empty without one."""
    try:
        data = json.loads(sent.get(DATA_FIELD, ""))
    except ValueError:
        return ""
    return str(data.get("comment", "")) if isinstance(data, dict) else ""


def why_there_is_none(page: Page, user: User) -> DecisionRefused:
    """Return why a button that decides has saved a draft: the text has moved on meanwhile."""
    last = TaskState.objects.for_instance(page).order_by("started_at", "pk").last()
    if page.current_workflow_task is not None:
        return not_yours(user, page.get_latest_revision())
    if last is not None:
        return too_late(last, user)
    return DecisionRefused(_("This text is not under review."))


def tell_refusal(request: StaffRequest, refused: DecisionRefused, kept: str) -> None:
    """Say why nothing was decided, with the comment, which would be lost with its dialog."""
    messages.error(request, refusal_message(refused, kept, comment_in(request.POST)))


def refusal_message(refused: DecisionRefused, kept: str, comment: str) -> str:
    """Return one paragraph: the reason, what was kept, and the comment if there is one."""
    if comment:
        comment = _("Your comment was: “%(comment)s”") % {"comment": comment}
    return " ".join(filter(None, (str(refused), kept, comment)))
