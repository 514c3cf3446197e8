"""The models of the search."""

from search.models.counts import ClickCount, CountedBatch, SearchCount
from search.models.index import IndexedItem, Source, Word
from search.models.settings import SearchSettings
from search.models.synonyms import Synonyms

__all__ = [
    "ClickCount",
    "CountedBatch",
    "IndexedItem",
    "SearchCount",
    "SearchSettings",
    "Source",
    "Synonyms",
    "Word",
]
