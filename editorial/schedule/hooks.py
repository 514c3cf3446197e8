"""Addresses, menu entry and buttons of the schedule in Wagtail's admin."""

from collections.abc import Iterator

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page

from accounts.models import User
from accounts.requests import StaffRequest
from editorial import rules
from editorial.schedule.moving import MoveView
from editorial.schedule.queries import hours_of, move_label, move_url
from editorial.schedule.views import ArrangeView, ScheduleView


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
