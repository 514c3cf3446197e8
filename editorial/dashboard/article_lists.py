"""The list of all articles and the explorer of a section, with authors and states."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Coalesce, Lower
from django.forms import CheckboxSelectMultiple, Media, RadioSelect
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django_filters import (
    ChoiceFilter,
    DateFromToRangeFilter,
    ModelMultipleChoiceFilter,
    MultipleChoiceFilter,
)
from wagtail import hooks
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.pages.choose_parent import ChooseParentView
from wagtail.admin.views.pages.listing import ExplorableIndexView, IndexView
from wagtail.admin.views.pages.usage import ContentTypeUseView
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.models import Page

from accounts.requests import StaffRequest
from audience.counts.desk.access import has_figures, sees_all, views_seen_by
from editorial import rules
from editorial.dashboard.states import Row, filter_by_state, rows_for
from editorial.editor.viewset import NewsroomPageViewSet
from editorial.lists.cells import (
    BulkActionsColumn,
    NavigateColumn,
    ParentPageColumn,
    TitleColumn,
)
from editorial.lists.paging import TwoStepPaginator
from editorial.permissions import explorable
from editorial.ui.quick_markup import escaped, human_readable_date, icon
from news.models import ArticleIndexPage, ArticleKind, ArticlePage, Author, Byline
from news.moments.wording import distance

STATES = [
    ("draft", _("Draft")),
    ("in_review", _("In review")),
    ("to_confirm", _("Waits for a confirmation")),
    ("sent_back", _("Sent back")),
    ("scheduled", _("Scheduled")),
    ("live", _("Live")),
    ("withdrawn", _("Withdrawn")),
    ("expired", _("Expired")),
    ("locked", _("Locked")),
]


class RowColumn(Column):
    """Shows one part of the page's row (`editorial.dashboard.states.Row`)."""

    def __init__(self, name: str, write: Callable[[Row], str], **kwargs: object) -> None:
        super().__init__(name, **kwargs)
        self.write = write

    def get_value(self, instance: Page) -> Row:
        row: Row = instance.row
        return row

    def render_cell_html(self, instance: Page, parent_context: object) -> SafeString:
        return mark_safe(self.write(self.get_value(instance)))  # noqa: S308 (all is escaped)


def bylines_cell(row: Row) -> str:
    return f'<td class="actujet-bylines">{escaped(", ".join(row.bylines))}</td>'


def state_cell(row: Row) -> str:
    if row.withdrawal:
        return f"<td>{render_to_string(MARKS, {'row': row})}</td>"
    marks = "".join(
        f'<li class="actujet-mark actujet-mark--{mark.code}">'
        f"{icon('lock') if mark.code == 'locked' else ''}{escaped(mark.label)}</li>"
        for mark in row.marks
    )
    return f'<td><ul class="actujet-marks">{marks}</ul></td>'


def goes_live_cell(row: Row) -> str:
    if row.goes_live_at is None:
        return "<td></td>"
    at = timezone.localtime(row.goes_live_at)
    return (
        f'<td><time datetime="{at.isoformat()}">{date_format(at, "SHORT_DATETIME_FORMAT")}</time>'
        f'<span class="actujet-times__distance">{escaped(distance(row.goes_live_at))}</span></td>'
    )


def changed_cell(row: Row) -> str:
    when = human_readable_date(row.changed_at) if row.changed_at else ""
    name = ""
    if by := row.changed_by:
        name = f'<span class="actujet-by">{escaped(by.get_full_name() or by.get_username())}</span>'
    return f"<td>{when}{name}</td>"


def views_cell(row: Row) -> str:
    """On a phone, where the head of the table is not shown, a number says what it counts."""
    if row.views is None:
        return '<td class="actujet-views"></td>'
    number = number_format(row.views, force_grouping=True)
    return (
        f'<td class="actujet-views"><span class="actujet-views__label">{escaped(_("Views"))} : '
        f"</span>{number}</td>"
    )


