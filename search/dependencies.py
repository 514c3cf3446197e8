"""What the tables of the search are to the pages that read them."""

from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.search.models import IndexEntry

from delivery.pages.tables import declare, harmless, whole
from search.models import IndexedItem, SearchSettings, Synonyms, Word


def declare_tables() -> None:
    """Once all models are loaded.

    SQLite's table for full-text search takes no trigger: an entry has a row beside it, written in
    the same moment.
    """
    entries = IndexEntry._meta.db_table
    declare(f"{entries}_fts", [entries])
    whole(IndexedItem, IndexEntry, SearchPromotion, SearchSettings, Synonyms)
    harmless(Query, Word)
