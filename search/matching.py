"""What holds the words, asked of the index of the database in use."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models import Lookup, QuerySet
from modelsearch.utils import get_content_type_pk

from search.models import Findable
from search.relevance import Text
from search.terms import Clause

# Each group is one way to be found: holding all its clauses.
Groups = Sequence[Sequence[Clause]]


class Condition(Lookup):
    """A piece of SQL of this module's own, with its parameters, as a condition of a queryset.

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


def matching(
    groups: Groups, excluded: Iterable[Clause] = (), *, title_only: bool = False
) -> QuerySet[Findable]:
    """What readers may find that holds all clauses of one of `groups`, and none of `excluded`."""
    if connection.vendor == "postgresql":
        return Findable.objects.filter(entry_id__in=_postgresql(groups, excluded, title_only))
    return Findable.objects.filter(entry_id__in=_sqlite(groups, excluded, title_only))


def beginning_with(tokens: Sequence[str], prefix: str | None) -> QuerySet[Findable]:
    """What readers may find that can be completed to: holds `tokens`, and a word like `prefix…`."""
    return Findable.objects.filter(entry_id__in=_completions(tokens, prefix))


def keys_beginning_with(model: Any, tokens: Sequence[str], prefix: str | None) -> list[str]:
    """Primary keys of objects of `model` that can be completed to; a few hundred at most."""
    from wagtail.search.models import IndexEntry

    entries = IndexEntry.objects.filter(
        content_type=get_content_type_pk(model), pk__in=_completions(tokens, prefix)
    )
    return list(entries.values_list("object_id", flat=True)[:200])


def _completions(tokens: Sequence[str], prefix: str | None) -> Any:
    if connection.vendor == "postgresql":
        from wagtail.search.models import IndexEntry

        terms = [f"'{token}'" for token in tokens] + ([f"'{prefix}':*"] if prefix else [])
        condition = Condition("autocomplete @@ %s::tsquery", " & ".join(terms))
        return IndexEntry.objects.filter(condition).values("pk")
    terms = [f'"{token}"' for token in tokens] + ([f'"{prefix}"*'] if prefix else [])
    return _fts("{autocomplete} : (%s)", " AND ".join(terms))


@contextmanager
def asked_of_the_index() -> Iterator[None]:
    """Have PostgreSQL ask its index of words, however many texts hold them.

    Its planner takes the reading of a vector for nothing: where half of all texts match it would
    read the vectors of all, for half a second instead of fifty milliseconds.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
        yield


def texts_of(keys: Sequence[int]) -> list[Text]:
    """Title and body of each, as the index holds them, with its date."""
    from wagtail.search.models import IndexEntry

    dates = dict(Findable.objects.filter(pk__in=keys).values_list("pk", "published_at"))
    names = ("title", "body")
    if connection.vendor == "postgresql":
        names = ("title_text", "body_text")
    rows = IndexEntry.objects.filter(pk__in=keys).values_list("pk", *names)
    return [Text(pk, title, body or "", dates.get(pk)) for pk, title, body in rows]


def _fts(template: str, expression: str) -> Any:
    from wagtail.search.models import SQLiteFTSIndexEntry

    table = SQLiteFTSIndexEntry._meta.db_table
    condition = Condition(f"{table} MATCH %s", template % expression)
    return SQLiteFTSIndexEntry.objects.filter(condition).values("pk")


def _sqlite(groups: Groups, excluded: Iterable[Clause], title_only: bool) -> Any:
    """https://www.sqlite.org/fts5.html#full_text_query_syntax"""

    def clause_text(clause: Clause) -> str:
        return "(" + " OR ".join(f'"{" ".join(way)}"' for way in clause.alternatives) + ")"

    expression = " OR ".join(
        "(" + " AND ".join(clause_text(clause) for clause in group) + ")" for group in groups
    )
    if left_out := " OR ".join(clause_text(clause) for clause in excluded):
        expression = f"({expression}) NOT ({left_out})"
    return _fts("{title} : (%s)" if title_only else "{title body} : (%s)", expression)


def _postgresql(groups: Groups, excluded: Iterable[Clause], title_only: bool) -> Any:
    """https://www.postgresql.org/docs/current/datatype-textsearch.html#DATATYPE-TSQUERY

    The index knows which texts hold all words of a phrase. Which of them hold it word after word
    is read from title and body one by one: to join the two for each text costs ten times as much.
    """
    from wagtail.search.models import IndexEntry

    def query_of(clause: Clause, between: str) -> str:
        ways = (between.join(f"'{word}'" for word in way) for way in clause.alternatives)
        return "(" + " | ".join(f"({way})" for way in ways) + ")"

    def holds(clause: Clause) -> Condition:
        phrase = query_of(clause, " <-> ")
        if title_only:
            return Condition("title @@ %s::tsquery", phrase)
        return Condition("(title @@ %s::tsquery OR body @@ %s::tsquery)", phrase, phrase)

    excluded = list(excluded)
    expression = " | ".join(
        "(" + " & ".join(query_of(clause, " & ") for clause in group) + ")" for group in groups
    )
    if left_out := " | ".join(query_of(c, "") for c in excluded if not c.has_phrase):
        expression = f"({expression}) & !({left_out})"
    vector = "title" if title_only else "(title || body)"
    entries = IndexEntry.objects.filter(Condition(f"{vector} @@ %s::tsquery", expression))
    if len(groups) == 1:
        for clause in groups[0]:
            if clause.has_phrase:
                entries = entries.filter(holds(clause))
    for clause in excluded:
        if clause.has_phrase:
            entries = entries.exclude(holds(clause))
    return entries.values("pk")