MARKS = "editorial/dashboard/marks.html"
COLUMNS = [
    BulkActionsColumn("bulk_actions"),
    TitleColumn("title", label=_("Title"), sort_key="title", classname="title", width="36%"),
    ParentPageColumn("parent", label=_("Section")),
    RowColumn("bylines", bylines_cell, label=_("Byline")),
    RowColumn("state", state_cell, label=_("State"), sort_key="live"),
    RowColumn("goes_live", goes_live_cell, label=_("Goes live"), width="9%"),
    RowColumn(
        "changed", changed_cell, label=_("Last change"), sort_key="latest_revision_created_at"
    ),
]


class SectionFilter(ModelMultipleChoiceFilter):
    """Filters by a section and its sub-sections."""

    def get_filter_predicate(self, v: ArticleIndexPage) -> dict[str, str]:
        return {"path__startswith": v.path}


class StateFilter(ChoiceFilter):
    def filter(self, qs: QuerySet[Page], value: str) -> QuerySet[Page]:
        return filter_by_state(qs, value)


def state_filter() -> StateFilter:
    return StateFilter(label=_("State"), choices=STATES, empty_label=_("Any"), widget=RadioSelect)


class AuthorFilter(ModelMultipleChoiceFilter):
    def filter(self, qs: QuerySet[Page], value: QuerySet[Author]) -> QuerySet[Page]:
        """Keep the articles of any of the authors, each once."""
        if not value:
            return qs
        return qs.filter(pk__in=Byline.objects.filter(author__in=value).values("article"))


def author_filter() -> AuthorFilter:
    return AuthorFilter(
        label=_("Author"),
        queryset=Author.objects.all(),
        widget=CheckboxSelectMultiple,
    )


def kind_filter(field_name: str) -> MultipleChoiceFilter:
    return MultipleChoiceFilter(
        field_name=field_name,
        label=_("Kind"),
        choices=ArticleKind.choices,
        widget=CheckboxSelectMultiple,
    )


def date_filter(label: Any) -> DateFromToRangeFilter:
    return DateFromToRangeFilter(label=label, widget=DateRangePickerWidget)


class ArticleFilterSet(WagtailFilterSet):
    state = state_filter()
    section = SectionFilter(
        label=_("Section"),
        # In the order of the tree; by the path itself, SQLite walks the whole tree for them.
        queryset=ArticleIndexPage.objects.order_by(Lower("path")),
        widget=CheckboxSelectMultiple,
        distinct=False,
    )
    author = author_filter()
    kind = kind_filter("articlepage__kind")
    latest_revision_created_at = date_filter(_("Last change"))
    first_published_at = date_filter(_("First published"))

    class Meta:
        model = Page
        fields: list[str] = []


class SectionFilterSet(WagtailFilterSet):
    state = state_filter()
    author = author_filter()
    kind = kind_filter("articlepage__kind")
    latest_revision_created_at = date_filter(_("Last change"))
    first_published_at = date_filter(_("First published"))

    class Meta:
        model = Page
        fields: list[str] = []


class RowsMixin:
    """Adds the rows of all listed pages at once."""

    table_classname = "listing full-width actujet-listing"
    paginator_class = TwoStepPaginator

    def get_base_queryset(self) -> QuerySet[Page]:
        """Return Wagtail's pages, without its list of the keys of all that the user may see."""
        view: Any = self
        return view.annotate_queryset(explorable(view.listed_pages(), view.request.user))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        rows = rows_for(context["object_list"])
        for page in context["object_list"]:
            page.row = rows[page.pk]
        return context


