"""What search keeps: beside the index, and of what editors set."""

from search.models.counts import ClickCount, CountedBatch, SearchCount
from search.models.index import Findable, Source, Word
from search.models.settings import SearchSettings
from search.models.synonyms import Synonyms

__all__ = [
    "ClickCount",
    "CountedBatch",
    "Findable",
    "SearchCount",
    "SearchSettings",
    "Source",
    "Synonyms",
    "Word",
]
