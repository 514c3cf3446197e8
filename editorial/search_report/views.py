"""The three lists of the report: searches, searches without result, results opened."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.http import Http404, HttpRequest
from django.template import Context
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.admin.views.reports import ReportView
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.permission_policies import ModelPermissionPolicy

from accounts.requests import StaffRequest
from editorial.ui.pages import DeskPageMixin
from jobs.listings import not_a_formula
from search import report
from search.models import SearchCount, Synonyms

PERIODS = (7, 30, 90)
USUAL = 30
TEXT = {"csv": not_a_formula}
# Takes days, order and words of the search, and returns the rows of a report.
Rows = Callable[[int, str, str], list[Any]]


class SearchColumn(Column):
    """Shows the words searched, linked to their results."""

    cell_template_name = "editorial/search_report/search_cell.html"


class MendableColumn(SearchColumn):
    """Adds links to promote a result or name a synonym."""

    def get_cell_context_data(self, instance: Any, parent_context: Context) -> dict[str, object]:
        context: dict[str, object] = super().get_cell_context_data(instance, parent_context)
        user = parent_context["request"].user
        return context | {
            "may_promote": ModelPermissionPolicy(SearchPromotion).user_has_permission(user, "add"),
            "may_name": ModelPermissionPolicy(Synonyms).user_has_permission(user, "add"),
        }


class ResultColumn(Column):
    cell_template_name = "editorial/search_report/result_cell.html"


class PlaceColumn(Column):
    cell_template_name = "editorial/search_report/place_cell.html"


class SearchReport(DeskPageMixin, ReportView):
    request: StaffRequest
    page_title = _("Searches of readers")
    header_icon = "search"
    template_name = "editorial/search_report/report.html"
    results_template_name = "editorial/search_report/results.html"
    permission_policy = ModelPermissionPolicy(SearchCount)
    permission_required = "view"
    is_searchable = True
    paginate_by = 50
    name = ""
    rows: Rows
    list_export: ClassVar[list[str]] = ["text", "times", "found", "empty", "clicks", "last"]
    export_headings: ClassVar[dict[str, object]] = {
        "text": _("Words searched"),
        "times": _("Searches"),
        "found": _("Results"),
        "empty": _("Without result"),
        "clicks": _("Clicks"),
        "last": _("Last time"),
    }
    custom_field_preprocess: ClassVar[dict[str, object]] = {"text": TEXT, "title": TEXT}

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.days: int = kwargs.get("days", USUAL)
        if self.days not in PERIODS:
            raise Http404
        self.export_filename = f"recherches-{self.days}-jours"

    def get_queryset(self) -> list[Any]:
        return self.rows(self.days, self.ordering, self.search_query or "")

    def get_index_url(self) -> str:
        return reverse(self.name, args=[self.days])

    def get_index_results_url(self) -> str:
        return reverse(f"{self.name}_results", args=[self.days])

    def get_context_data(self, *args: object, **kwargs: object) -> dict[str, object]:
        context: dict[str, object] = super().get_context_data(*args, **kwargs)
        return context | {
            "totals": report.totals(self.days),
            "days": self.days,
            "tabs": [
                (view.tab, reverse(view.name, args=[self.days]), view.name == self.name)
                for view in REPORTS
            ],
            "periods": [
                (days, reverse(self.name, args=[days]), days == self.days) for days in PERIODS
            ],
        }


class SearchedView(SearchReport):
    name = "searches"
    tab = _("Searched")
    rows = staticmethod(report.searched)
    default_ordering = "-times"
    columns: ClassVar[list[Column]] = [
        MendableColumn("text", label=_("Words searched")),
        NumberColumn("times", label=_("Searches"), sort_key="times"),
        NumberColumn("found", label=_("Results")),
        NumberColumn("clicks", label=_("Clicks"), sort_key="clicks"),
    ]


class WithoutResultView(SearchReport):
    name = "searches_without_result"
    tab = _("Without result")
    rows = staticmethod(report.without_result)
    default_ordering = "-empty"
    columns: ClassVar[list[Column]] = [
        MendableColumn("text", label=_("Words searched")),
        NumberColumn("empty", label=_("Without result"), sort_key="empty"),
        Column("last", label=_("Last time"), sort_key="last"),
    ]


class OpenedView(SearchReport):
    name = "searches_opened"
    tab = _("Opened")
    rows = staticmethod(report.opened)
    default_ordering = "-clicks"
    columns: ClassVar[list[Column]] = [
        SearchColumn("text", label=_("Words searched")),
        ResultColumn("title", label=_("What was opened")),
        NumberColumn("clicks", label=_("Clicks"), sort_key="clicks"),
        PlaceColumn("place", label=_("Place"), sort_key="place"),
    ]
    list_export: ClassVar[list[str]] = ["text", "title", "clicks", "place"]
    export_headings: ClassVar[dict[str, object]] = {
        "text": _("Words searched"),
        "title": _("What was opened"),
        "clicks": _("Clicks"),
        "place": _("Place"),
    }


REPORTS: tuple[type[SearchReport], ...] = (SearchedView, WithoutResultView, OpenedView)
