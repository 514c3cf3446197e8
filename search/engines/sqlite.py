"""The search on SQLite's FTS5: Wagtail's backend and the engine."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from itertools import islice

from django.db.models import Case, FloatField, Func, IntegerField, Model, QuerySet, When
from modelsearch.backends.database.sqlite.query import MatchExpression, SQLiteFTSIndexEntry
from modelsearch.backends.database.sqlite.sqlite import (
    SQLiteIndex,
    SQLiteSearchBackend,
    SQLiteSearchQueryCompiler,
)
from modelsearch.query import PlainText
from modelsearch.utils import get_descendants_content_types_pks
from wagtail.search.models import IndexEntry

from search.admin_queries import FrenchQueryMixin
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


class WeightedRank(Func):
    """FTS5's rank, where a word of the title counts ten times one of the body.

    Lower is better. https://www.sqlite.org/fts5.html#the_bm25_function
    """

    output_field = FloatField()
    # One weight for each column of the index, in its order: autocomplete, body, title.
    template = f"bm25({SQLiteFTSIndexEntry._meta.db_table}, 0.0, 1.0, 10.0)"

    def __init__(self) -> None:
        super().__init__()


class Compiler(SQLiteSearchQueryCompiler):
    """The stock one ranks with a search within the search for each result: n² of them.

    Here the index is asked once for all it holds, by rank, and the pages once for which of those
    may be shown; only a slice is then fetched. It does so for plain words, which is all that the
    admin looks for, and leaves whatever else may be asked to the stock one.
    """

    def search(
        self, config: object, start: int, stop: int | None, score_field: str | None = None
    ) -> QuerySet[Model]:
        if not isinstance(self.query, PlainText) or score_field or not self.order_by_relevance:
            return super().search(config, start, stop, score_field)
        entries = self.entries(config)
        found = self.queryset.filter(pk__in=entries)
        if stop is None:
            return found
        shown = set(found.order_by().values_list("pk", flat=True))
        ranked = (int(pk) for pk in entries.order_by(WeightedRank(), "-pk"))
        wanted = list(islice((pk for pk in ranked if pk in shown), start, stop))
        places = [When(pk=pk, then=place) for place, pk in enumerate(wanted)]
        order = [Case(*places, output_field=IntegerField())] if places else []
        return self.queryset.filter(pk__in=wanted).order_by(*order)

    def entries(self, config: object) -> QuerySet[SQLiteFTSIndexEntry, str]:
        """The keys of what the index has, of these pages' types, with all the words."""
        words = self.build_search_query(self.query, config=config)
        types = get_descendants_content_types_pks(self.queryset.model)
        return SQLiteFTSIndexEntry.objects.filter(
            MatchExpression(self.fields or self.FTS_TABLE_FIELDS, words),
            index_entry__content_type__in=types,
        ).values_list("index_entry__object_id", flat=True)


class Backend(FrenchQueryMixin, SQLiteSearchBackend):
    query_compiler_class = Compiler
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
    condition = Condition(f"{SQLiteFTSIndexEntry._meta.db_table} MATCH %s", expression)
    return SQLiteFTSIndexEntry.objects.filter(condition).values("pk")
