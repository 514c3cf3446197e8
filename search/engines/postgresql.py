"""The search on PostgreSQL: Wagtail's backend and the engine."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import FloatField, Func, Value
from modelsearch.backends.database.postgres.postgres import (
    PostgresAutocompleteQueryCompiler,
    PostgresIndex,
    PostgresSearchBackend,
    PostgresSearchQueryCompiler,
)
from modelsearch.query import PlainText
from wagtail.search.models import IndexEntry

from search.admin_queries import FrenchQueryMixin, completed
from search.admin_results import AnyFilterMixin, Entries, NewestResults
from search.documents import BODY, KICKER, NAMES, STANDFIRST, Document
from search.engines.base import Condition, Engine, EntryKeys
from search.engines.indexing import FrenchIndexMixin
from search.terms import Clause, Groups

# Of a text; PostgreSQL keeps no place beyond 16,383 and no vector above one megabyte.
MAX_INDEXED = 16_000
WEIGHTS = {KICKER: "B", STANDFIRST: "B", BODY: "D", NAMES: "C"}


def vector(parts: Iterable[tuple[str, str]]) -> str:
    """Return a tsvector as text, of lines of stems with the weight of each.

    Written out, so that PostgreSQL's parser takes no part: the words are those of `search.french`.
    https://www.postgresql.org/docs/current/datatype-textsearch.html
    """
    places: dict[str, list[str]] = {}
    at = 0
    for line, weight in parts:
        for word in line.split():
            at += 1
            if at > MAX_INDEXED:
                break
            places.setdefault(word, []).append(f"{at}{weight}")
    return " ".join(f"'{word}':{','.join(found)}" for word, found in places.items())


class Index(FrenchIndexMixin, PostgresIndex):
    def write_entries(
        self, content_type: int, keys: Sequence[str], documents: Sequence[Document]
    ) -> dict[str, int]:
        values: list[object] = []
        for key, document in sorted(zip(keys, documents, strict=True), key=lambda item: item[0]):
            title, body = document.title_text(), document.body_text()
            lines = body.split("\n")
            autocomplete = " ".join(dict.fromkeys(document.autocomplete_text().split()))
            values += [
                content_type,
                key,
                vector([(title.split("\n")[0], "A")]),
                vector((lines[part], weight) for part, weight in WEIGHTS.items()),
                vector([(autocomplete, "D")]),
                title,
                body,
            ]
        row = "(%s, %s, %s::tsvector, %s::tsvector, %s::tsvector, 1.0, %s, %s)"
        columns = "content_type_id, object_id, title, body, autocomplete, title_norm"
        written = ["title", "body", "autocomplete", "title_text", "body_text"]
        with self.write_connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {IndexEntry._meta.db_table}"  # noqa: S608
                f" ({columns}, title_text, body_text)"
                f" VALUES {', '.join([row] * len(keys))}"
                " ON CONFLICT (content_type_id, object_id) DO UPDATE SET "
                + ", ".join(f"{name} = EXCLUDED.{name}" for name in written)
                + " RETURNING object_id, id",
                values,
            )
            return dict(cursor.fetchall())


class Rank(Func):
    """PostgreSQL's rank, turned round: lower is better.

    https://www.postgresql.org/docs/current/textsearch-controls.html#TEXTSEARCH-RANKING
    """

    output_field = FloatField()

    def __init__(self, vector: str, query: str) -> None:
        super().__init__(Value(query), template=f"-ts_rank({vector}, %(expressions)s::tsquery)")


class WordsCompiler(AnyFilterMixin, PostgresSearchQueryCompiler):
    """Finds whole words in title and body; a word of the title has the greatest weight."""

    def entries(self) -> Entries:
        return entries_for("(title || body)", self.query)


class CompletingCompiler(AnyFilterMixin, PostgresAutocompleteQueryCompiler):
    """Finds words, the last of which may be the beginning of one."""

    def entries(self) -> Entries:
        return entries_for("autocomplete", completed(self.query))


def entries_for(vector: str, query: PlainText) -> Entries:
    terms = [
        f"'{word[:-1]}':*" if word.endswith("*") else f"'{word}'"
        for word in query.query_string.split()
    ]
    expression = (" & " if query.operator.lower() == "and" else " | ").join(terms)
    matching = IndexEntry.objects.filter(Condition(f"{vector} @@ %s::tsquery", expression))
    return Entries(matching, "", Rank(vector, expression))


class Backend(FrenchQueryMixin, PostgresSearchBackend):
    query_compiler_class = WordsCompiler
    autocomplete_query_compiler_class = CompletingCompiler
    results_class = NewestResults
    index_class = Index


class PostgresEngine(Engine):
    """The engine of PostgreSQL, over `tsvector`.

    https://www.postgresql.org/docs/current/datatype-textsearch.html#DATATYPE-TSQUERY
    """

    text_columns = ("title_text", "body_text")
    join = "string_agg"
    pause = 0.0

    def backend(self, params: dict[str, object]) -> Backend:
        return Backend({"SEARCH_CONFIG": "simple", **params})

    def entries_matching(
        self, groups: Groups, excluded: Sequence[Clause], title_only: bool
    ) -> EntryKeys:
        """The index knows which texts hold all words of a phrase.

        Which of them hold it word after word is read from title and body one by one: to join the
        two for each text costs ten times as much.
        """
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
                    entries = entries.filter(holds(clause, title_only))
        for clause in excluded:
            if clause.has_phrase:
                entries = entries.exclude(holds(clause, title_only))
        return entries.values("pk")

    def entries_completing(self, tokens: Sequence[str], prefix: str | None) -> EntryKeys:
        terms = [f"'{token}'" for token in tokens] + ([f"'{prefix}':*"] if prefix else [])
        condition = Condition("autocomplete @@ %s::tsquery", " & ".join(terms))
        return IndexEntry.objects.filter(condition).values("pk")

    @contextmanager
    def index_scan_forced(self) -> Iterator[None]:
        """Forbid the planner to read all entries one after the other.

        It takes the reading of a vector for free. Where half of all texts match it would read the
        vectors of all, for half a second instead of fifty milliseconds.
        """
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL enable_seqscan = off")
            yield


def query_of(clause: Clause, between: str) -> str:
    ways = (between.join(f"'{word}'" for word in way) for way in clause.alternatives)
    return "(" + " | ".join(f"({way})" for way in ways) + ")"


def holds(clause: Clause, title_only: bool) -> Condition:
    """Return the condition that the words of a phrase follow each other in title or body."""
    phrase = query_of(clause, " <-> ")
    if title_only:
        return Condition("title @@ %s::tsquery", phrase)
    return Condition("(title @@ %s::tsquery OR body @@ %s::tsquery)", phrase, phrase)
