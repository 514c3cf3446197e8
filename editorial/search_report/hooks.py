"""Registers the report of readers' searches in Wagtail's admin."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from accounts.requests import StaffRequest
from editorial.search_report.views import REPORTS, USUAL

PERMISSION = "search.view_searchcount"


@hooks.register("register_admin_urls")
def register_search_report_urls() -> list[URLPattern]:
    addresses = zip(("", "without-result/", "opened/"), REPORTS, strict=True)
    patterns = []
    for address, view in addresses:
        begin = f"reports/searches/{address}<int:days>/"
        patterns += [
            path(begin, view.as_view(), name=view.name),
            path(f"{begin}results/", view.as_view(results_only=True), name=f"{view.name}_results"),
        ]
    return patterns


class SearchReportMenuItem(MenuItem):
    def is_shown(self, request: StaffRequest) -> bool:
        return bool(request.user.has_perm(PERMISSION))


@hooks.register("register_reports_menu_item")
def register_search_report_menu_item() -> MenuItem:
    return SearchReportMenuItem(
        _("Searches of readers"),
        reverse("searches", args=[USUAL]),
        name="searches",
        icon_name="search",
        order=90,
    )


@hooks.register("register_permissions")
def register_search_report_permission() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="search", codename="view_searchcount")
