"""The pages that stand for a menu, and what a form asks before it is sent."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin.menu import Menu, reports_menu, settings_menu

from delivery import disk
from editorial.ui.pages import DeskPageMixin


class MenuPageView(DeskPageMixin, TemplateView):
    """The entries of a menu as a page, for whoever goes up one step in the address."""

    template_name = "editorial/shell/menu_page.html"
    menu: Menu = reports_menu

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        items = sorted(self.menu.menu_items_for_request(request), key=lambda item: item.order)
        if not items:
            raise PermissionDenied
        return self.render_to_response(self.get_context_data(items=items))


@hooks.register("register_admin_urls")
def register_menu_pages() -> list[URLPattern]:
    pages = (
        ("reports", reports_menu, _("Reports"), "site"),
        ("settings", settings_menu, _("Settings"), "cogs"),
    )
    return [
        path(
            f"{name}/",
            MenuPageView.as_view(menu=menu, page_title=title, header_icon=icon),
            name=f"{name}_menu",
        )
        for name, menu, title, icon in pages
    ]


def still_signed_in(request: HttpRequest) -> JsonResponse:
    """Asked before a form is sent, with the token that the form must carry.

    With it, what would stop the save. Whoever has been signed out is led to the sign-in page, as
    everywhere in the admin.
    """
    told = {"token": get_token(request)}
    if disk.is_full():
        told["obstacle"] = "disk-full"
    return JsonResponse(told)


@hooks.register("insert_global_admin_js")
def add_keeper_of_texts() -> str:
    """On every page: the one that follows a save drops the copy of what was saved."""
    return format_html('<script type="module" src="{}"></script>', static("js/admin/kept-text.js"))


@hooks.register("insert_editor_js")
def add_watch() -> str:
    return format_html(
        '<script type="module" src="{}"></script>', static("js/admin/still-watching.js")
    )


@hooks.register("register_admin_urls")
def register_session_check() -> list[URLPattern]:
    return [path("signed-in/", still_signed_in, name="signed_in")]
