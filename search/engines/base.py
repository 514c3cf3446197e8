"""What the search asks of the index of a database, and answers differently on each."""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from django.db.models import Lookup
from modelsearch.backends.base import BaseSearchBackend

from search.terms import Clause

# Each group is one way to be found: holding all its clauses.
Groups = Sequence[Sequence[Clause]]


class Engine(Protocol):
    """One database's index of words."""

    # The columns of an entry that hold title and body as text.
    text_columns: tuple[str, str]
    # The function that joins the strings of many rows into one, in the order of the rows.
    join: str
    # How long a rebuild leaves the database to others after each few entries, in seconds.
    pause: float

    def backend(self, params: dict[str, Any]) -> BaseSearchBackend:
        """Wagtail's search backend for this index."""

    def matching(self, groups: Groups, excluded: Iterable[Clause], title_only: bool) -> Any:
        """The keys of the entries that hold one of `groups` and none of `excluded`, as a query."""

    def beginning_with(self, tokens: Sequence[str], prefix: str | None) -> Any:
        """The keys of the entries with `tokens` and a word like `prefix…`, as a query."""

    def asked_of_the_index(self) -> Any:
        """A context in which the index is asked, whatever the planner thinks of it."""


class Condition(Lookup):
    """A piece of SQL of this package's own, with its parameters, as a condition of a queryset.

    Wagtail's own conditions are lookups for the same reason: Django would compare a mere
    expression with true, which FTS5 does not take.
    """

    lookup_name = "condition"

    def __init__(self, sql: str, *params: Any) -> None:
        self.sql, self.params = sql, params
        super().__init__(None, None)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return self.sql, list(self.params)

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other
