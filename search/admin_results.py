"""Results of the admin's searches: the newest matches, found in one walk from the newest on.

modelsearch's own rank every match: on SQLite with a search within the search for each of them.
"""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    Exists,
    IntegerField,
    Model,
    OuterRef,
    QuerySet,
    When,
)
from django.db.models.expressions import BaseExpression
from django.db.models.functions import Cast
from modelsearch.backends.base import BaseSearchResults, FilterFieldError
from modelsearch.query import MatchAll
from modelsearch.utils import get_descendants_content_types_pks

# So many results are listed and counted; who has more adds a word.
MOST = 1000


class AnyFilterMixin:
    """Mixed into a compiler of modelsearch's: any queryset can be searched.

    The stock ones refuse conditions on what the index does not hold; here the database judges them.
    """

    def check(self) -> None:
        """Refuse nothing."""


@dataclass(frozen=True)
class Entries:
    """Entries of an engine's index that match.

    matching: rows whose key is that of the entry.
    prefix: the way from these rows to the fields of the entry.
    rank: how well a row matches; the lower the better.
    """

    matching: QuerySet[Any]
    prefix: str
    rank: BaseExpression


@dataclass(frozen=True)
class Found:
    """The keys of the objects found, best first, and whether there are more of them."""

    keys: list[int]
    are_more: bool


class NewestResults(BaseSearchResults):
    """The newest `MOST` of the objects that match: best first, or if there are more, newest first.

    The entries that match are walked from the newest on, and each is looked up in the queryset that
    was searched. So a common word costs no more than a rare one, and what is rare among the
    filtered objects is found however old it is.
    """

    supports_facet = True

    @property
    def are_more(self) -> bool:
        return not self._are_all and self._found().are_more

    @property
    def _are_all(self) -> bool:
        """Whether nothing was typed."""
        return isinstance(self.query_compiler.query, MatchAll)

    def get_queryset(self) -> QuerySet[Model]:
        compiler = self.query_compiler
        if self._are_all:
            return compiler.queryset[self.start : self.stop]
        found = self._found()
        if compiler.order_by_relevance or not compiler.queryset.query.order_by:
            keys = found.keys[self.start : self.stop]
            places = [When(pk=key, then=place) for place, key in enumerate(keys)]
            order = [Case(*places, output_field=IntegerField())] if places else []
            return compiler.queryset.filter(pk__in=keys).order_by(*order)
        ordered = [*compiler.queryset.query.order_by, "-pk"]
        return compiler.queryset.filter(pk__in=found.keys).order_by(*ordered)[
            self.start : self.stop
        ]

    def facet(self, field_name: str) -> OrderedDict[object, int]:
        if self.query_compiler._get_filterable_field(field_name) is None:
            raise FilterFieldError(f"{field_name} is no FilterField.", field_name=field_name)
        found = self.query_compiler.queryset.order_by()
        if not self._are_all:
            found = found.filter(pk__in=self._found().keys)
        counts = found.values(field_name).annotate(count=Count("pk")).order_by("-count")
        return OrderedDict((row[field_name], row["count"]) for row in counts)

    def _do_search(self) -> list[Model]:
        return list(self.get_queryset())

    def _do_count(self) -> int:
        if self._are_all:
            return self.get_queryset().count()
        return len(self._found().keys[self.start : self.stop])

    def _found(self) -> Found:
        """Ask the index, once for all slices of these results."""
        compiler = self.query_compiler
        if not hasattr(compiler, "found"):
            compiler.found = found_in(compiler.queryset, compiler.entries())
        found: Found = compiler.found
        return found


def found_in(searched: QuerySet[Model], entries: Entries) -> Found:
    """Return the newest of `searched` that have one of `entries`."""
    types = get_descendants_content_types_pks(searched.model)
    there = Exists(searched.order_by().filter(pk=OuterRef("key")))
    walk = (
        entries.matching.filter(**{f"{entries.prefix}content_type__in": types})
        .annotate(key=Cast(f"{entries.prefix}object_id", BigIntegerField()))
        .filter(there)
        .order_by("-pk")
        .values_list("key", entries.rank)
    )
    newest = list(walk[: MOST + 1])
    if len(newest) <= MOST:
        newest.sort(key=lambda row: row[1])
    return Found([key for key, _rank in newest[:MOST]], len(newest) > MOST)
