"""The search on SQLite's FTS5: Wagtail's backend and the engine."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext

from django.db.models import FloatField, Func, QuerySet
from modelsearch.backends.database.sqlite.query import SQLiteFTSIndexEntry
from modelsearch.backends.database.sqlite.sqlite import (
    SQLiteAutocompleteQueryCompiler,
    SQLiteIndex,
    SQLiteSearchBackend,
    SQLiteSearchQueryCompiler,
)
from modelsearch.query import PlainText
from wagtail.search.models import IndexEntry

from search.admin_queries import FrenchQueryMixin, completed
from search.admin_results import AnyFilterMixin, Entries, NewestResults
from search.documents import Document
from search.engines.base import Condition, Engine, EntryKeys
from search.engines.indexing import FrenchIndexMixin
from search.terms import Clause, Groups


class Index(FrenchIndexMixin, SQLiteIndex):
    def write_entries(
        self, content_type: int, keys: Sequence[str], documents: Sequence[Document]
    ) -> dict[str, int]:
        entries = IndexEntry.objects.bulk_create(
            [
                IndexEntry(
                    content_type_id=content_type,
                    object_id=key,
                    title=document.title_text(),
                    body=document.body_text(),
                    autocomplete=document.autocomplete_text(),
                )
                for key, document in zip(keys, documents, strict=True)
            ],
            batch_size=150,
            update_conflicts=True,
            unique_fields=["content_type", "object_id"],
            update_fields=["title", "body", "autocomplete"],
        )
        return {entry.object_id: entry.pk for entry in entries}


class Rank(Func):
    """FTS5's rank: lower is better. https://www.sqlite.org/fts5.html#the_bm25_function

    weights: of a word in autocomplete, body and title, the columns of the index in their order.
    """

    output_field = FloatField()

    def __init__(self, weights: str) -> None:
        super().__init__(template=f"bm25({SQLiteFTSIndexEntry._meta.db_table}, {weights})")


class WordsCompiler(AnyFilterMixin, SQLiteSearchQueryCompiler):
    """Finds whole words in title and body; a word of the title counts ten times one of the body."""

    def entries(self) -> Entries:
        return entries_for("title body", self.query, "0.0, 1.0, 10.0")


class CompletingCompiler(AnyFilterMixin, SQLiteAutocompleteQueryCompiler):
    """Finds words, the last of which may be the beginning of one."""

    def entries(self) -> Entries:
        return entries_for("autocomplete", completed(self.query), "1.0, 0.0, 0.0")


def entries_for(columns: str, query: PlainText, weights: str) -> Entries:
    terms = [
        f'"{word[:-1]}"*' if word.endswith("*") else f'"{word}"'
        for word in query.query_string.split()
    ]
    expression = f" {query.operator.upper()} ".join(terms)
    return Entries(rows(f"{{{columns}}} : ({expression})"), "index_entry__", Rank(weights))


class Backend(FrenchQueryMixin, SQLiteSearchBackend):
    query_compiler_class = WordsCompiler
    autocomplete_query_compiler_class = CompletingCompiler
    results_class = NewestResults
    index_class = Index


class SqliteEngine(Engine):
    """The engine of SQLite, over FTS5.

    https://www.sqlite.org/fts5.html#full_text_query_syntax
    """

    text_columns = ("title", "body")
    join = "group_concat"
    # SQLite lets nobody in between two writes: a process that waits tries again after up to 25 ms.
    # https://www.sqlite.org/c3ref/busy_timeout.html
    pause = 0.03

    def backend(self, params: dict[str, object]) -> Backend:
        return Backend(params)

    def entries_matching(
        self, groups: Groups, excluded: Sequence[Clause], title_only: bool
    ) -> EntryKeys:
        expression = " OR ".join(
            "(" + " AND ".join(text_of(clause) for clause in group) + ")" for group in groups
        )
        if left_out := " OR ".join(text_of(clause) for clause in excluded):
            expression = f"({expression}) NOT ({left_out})"
        columns = "title" if title_only else "title body"
        return entries(f"{{{columns}}} : ({expression})")

    def entries_completing(self, tokens: Sequence[str], prefix: str | None) -> EntryKeys:
        terms = [f'"{token}"' for token in tokens] + ([f'"{prefix}"*'] if prefix else [])
        return entries(f"{{autocomplete}} : ({' AND '.join(terms)})")

    def index_scan_forced(self) -> AbstractContextManager[None]:
        return nullcontext()


def text_of(clause: Clause) -> str:
    return "(" + " OR ".join(f'"{" ".join(way)}"' for way in clause.alternatives) + ")"


def entries(expression: str) -> EntryKeys:
    return rows(expression).values("pk")


def rows(expression: str) -> QuerySet[SQLiteFTSIndexEntry]:
    condition = Condition(f"{SQLiteFTSIndexEntry._meta.db_table} MATCH %s", expression)
    return SQLiteFTSIndexEntry.objects.filter(condition)
