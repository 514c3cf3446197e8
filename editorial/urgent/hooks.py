"""Emergency publication, live correction and review afterwards in Wagtail's admin."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import Page

from accounts.models import User
from accounts.requests import StaffRequest
from editorial import rules
from editorial.alerts.approving import urgent_for
from editorial.urgent.afterwards import REVIEWED_ACTION, visible_to
from editorial.urgent.afterwards_views import (
    AfterwardsListView,
    AfterwardsPanel,
    AfterwardsView,
    has_list,
)
from editorial.urgent.correct_now import CORRECTED_ACTION
from editorial.urgent.correct_now_view import CorrectNowView
from editorial.urgent.emergency import CLOSED_ACTION, EMERGENCY_ACTION
from editorial.urgent.emergency_view import PublishInEmergencyView


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [
        path("read-afterwards/", AfterwardsListView.as_view(), name="read_afterwards"),
        path(
            "read-afterwards/<int:entry_id>/",
            AfterwardsView.as_view(),
            name="read_afterwards_entry",
        ),
        path(
            "pages/<int:page_id>/emergency/",
            PublishInEmergencyView.as_view(),
            name="publish_in_emergency",
        ),
        path("pages/<int:page_id>/correct/", CorrectNowView.as_view(), name="correct_now"),
    ]


class AfterwardsMenuItem(MenuItem):
    def is_shown(self, request: StaffRequest) -> bool:
        return has_list(request)


@hooks.register("register_admin_menu_item")
def register_afterwards_menu_item() -> MenuItem:
    return AfterwardsMenuItem(
        _("To read afterwards"),
        reverse("read_afterwards"),
        name="read-afterwards",
        icon_name="glasses",
        order=130,
    )


@hooks.register("construct_homepage_panels")
def remind_of_what_to_read_afterwards(request: StaffRequest, panels: list[Any]) -> None:
    waiting = visible_to(request.user).waiting().count() + len(urgent_for(request.user))
    if waiting:
        panels.append(AfterwardsPanel(waiting))


@hooks.register("register_page_header_buttons")
def register_emergency_button(
    page: Page, user: User, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    # A plain page, as Wagtail makes one in an empty site, has Wagtail's permissions alone.
    if view_name != "edit" or not rules.needs_approval(page.specific_class):
        return
    if page.permissions_for_user(user).can_publish_in_emergency():
        yield Button(
            _("Publish now in an emergency"),
            reverse("publish_in_emergency", args=[page.pk]),
            icon_name="warning",
            priority=90,
        )


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    @actions.register_action(EMERGENCY_ACTION)
    class PublishedInEmergency(LogFormatter):
        label = _("Publish in an emergency")

        def format_message(self, log_entry: Any) -> str:
            return _("Published in an emergency, without approval. Reason: %(reason)s") % {
                "reason": log_entry.data["reason"]
            }

    @actions.register_action(CORRECTED_ACTION)
    class CorrectedAtOnce(LogFormatter):
        label = _("Correct at once")

        def format_message(self, log_entry: Any) -> str:
            return _("Corrected at once, without approval. Reason: %(reason)s") % {
                "reason": log_entry.data["reason"]
            }

    @actions.register_action(CLOSED_ACTION)
    class WorkflowClosed(LogFormatter):
        label = _("Workflow closed by a publication in an emergency")

        def format_message(self, log_entry: Any) -> str:
            return _(
                "Workflow “%(workflow)s” closed at the step “%(step)s” by a publication in an "
                "emergency. Reason: %(reason)s"
            ) % {name: log_entry.data[name] for name in ("workflow", "step", "reason")}

    @actions.register_action(REVIEWED_ACTION)
    class ReadAfterwards(LogFormatter):
        label = _("Read afterwards")

        def format_message(self, log_entry: Any) -> str:
            note = log_entry.data["note"]
            if not note:
                return str(_("Read after its publication in an emergency."))
            return _("Read after its publication in an emergency: %(note)s") % {"note": note}
