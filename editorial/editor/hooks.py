"""The page editor's views, actions and content checker in Wagtail's admin."""

from typing import Any

from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.userbar import BaseItem, ContentCheckerItem
from wagtail.models import Page

from accounts.requests import StaffRequest
from editorial.editor.action_menu import (
    PublishInEmergencyMenuItem,
    end_nothing_by_the_large_button,
    put_beside_the_menu,
    say_what_is_decided,
)
from editorial.editor.viewset import NewsroomPageViewSet, page_viewset
from editorial.editor.workflow_action import ChangedSinceView

# Header, footer, breaking news and adverts of the readers' pages.
SURROUNDINGS = (".skip", ".alert", ".header", ".advert", ".footer")


@hooks.register("register_admin_viewset")
def register_page_viewset() -> NewsroomPageViewSet:
    return page_viewset


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [
        path(
            "pages/<int:page_id>/changed-since/<int:revision_id>/",
            ChangedSinceView.as_view(),
            name="changed_since",
        ),
    ]


@hooks.register("register_page_action_menu_item")
def register_emergency_action() -> ActionMenuItem:
    return PublishInEmergencyMenuItem()


@hooks.register("construct_page_action_menu")
def arrange_actions(
    menu_items: list[ActionMenuItem], request: StaffRequest, context: dict[str, Any]
) -> None:
    say_what_is_decided(menu_items, context)
    put_beside_the_menu(menu_items, context)
    end_nothing_by_the_large_button(menu_items)


@hooks.register("construct_wagtail_userbar")
def check_the_text_alone(request: StaffRequest, items: list[BaseItem], page: Page | None) -> None:
    """Leave out what surrounds the text: it is the same on all pages, and no writer mends it."""
    for item in items:
        if isinstance(item, ContentCheckerItem):
            item.axe_exclude = [*item.axe_exclude, *SURROUNDINGS]
