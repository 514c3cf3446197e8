"""What the page editor says as it is opened; it opens while nothing can be saved as well."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.ui.editing_sessions import EditingSessionsModule
from wagtail.models import Page, Revision

from accounts.requests import StaffRequest
from editorial import rules
from editorial.schedule.queries import move_label, move_url
from editorial.versions.conflicts import describe_scheduled_version
from editorial.workflow.refusals import who_approves_instead, why_not_yours

# No session has this number. The first question that reaches the database begins a new one.
NOT_BEGUN = 0


def explain_missing_approval(request: StaffRequest, latest: Revision | None) -> None:
    """Say why a reviewer has no button that approves, and who has."""
    if latest is None or not rules.may_send_back(request.user, latest):
        return
    reason = why_not_yours(request.user, latest)
    if reason:
        messages.info(request, f"{reason} {who_approves_instead(latest)}")


def explain_schedule(
    request: StaffRequest, page: Page, scheduled: Revision | None, latest: Revision
) -> None:
    """Say that what is written here leaves the version alone that waits for its hour."""
    if scheduled is None or not page.has_drafts_beside_schedule:
        return
    buttons = []
    if scheduled.approved_go_live_at < timezone.now() and rules.may_see_schedule(request.user):
        buttons.append(messages.button(reverse("editorial_schedule"), _("See the schedule")))
    if latest != scheduled:
        args = [page.pk, scheduled.pk, latest.pk]
        url = reverse("wagtailadmin_pages:revisions_compare", args=args)
        buttons.append(messages.button(url, _("Compare with the scheduled version")))
    if rules.may_arrange_schedule(request.user):
        url = move_url(page, "publish", scheduled.approved_go_live_at)
        buttons.append(messages.button(url, move_label("publish")))
    if page.permissions_for_user(request.user).can_unschedule():
        url = reverse("wagtailadmin_pages:revisions_unschedule", args=[page.pk, scheduled.pk])
        buttons.append(messages.button(url, _("Cancel scheduled publish")))
    messages.info(request, describe_scheduled_version(scheduled), buttons=buttons)


def session_not_begun(page: Page, latest_saved_at: str) -> EditingSessionsModule:
    """Return what shows who has the page open, for a page of which that cannot be noted."""
    model = Page._meta
    return EditingSessionsModule(
        None,
        reverse(
            "wagtailadmin_editing_sessions:ping",
            args=[model.app_label, model.model_name, page.pk, NOT_BEGUN],
        ),
        reverse("wagtailadmin_editing_sessions:release", args=[NOT_BEGUN]),
        [],
        page.latest_revision_id,
        latest_saved_at,
    )
