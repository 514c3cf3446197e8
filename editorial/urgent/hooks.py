"""Emergency publication, live correction and review afterwards in Wagtail's admin."""

from collections.abc import Iterator

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets import Button
from wagtail.models import Page

from accounts.models import User
from accounts.requests import StaffRequest
from editorial import rules
from editorial.alerts.approving import urgent_for
from editorial.lives.acts import to_read
from editorial.urgent.afterwards import visible_to
from editorial.urgent.afterwards_views import (
    AfterwardsListView,
    AfterwardsPanel,
    AfterwardsView,
    has_list,
)
from editorial.urgent.correct_now_view import CorrectNowView
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
def remind_of_what_to_read_afterwards(request: StaffRequest, panels: list[Component]) -> None:
    waiting = visible_to(request.user).waiting().count() + len(urgent_for(request.user))
    waiting += len(to_read(request.user))
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
