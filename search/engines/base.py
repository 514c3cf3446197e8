"""The interface to a database's full-text index, and what both databases answer alike."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import ClassVar

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Lookup, Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler
from modelsearch.backends.base import BaseSearchBackend
from modelsearch.utils import get_content_type_pk
from wagtail.search.models import IndexEntry

from search import facet_counts
from search.models import IndexedItem
from search.relevance import IndexedText
from search.terms import Clause, Groups

# A subquery of the keys of entries.
EntryKeys = QuerySet[IndexEntry, dict[str, int]]

MOST_COMPLETED = 200  # objects of one model


class Engine(ABC):
    """The search engine of one database: which entries match, what they say, how many there are."""

    # The columns of an entry that hold title and body as text.
    text_columns: ClassVar[tuple[str, str]]
    # The SQL function that joins the strings of many rows into one, in the order of the rows.
    join: ClassVar[str]
    # How long a rebuild leaves the database to others after each few entries, in seconds.
    pause: ClassVar[float]

    @abstractmethod
    def backend(self, params: dict[str, object]) -> BaseSearchBackend:
        """Return Wagtail's search backend for this database."""

    @abstractmethod
    def entries_matching(
        self, groups: Groups, excluded: Sequence[Clause], title_only: bool
    ) -> EntryKeys:
        """Return the keys of the entries that `matching` selects, as a subquery."""

    @abstractmethod
    def entries_completing(self, tokens: Sequence[str], prefix: str | None) -> EntryKeys:
        """Return the keys of the entries that `completions` selects, as a subquery."""

    @abstractmethod
    def index_scan_forced(self) -> AbstractContextManager[None]:
        """Return a context in which the planner uses the index of words for every query."""

    def matching(
        self, groups: Groups, excluded: Iterable[Clause] = (), *, title_only: bool = False
    ) -> QuerySet[IndexedItem]:
        """Return what holds all clauses of one of `groups`, and none of `excluded`."""
        entries = self.entries_matching(groups, list(excluded), title_only)
        return IndexedItem.objects.filter(entry_id__in=entries)

    def completions(self, tokens: Sequence[str], prefix: str | None) -> QuerySet[IndexedItem]:
        """Return what holds all of `tokens`, and a word that begins with `prefix`."""
        return IndexedItem.objects.filter(entry_id__in=self.entries_completing(tokens, prefix))

    def completed_keys(
        self, model: type[Model], tokens: Sequence[str], prefix: str | None
    ) -> list[str]:
        """Return primary keys of objects of `model`, as `completions` selects them."""
        entries = IndexEntry.objects.filter(
            content_type=get_content_type_pk(model), pk__in=self.entries_completing(tokens, prefix)
        )
        return list(entries.values_list("object_id", flat=True)[:MOST_COMPLETED])

    def texts(self, keys: Sequence[int]) -> list[IndexedText]:
        """Return title and body of each entry, as the index holds them, with its date."""
        dates = dict(IndexedItem.objects.filter(pk__in=keys).values_list("pk", "published_at"))
        rows = IndexEntry.objects.filter(pk__in=keys).values_list("pk", *self.text_columns)
        return [IndexedText(pk, title, body or "", dates.get(pk)) for pk, title, body in rows]

    def facet_counts(self, matched: QuerySet[IndexedItem], newest: int) -> facet_counts.FacetCounts:
        """Count all of `matched` in one query, and name the `newest` newest."""
        return facet_counts.count(matched, newest, self.join)


class Condition(Lookup):
    """A piece of SQL of this package's own, with its parameters, as a condition of a queryset.

    Wagtail's own conditions are lookups for the same reason: Django would compare a mere
    expression with true, which FTS5 does not take.
    """

    lookup_name = "condition"

    def __init__(self, sql: str, *params: str) -> None:
        self.sql, self.params = sql, params
        super().__init__(None, None)

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[str, ...]]:
        return self.sql, self.params

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other
