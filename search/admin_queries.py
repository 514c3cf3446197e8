"""Queries of the admin's search boxes, folded and stemmed as the index is."""

from django.db.models import Model, QuerySet
from modelsearch.backends.base import (
    BaseSearchQueryCompiler,
    BaseSearchResults,
    EmptySearchResults,
)
from modelsearch.query import And, MatchAll, Phrase, PlainText, SearchQuery

from search.documents import PREFIXES, prefix_token
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


def completed(query: PlainText) -> PlainText:
    """Return the query in which the last word is marked as the beginning of one.

    The index holds the first letters of each word as a token of its own: so short a beginning is
    that of very many words.
    """
    *whole, last = query.query_string.split()
    last = prefix_token(last) if len(last) in PREFIXES else f"{last}*"
    return PlainText(" ".join([*whole, last]), operator=query.operator)


def typed_words(query: SearchQuery) -> str:
    """Return the words of a query; all of those that Wagtail reads as several, as of quotes."""
    if isinstance(query, PlainText | Phrase):
        return str(query.query_string)
    if isinstance(query, And):
        return " ".join(typed_words(part) for part in query.subqueries)
    raise NotImplementedError(f"The desk looks for words, not for {type(query).__name__}.")


class NoResults(EmptySearchResults):
    """No result, for a query without a word; the listings ask for its model."""

    def __init__(self, model: type[Model]) -> None:
        super().__init__()
        self.model = model

    def _clone(self) -> "NoResults":
        return NoResults(self.model)


class FrenchQueryMixin:
    """Mixed into a search backend: folds and stems the queries of the admin.

    No operator of an engine and no byte that is no text gets through: an unbalanced quote is a
    syntax error to FTS5, a NUL byte one to PostgreSQL.
    """

    query_compiler_class: type[BaseSearchQueryCompiler]

    def _search(
        self,
        compiler: type[BaseSearchQueryCompiler],
        query: str | SearchQuery | None,
        searched: type[Model] | QuerySet[Model],
        *args: object,
        **kwargs: object,
    ) -> BaseSearchResults:
        if not isinstance(query, str | MatchAll | None):
            kwargs.setdefault("operator", getattr(query, "operator", None))
            query = typed_words(query)
        if isinstance(query, str):
            whole_words = compiler is self.query_compiler_class and not kwargs.get("fields")
            query = stemmed_words(query) if whole_words else prefixes(query)
        found = super()._search(compiler, query, searched, *args, **kwargs)  # type: ignore[misc]
        if isinstance(found, EmptySearchResults):
            return NoResults(searched if isinstance(searched, type) else searched.model)
        return found
