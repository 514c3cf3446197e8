"""What is typed into the admin's search boxes, read as the index was written."""

from typing import Any

from modelsearch.backends.base import EmptySearchResults
from modelsearch.query import PlainText

from search.french import STOP_WORDS, stem, words
from search.terms import MAX_CHARACTERS


def analysed(typed: str) -> str:
    """The stems to look for in `typed`; stop words only where there is nothing else."""
    found = words(typed[:MAX_CHARACTERS])
    meant = [word for word in found if word not in STOP_WORDS] or found
    return " ".join(stem(word) for word in meant)


def beginnings(typed: str) -> str:
    """The words of which the index shall hold a beginning: a plural begins as its singular."""
    found = words(typed[:MAX_CHARACTERS])
    return " ".join(word[:-1] if len(word) > 3 and word[-1] in "sx" else word for word in found)


class NothingFound(EmptySearchResults):
    """No result, for a search in which no word was typed: of which model, the listings ask."""

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model = model

    def _clone(self) -> "NothingFound":
        return NothingFound(self.model)


class FrenchWords:
    """Reads what is typed into the admin's search boxes as the index was written.

    Nothing of the engines' operators, nor of what is no text, gets through: an unbalanced quote is
    a syntax error to FTS5, a NUL byte one to PostgreSQL.
    """

    def _search(self, compiler: Any, query: Any, searched: Any, *args: Any, **kwargs: Any) -> Any:
        backend: Any = self
        if isinstance(query, PlainText):
            query = query.query_string
        if isinstance(query, str):
            whole_words = compiler is backend.query_compiler_class and not kwargs.get("fields")
            query = analysed(query) if whole_words else beginnings(query)
        found = super()._search(compiler, query, searched, *args, **kwargs)  # type: ignore[misc]
        if isinstance(found, EmptySearchResults):
            return NothingFound(getattr(searched, "model", searched))
        return found
