"""Where the schedule stands in Wagtail's admin."""

from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.log_actions import LogActionRegistry, LogFormatter

from accounts.requests import StaffRequest
from editorial import rescheduling, rules
from editorial.schedule import failures_count
from editorial.views.schedule import ArrangeView, ScheduleView
from jobs import health


@hooks.register("register_admin_urls")
def register_schedule_urls() -> list[URLPattern]:
    item = "schedule/<str:action>/<int:page_id>"
    return [
        path("schedule/", ScheduleView.as_view(), name="editorial_schedule"),
        *[
            path(f"{item}/{verb}/", ArrangeView.as_view(verb=verb), name=f"editorial_{verb}_item")
            for verb in ("publish", "cancel", "retry")
        ],
    ]


class ScheduleMenuItem(MenuItem):
    def is_shown(self, request: StaffRequest) -> bool:
        return rules.may_see_schedule(request.user)


@hooks.register("register_admin_menu_item")
def register_schedule_menu_item() -> MenuItem:
    return ScheduleMenuItem(
        _("Schedule"),
        reverse("editorial_schedule"),
        name="schedule",
        icon_name="calendar-alt",
        order=115,
    )


class ClockPanel(Component):
    """Whether the clock ticks, and what it could not publish: red as soon as somebody must act."""

    name = "clock"
    order = 50
    template_name = "editorial/schedule/clock_panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {
            "late": health.clock_is_late(),
            "sentence": health.clock_sentence(),
            "failures": failures_count(),
            "url": reverse("editorial_schedule"),
        }


@hooks.register("construct_homepage_panels")
def show_the_clock(request: StaffRequest, panels: list[Component]) -> None:
    if rules.may_see_schedule(request.user):
        panels.append(ClockPanel())


@hooks.register("register_log_actions")
def register_schedule_log_actions(actions: LogActionRegistry) -> None:
    @actions.register_action(rescheduling.RETRIED)
    class Retried(LogFormatter):
        label = _("Try a scheduled publication again")
        message = _("Asked the clock to try again at once")

    @actions.register_action(rescheduling.EXPIRY_CANCELLED)
    class ExpiryCancelled(LogFormatter):
        label = _("Cancel an expiry")
        message = _("Took the expiry time away: the page stays online")
