"""Wagtail's search backend, over French words folded and stemmed alike on each database.

Named in WAGTAILSEARCH_BACKENDS, whose loader looks for `SearchBackend` in this module. The index
is Wagtail's own; what differs is which text it holds (`search.documents`), that what is looked
for is read in the same way, and that a write touches no entry but its own: the stock one rewrites
`title_norm` of every new entry, in which ten writers at once lock each other out.
"""

from modelsearch.backends.base import BaseSearchBackend

from search.engines import engine


def SearchBackend(params: dict[str, object]) -> BaseSearchBackend:
    """Return the backend for the database in use.

    A rebuild goes entry by entry: the stock one holds one transaction from beginning to end, and
    on SQLite nobody could save meanwhile.
    """
    return engine().backend({"ATOMIC_REBUILD": False, **params})
