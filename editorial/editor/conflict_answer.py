"""The answer to a save that comes too late: both versions, field by field."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page, Revision

from accounts.requests import StaffRequest
from editorial.versions.canonical import Content
from editorial.versions.conflicts import describe_save, version_buttons
from editorial.versions.differences import differences
from editorial.versions.tokens import revision_from_token, token_from_form


def add_message(request: StaffRequest, page: Page, latest: Revision, is_approving: bool) -> None:
    """Say who has saved when, with links to the other version."""
    told = describe_save(latest, request.user)
    if is_approving:
        first = _("Changed since you read it: nothing was approved.")
        told = f"{first} {told}"
    keep = _(
        "Your text has not been saved yet: it is still in the form below. "
        "Save again to put it on top of the other version, which stays in the history."
    )
    opened = request.POST.get("loaded_revision_id", "")
    messages.error(request, f"{told} {keep}", buttons=version_buttons(latest, page, opened))


def context(request: StaffRequest, typed: Page, latest: Revision) -> dict[str, Any]:
    """Return what the template shows of both versions, field by field."""
    base = common_version(request, typed, latest)
    return {
        "differences": differences(typed, latest.as_object(), base),
        "differences_title": _("Two versions of this text"),
        "mine_label": _("Yours, as typed"),
        "theirs_label": _("The version saved meanwhile"),
    }


def common_version(request: StaffRequest, page: Page, latest: Revision) -> Content:
    """Return the version that both have begun with; empty if it is gone."""
    sent = request.POST
    if sent.get("overwrite_revision_id", "").isdecimal():
        # The window's own autosave, on top of which the other one has saved.
        own = page.revisions.filter(pk=sent["overwrite_revision_id"])
        base = own.exclude(pk=latest.pk).first()
    else:
        number, saved_at = (
            sent.get(name, "") for name in ("loaded_revision_id", "loaded_revision_created_at")
        )
        base = revision_from_token(page, token_from_form(number, saved_at))
    return base.content if base else {}
