"""Where corrections by reviewers and their confirmation hang on to Wagtail's admin."""

from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import Page

from accounts.requests import StaffRequest
from editorial import rules
from editorial.confirmation import own_change
from editorial.confirmation.confirming import request_on
from editorial.confirmation.views import (
    ConfirmChangeView,
    OwnChangeView,
    ReviewChangesView,
    to_confirm_panel,
)
from editorial.versions.authorship import as_submitted
from editorial.versions.merging import same_text
from editorial.workflow.confirmations import ASKED_ACTION
from editorial.workflow.deciding import ALONE_ACTION
from editorial.workflow.form_correction import FORM_ACTION


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [
        path(
            "pages/<int:page_id>/review-changes/",
            ReviewChangesView.as_view(),
            name="review_changes",
        ),
        path("pages/<int:page_id>/own-change/", OwnChangeView.as_view(), name="own_change"),
        path("confirm/<int:request_id>/", ConfirmChangeView.as_view(), name="confirm_change"),
    ]


@hooks.register("construct_homepage_panels")
def show_what_is_to_be_confirmed(request: StaffRequest, panels: list[Any]) -> None:
    panel = to_confirm_panel(request)
    if panel:
        panels.append(panel)


@hooks.register("open_page_editor")
def point_to_the_confirmation(request: StaffRequest, page: Page) -> None:
    """Who opens a text that waits for a confirmation is led to it."""
    waiting = request_on(page)
    if waiting is None:
        return
    if waiting.asked_by == request.user:
        messages.info(request, _("Your change waits for another reviewer to confirm it."))
    elif rules.may_confirm(request.user, waiting):
        url = reverse("confirm_change", args=[waiting.pk])
        messages.warning(
            request,
            _("%(name)s has changed this text and asks for a confirmation.")
            % {"name": waiting.asked_by},
            buttons=[messages.button(url, _("See the change and confirm it"))],
        )


@hooks.register("open_page_editor")
def show_what_reviewers_have_changed(request: StaffRequest, page: Page) -> None:
    """Who takes the next step reads the text with the changes of the steps before marked."""
    if not rules.reviews_any_step(request.user, page):
        return
    submitted, latest = as_submitted(page), page.get_latest_revision()
    if submitted is None or same_text(submitted.content, latest.content):
        return
    people = page.revisions.filter(created_at__gt=submitted.created_at).exclude(user=None)
    names = {str(version.user) for version in people.select_related("user").defer("content")}
    url = reverse("review_changes", args=[page.pk])
    messages.info(
        request,
        _("Changed during the review by %(names)s.")
        % {"names": get_text_list(sorted(names), _("and"))},
        buttons=[messages.button(url, _("See the changes"))],
    )


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    for action, label, message in (
        (
            ASKED_ACTION,
            gettext_lazy("Ask for a confirmation"),
            gettext_lazy("Asked another reviewer to confirm a change"),
        ),
        (
            own_change.CONFIRMED_ACTION,
            gettext_lazy("Confirm a change"),
            gettext_lazy("Confirmed the change of another reviewer"),
        ),
        (
            FORM_ACTION,
            gettext_lazy("Correction of form"),
            gettext_lazy("Let a correction of form go out, to be read afterwards"),
        ),
        (
            own_change.TAKEN_BACK_ACTION,
            gettext_lazy("Take a change back"),
            gettext_lazy("Took back a change made during the review"),
        ),
        (
            ALONE_ACTION,
            gettext_lazy("Published alone"),
            gettext_lazy("Published by its author: nobody else has read it"),
        ),
    ):
        actions.register_action(action, label, message)

    @actions.register_action(own_change.DECLINED_ACTION)
    class Declined(LogFormatter):
        label = gettext_lazy("Do not confirm a change")

        def format_message(self, log_entry: Any) -> str:
            return _("Did not confirm a change: %(note)s") % {"note": log_entry.data["note"]}
