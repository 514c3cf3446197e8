"""Addresses and menu of the desk's figures in the admin."""

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from accounts.requests import StaffRequest
from audience.counts.desk.access import has_figures
from audience.counts.desk.views import FiguresView


@hooks.register("register_admin_urls")
def register_figures_urls() -> list[URLPattern]:
    return [
        path("reports/figures/", FiguresView.as_view(), name="figures"),
    ]


class FiguresMenuItem(MenuItem):
    def is_shown(self, request: StaffRequest) -> bool:
        return has_figures(request.user)


@hooks.register("register_reports_menu_item")
def register_figures_menu_item() -> MenuItem:
    return FiguresMenuItem(
        _("Views"), reverse("figures"), name="figures", icon_name="view", order=85
    )
