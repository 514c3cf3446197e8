"""Where the arranging of la Une stands in Wagtail's admin."""

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from accounts.requests import StaffRequest
from editorial import rules
from editorial.views.front_page import (
    ArrangeFrontPageView,
    CancelVersionView,
    GoBackView,
    PreviewFrontPageView,
)


@hooks.register("register_admin_urls")
def register_front_page_urls() -> list[URLPattern]:
    version = "une/<int:version_id>"
    return [
        path("une/", ArrangeFrontPageView.as_view(), name="front_page_desk"),
        path("une/apercu/", PreviewFrontPageView.as_view(), name="front_page_preview"),
        path(f"{version}/revenir/", GoBackView.as_view(), name="front_page_go_back"),
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
