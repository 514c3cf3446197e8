"""Registers the pages of la Une, their menu entry and buttons in Wagtail's admin."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page

from accounts.models import User
from accounts.requests import StaffRequest
from editorial import rules
from editorial.front_page.views import (
    ArrangeFrontPageView,
    CancelVersionView,
    LivePreviewView,
    PreviewFrontPageView,
    RestoreVersionView,
)
from news.models import ArticlePage


@hooks.register("register_admin_urls")
def register_front_page_urls() -> list[URLPattern]:
    version = "une/<int:version_id>"
    return [
        path("une/", ArrangeFrontPageView.as_view(), name="front_page_desk"),
        path("une/apercu/", PreviewFrontPageView.as_view(), name="front_page_preview"),
        path("une/image/", LivePreviewView.as_view(), name="front_page_picture"),
        path(f"{version}/revenir/", RestoreVersionView.as_view(), name="front_page_go_back"),
        path(f"{version}/annuler/", CancelVersionView.as_view(), name="front_page_cancel"),
    ]


class FrontPageMenuItem(MenuItem):
    def is_shown(self, request: StaffRequest) -> bool:
        return rules.may_arrange_front_page(request.user)


@hooks.register("register_admin_menu_item")
def register_front_page_menu_item() -> MenuItem:
    return FrontPageMenuItem(
        _("La Une"), reverse("front_page_desk"), name="la-une", icon_name="home", order=110
    )


def may_pin(user: User, page: Page) -> bool:
    """Whether the user may put the live article `page` on la Une from its lists and editor."""
    return bool(
        page.specific_class is ArticlePage and page.live and rules.may_arrange_front_page(user)
    )


def pin_button(page: Page) -> Button:
    address = f"{reverse('front_page_desk')}?{urlencode({'article': page.pk})}"
    return Button(_("Put on la Une"), address, icon_name="home", priority=3)


@hooks.register("register_page_listing_more_buttons")
def register_pin_in_lists(page: Page, user: User, next_url: str | None = None) -> Iterator[Button]:
    if may_pin(user, page):
        yield pin_button(page)


@hooks.register("register_page_header_buttons")
def register_pin_in_the_editor(
    page: Page, user: User, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    if view_name == "edit" and may_pin(user, page):
        yield pin_button(page)
