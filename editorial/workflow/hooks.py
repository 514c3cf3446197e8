"""Where corrections by reviewers and their confirmation hang on to Wagtail's admin."""

from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import Page

from accounts.requests import StaffRequest
from editorial import rules
from editorial.workflow import own_change
from editorial.workflow.confirming import request_on
from editorial.workflow.deciding import ALONE_ACTION
from editorial.workflow.views import ConfirmChangeView, OwnChangeView, to_confirm_panel


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [
        path("pages/<int:page_id>/own-change/", OwnChangeView.as_view(), name="own_change"),
        path("confirm/<int:request_id>/", ConfirmChangeView.as_view(), name="confirm_change"),
    ]


@hooks.register("construct_homepage_panels")
def show_what_is_to_be_confirmed(request: StaffRequest, panels: list[Any]) -> None:
    panel = to_confirm_panel(request)
    if panel:
        panels.append(panel)


@hooks.register("before_edit_page")
def point_to_the_confirmation(request: StaffRequest, page: Page) -> None:
    """Who opens a text that waits for a confirmation is led to it."""
    if request.method != "GET" or "application/json" in request.headers.get("Accept", ""):
        return
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


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    for action, label, message in (
        (
            own_change.ASKED_ACTION,
            gettext_lazy("Ask for a confirmation"),
            gettext_lazy("Asked another reviewer to confirm a change"),
        ),
        (
            own_change.CONFIRMED_ACTION,
            gettext_lazy("Confirm a change"),
            gettext_lazy("Confirmed the change of another reviewer"),
        ),
        (
            own_change.FORM_ACTION,
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
