"""The pages of the menus, and the check of the session before a form is sent."""

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
    """Lists the entries of a menu at the address above them."""

    template_name = "editorial/shell/menu_page.html"
    menu: Menu = reports_menu

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
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
    """Return the CSRF token that a form must have, and what would prevent the save.

    A user who has been signed out is redirected to the sign-in page, as everywhere in the admin.
    """
    data = {"token": get_token(request)}
    if disk.is_full():
        data["obstacle"] = "disk-full"
    return JsonResponse(data)


@hooks.register("insert_global_admin_js")
def add_kept_text_script() -> str:
    """Load the script that keeps unsaved text, which also runs on the page after a save."""
    return format_html('<script type="module" src="{}"></script>', static("js/admin/kept-text.js"))


@hooks.register("insert_editor_js")
def add_session_check_script() -> str:
    return format_html(
        '<script type="module" src="{}"></script>', static("js/admin/still-watching.js")
    )


@hooks.register("register_admin_urls")
def register_session_check() -> list[URLPattern]:
    return [path("signed-in/", still_signed_in, name="signed_in")]
