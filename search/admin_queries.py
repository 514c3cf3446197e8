"""Queries of the admin's search boxes, folded and stemmed as the index is."""

from typing import Any

from modelsearch.backends.base import EmptySearchResults
from modelsearch.query import PlainText

from search.french import STOP_WORDS, stem, words
from search.terms import MAX_CHARACTERS


def stemmed_words(typed: str) -> str:
    """Return the stems of `typed`, without stop words unless there is nothing else."""
    found = words(typed[:MAX_CHARACTERS])
    meant = [word for word in found if word not in STOP_WORDS] or found
    return " ".join(stem(word) for word in meant)


def prefixes(typed: str) -> str:
    """Return the words of `typed` to complete; a plural is cut to its singular."""
    found = words(typed[:MAX_CHARACTERS])
    return " ".join(word[:-1] if len(word) > 3 and word[-1] in "sx" else word for word in found)


class NoResults(EmptySearchResults):
    """No result, for a query without a word; the listings ask for its model."""

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model = model

    def _clone(self) -> "NoResults":
        return NoResults(self.model)


class FrenchQueryMixin:
    """Mixed into a search backend: folds and stems the queries of the admin.

    No operator of an engine and no byte that is no text gets through: an unbalanced quote is a
    syntax error to FTS5, a NUL byte one to PostgreSQL.
    """

    def _search(self, compiler: Any, query: Any, searched: Any, *args: Any, **kwargs: Any) -> Any:
        backend: Any = self
        if isinstance(query, PlainText):
            query = query.query_string
        if isinstance(query, str):
            whole_words = compiler is backend.query_compiler_class and not kwargs.get("fields")
            query = stemmed_words(query) if whole_words else prefixes(query)
        found = super()._search(compiler, query, searched, *args, **kwargs)  # type: ignore[misc]
        if isinstance(found, EmptySearchResults):
            return NoResults(getattr(searched, "model", searched))
        return found
