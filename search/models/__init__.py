"""The models of the search."""

from search.models.counts import ClickCount, SearchCount
from search.models.index import IndexedItem, Source, Word
from search.models.settings import SearchSettings
from search.models.synonyms import Synonyms

__all__ = [
    "ClickCount",
    "IndexedItem",
    "SearchCount",
    "SearchSettings",
    "Source",
    "Synonyms",
    "Word",
]
