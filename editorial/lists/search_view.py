"""The search for pages in the side bar."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from wagtail.admin.views.pages.search import SearchView, page_filter_search
from wagtail.models import Page

from editorial.lists.cells import quick_columns
from editorial.lists.paging import TwoStepPaginator
from editorial.permissions import explorable


class PageSearchView(SearchView):
    """Wagtail's, which searches twice: for the results, and for their types."""

    paginator_class = TwoStepPaginator
    columns = quick_columns(SearchView.columns)
    table_classname = "listing full-width actujet-listing"
    # Wagtail says "None" for it above the list.
    verbose_name_plural = Page._meta.verbose_name_plural

    def get_queryset(self) -> QuerySet[Page]:
        pages = explorable(Page.objects.exclude(depth=1), self.request.user)
        ordered = pages.order_by(self.ordering) if self.ordering else pages
        if self.selected_content_type:
            ordered = ordered.filter(content_type=self.selected_content_type)
        found, _same = page_filter_search(
            self.search_query, self.annotate_queryset(ordered), None, self.ordering
        )
        self.all_pages = found
        if self.selected_content_type:
            self.all_pages, _same = page_filter_search(self.search_query, pages)
        # Where no word was typed there is nothing to count.
        is_counted = self.all_pages.supports_facet
        counts = self.all_pages.facet("content_type_id") if is_counted else {}
        self.content_types = [
            (ContentType.objects.get_for_id(key), count) for key, count in counts.items()
        ]
        return found
