"""Addresses and menu of the desk's figures in the admin."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry

from accounts.log_actions import tell_in_history
from accounts.requests import StaffRequest
from audience.counts.desk.access import LOAD, SEE_ALL, has_figures
from audience.counts.desk.past_views import (
    LOADED,
    REMOVED,
    LoadPastFiguresView,
    PastFiguresView,
    RemovePastFiguresView,
)
from audience.counts.desk.views import FiguresView


@hooks.register("register_admin_urls")
def register_figures_urls() -> list[URLPattern]:
    return [
        path("reports/figures/", FiguresView.as_view(), name="figures"),
        path("reports/figures/past/", PastFiguresView.as_view(), name="figures_past"),
        path("reports/figures/past/load/", LoadPastFiguresView.as_view(), name="figures_past_load"),
        path(
            "reports/figures/past/remove/",
            RemovePastFiguresView.as_view(),
            name="figures_past_remove",
        ),
    ]


class FiguresMenuItem(MenuItem):
    def is_shown(self, request: StaffRequest) -> bool:
        return has_figures(request.user)


@hooks.register("register_reports_menu_item")
def register_figures_menu_item() -> MenuItem:
    return FiguresMenuItem(
        _("Views"), reverse("figures"), name="figures", icon_name="view", order=85
    )


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    tell_in_history(
        actions,
        LOADED,
        _("Load figures of the past"),
        _("Loaded %(rows)s rows of figures of the past, %(views)s views in all"),
    )
    tell_in_history(
        actions,
        REMOVED,
        _("Take all loaded figures out"),
        _("Took out %(rows)s rows of figures of the past"),
    )


@hooks.register("register_permissions")
def register_figures_permissions() -> QuerySet[Permission]:
    names = [permission.partition(".")[2] for permission in (SEE_ALL, LOAD)]
    return Permission.objects.filter(content_type__app_label="audience", codename__in=names)