class ArticleListView(RowsMixin, IndexView):
    results_template_name = "editorial/dashboard/article_results.html"
    page_title = _("Articles")
    add_item_label = _("New article")

    def listed_pages(self) -> QuerySet[Page]:
        """Return the pages that are articles: the table of pages alone has the columns' indexes."""
        return Page.objects.type(ArticlePage)

    def get_paginator(self, *args: Any, **kwargs: Any) -> TwoStepPaginator:
        paginator: TwoStepPaginator = super().get_paginator(*args, **kwargs)
        paginator.model = ArticlePage  # for the words below the list
        return paginator


class ChooseSectionView(ChooseParentView):
    """Lists the sections in which the user may create an article."""

    template_name = "editorial/dashboard/choose_section.html"
    page_title = _("New article")

    def get_page_subtitle(self) -> str:
        """Return no subtitle, since the title names the page type."""
        return ""

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        sections = self.get_valid_parent_pages(self.request.user).order_by("path")
        return super().get_context_data(sections=sections, **kwargs)


class SectionExplorerView(RowsMixin, ExplorableIndexView):
    request: StaffRequest
    columns: list[Column]
    results_template_name = "editorial/dashboard/section_results.html"

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        super().setup(request, *args, **kwargs)
        if has_figures(self.request.user):
            self.columns = [*self.columns, self.views_column()]

    @cached_property
    def explorable_columns(self) -> list[Column]:
        columns = [column for column in self.columns if column.name != "parent"]
        return [*columns, NavigateColumn("navigate", width="10%")]

    def views_column(self) -> Column:
        """Of who does not see the figures of all, the order would tell those of others.

        A search sorts by what it has in its index.
        """
        sorts = sees_all(self.request.user) and not self.is_searching
        return RowColumn("views", views_cell, label=_("Views"), sort_key="read" if sorts else None)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        pages = {page.pk: page for page in context["object_list"]}
        if has_figures(self.request.user):
            for key, views in views_seen_by(self.request.user, pages).items():
                pages[key].row.views = views
        return context

    def listed_pages(self) -> QuerySet[Page]:
        pages = self.pages_here()
        if self.ordering in ("read", "-read"):
            pages = pages.annotate(read=Coalesce("articlepage__figures__views", 0))
        return pages

    def pages_here(self) -> QuerySet[Page]:
        if not (self.is_searching or self.is_filtering):
            return Page.objects.child_of(self.parent_page)
        if self.is_searching_whole_tree:
            return Page.objects.all()
        return Page.objects.descendant_of(self.parent_page)


class SectionUseView(RowsMixin, ContentTypeUseView):
    """Lists all sections, from the report of page types."""

    def listed_pages(self) -> QuerySet[Page]:
        return Page.objects.type(ArticleIndexPage)


class ArticlesMenuItem(MenuItem):
    def is_shown(self, request: StaffRequest) -> bool:
        return rules.has_pages(request.user)


class ArticleListViewSet(PageListingViewSet):
    model = ArticlePage
    index_view_class = ArticleListView
    choose_parent_view_class = ChooseSectionView
    icon = "doc-full-inverse"
    menu_label = _("Articles")
    menu_order = 110
    menu_item_class = ArticlesMenuItem
    add_to_admin_menu = True
    columns = COLUMNS
    filterset_class = ArticleFilterSet


class SectionViewSet(NewsroomPageViewSet):
    """The explorer of a section, with the columns of the list of articles."""

    model = ArticleIndexPage
    parent_models = [ArticleIndexPage]
    index_view_class = SectionExplorerView
    content_type_use_view_class = SectionUseView
    columns = COLUMNS
    filterset_class = SectionFilterSet

    def get_index_view_kwargs(self, **kwargs: object) -> dict[str, object]:
        """List pages of all types, since sub-sections are among the articles."""
        return super().get_index_view_kwargs(model=Page, **kwargs)


@hooks.register("insert_global_admin_css")
def insert_admin_css() -> str:
    return "".join(Media(css={"all": ["css/admin.css"]}).render_css())


@hooks.register("register_admin_viewset")
def register_listings() -> list[ViewSet]:
    return [ArticleListViewSet("articles"), SectionViewSet()]
