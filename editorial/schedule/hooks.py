"""Where the schedule stands in Wagtail's admin."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import Page

from accounts.models import User
from accounts.requests import StaffRequest
from editorial import rules
from editorial.schedule import actions as rescheduling
from editorial.schedule.moving import MoveView
from editorial.schedule.queries import hours_of, move_label, move_url
from editorial.schedule.views import ArrangeView, ScheduleView
from news.moments.dates import moment


@hooks.register("register_admin_urls")
def register_schedule_urls() -> list[URLPattern]:
    item = "schedule/<str:action>/<int:page_id>"
    return [
        path("schedule/", ScheduleView.as_view(), name="editorial_schedule"),
        *[
            path(f"{item}/{verb}/", ArrangeView.as_view(verb=verb), name=f"editorial_{verb}_item")
            for verb in ("publish", "cancel", "retry")
        ],
        path(f"{item}/move/", MoveView.as_view(), name="editorial_move_item"),
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


@hooks.register("register_page_header_buttons")
def register_move_buttons(
    page: Page, user: User, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    if view_name == "edit" and rules.may_arrange_schedule(user):
        for action, due_at in hours_of(page):
            yield Button(
                move_label(action),
                move_url(page, action, due_at),
                icon_name="calendar-alt",
                priority=85,
            )


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

    @actions.register_action(rescheduling.MOVED)
    class Moved(LogFormatter):
        label = _("Move the hour")

        def format_message(self, log_entry: Any) -> str:
            told = (
                _("Moved the publication from %(old)s to %(new)s")
                if log_entry.data["field"] == "go_live_at"
                else _("Moved the withdrawal from %(old)s to %(new)s")
            )
            old, new = (parse_datetime(log_entry.data[name]) for name in ("from", "to"))
            return str(told) % {"old": moment(old), "new": moment(new)}
