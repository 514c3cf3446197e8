"""Wagtail's database search, with what French readers need of it on each database.

Named in WAGTAILSEARCH_BACKENDS, whose loader looks for `SearchBackend` in this module.
"""

from typing import Any

from django.db import connection
from django.db.models import FloatField, Func
from modelsearch.backends.base import BaseSearchBackend


def SearchBackend(params: dict[str, Any]) -> BaseSearchBackend:
    """The backend for the database in use."""
    if connection.vendor == "postgresql":
        from modelsearch.backends.database.postgres.postgres import PostgresSearchBackend

        return PostgresSearchBackend({"SEARCH_CONFIG": "actujet_french", **params})
    return _sqlite_backend(params)


def _sqlite_backend(params: dict[str, Any]) -> BaseSearchBackend:
    from modelsearch.backends.database.sqlite.query import SQLiteFTSIndexEntry
    from modelsearch.backends.database.sqlite.sqlite import (
        SQLiteSearchBackend,
        SQLiteSearchQueryCompiler,
    )

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
        def _build_rank_expression(self, vectors: Any, config: Any) -> WeightedRank:
            return WeightedRank()

    class Backend(SQLiteSearchBackend):
        query_compiler_class = Compiler

    return Backend(params)
