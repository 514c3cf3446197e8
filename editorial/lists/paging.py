"""Pages of a list, read in two steps: first the keys of its rows, then these rows alone.

In one step a database works out the subqueries of each row that it sorts, and carries the widths of
all of them along.
"""

from collections.abc import Callable
from functools import wraps

from django.core.paginator import Page as PaginatorPage
from django.db.models import Case, IntegerField, Model, QuerySet, When
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.paginator import WagtailPaginator


class TwoStepPaginator(WagtailPaginator):
    @cached_property
    def count(self) -> int:
        rows = self.object_list
        if not isinstance(rows, QuerySet):
            return int(super().count)
        return rows.order_by().values("pk").count()

    def page(self, number: int | str) -> PaginatorPage:
        rows = self.object_list
        if not isinstance(rows, QuerySet):
            return super().page(number)
        valid: int = self.validate_number(number)
        start = (valid - 1) * self.per_page
        keys = list(rows.values_list("pk", flat=True)[start : start + self.per_page])
        return self._get_page(rows_of(rows, keys), valid, self)


def rows_of(queryset: QuerySet[Model], keys: list[int]) -> QuerySet[Model]:
    """Return the rows with these keys, in their order, with all that `queryset` adds to each."""
    if not keys:
        return queryset.none()
    alone = queryset.model._default_manager.filter(pk__in=keys)
    found = queryset.order_by(
        Case(
            *(When(pk=key, then=place) for place, key in enumerate(keys)),
            output_field=IntegerField(),
        )
    )
    # The keys are chosen: what they were chosen by is not asked again.
    found.query.where = alone.query.where
    found.query.distinct = False
    return found


def count_label(stock: Callable[[WagtailPaginator], str]) -> Callable[[WagtailPaginator], str]:
    @wraps(stock)
    def items_count_label(paginator: WagtailPaginator) -> str:
        """Say so, below the list, where a search has found more than it lists."""
        if not getattr(paginator.object_list, "are_more", False):
            return stock(paginator)
        return _("More than %(count)s: the newest are listed. Type another word.") % {
            "count": number_format(paginator.count, force_grouping=True)
        }

    return items_count_label


def take_over() -> None:
    stock = WagtailPaginator.__dict__["items_count_label"]
    WagtailPaginator.items_count_label = property(count_label(stock.func))
