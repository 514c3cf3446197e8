"""Wagtail's database search, with what French readers need of it on each database.

Named in WAGTAILSEARCH_BACKENDS, whose loader looks for `SearchBackend` in this module.
"""

import re
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import Case, FloatField, Func, IntegerField, When
from modelsearch.backends.base import BaseSearchBackend

from search.terms import MAX_READ

_NO_WORD = re.compile(r"[^\w\s'’.,-]+")


class PlainWords:
    """Takes the engines' operators, and what is no text, out of whatever is looked for.

    The admin's search boxes hand on what is typed: an unbalanced quote is a syntax error to FTS5,
    a NUL byte one to PostgreSQL.
    """

    def _search(self, compiler: Any, query: Any, *args: Any, **kwargs: Any) -> Any:
        if isinstance(query, str):
            query = _NO_WORD.sub(" ", query[:MAX_READ]).strip()
        return super()._search(compiler, query, *args, **kwargs)  # type: ignore[misc]


def SearchBackend(params: dict[str, Any]) -> BaseSearchBackend:
    """The backend for the database in use."""
    if connection.vendor == "postgresql":
        from modelsearch.backends.database.postgres.postgres import PostgresSearchBackend

        class Backend(PlainWords, PostgresSearchBackend):
            pass

        return Backend({"SEARCH_CONFIG": "actujet_french", **params})
    return _sqlite_backend(params)


def _sqlite_backend(params: dict[str, Any]) -> BaseSearchBackend:
    from modelsearch.backends.database.sqlite.query import MatchExpression, SQLiteFTSIndexEntry
    from modelsearch.backends.database.sqlite.sqlite import (
        SQLiteSearchBackend,
        SQLiteSearchQueryCompiler,
    )
    from modelsearch.query import PlainText
    from modelsearch.utils import get_descendants_content_types_pks

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

        Here the index is asked once for all it holds, by rank, and the pages once for which of
        those may be shown; only a slice is then fetched. It does so for plain words, which is all
        that the site looks for, and leaves whatever else the admin may ask to the stock one.
        """

        def search(self, config: Any, start: Any, stop: Any, score_field: Any = None) -> Any:
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

        def entries(self, config: Any) -> Any:
            """The keys of what the index has, of these pages' types, with all the words."""
            words = self.build_search_query(self.query, config=config)
            types = get_descendants_content_types_pks(self.queryset.model)
            return SQLiteFTSIndexEntry.objects.filter(
                MatchExpression(self.fields or self.FTS_TABLE_FIELDS, words),
                index_entry__content_type__in=types,
            ).values_list("index_entry__object_id", flat=True)

    class Backend(PlainWords, SQLiteSearchBackend):
        query_compiler_class = Compiler

    return Backend(params)
