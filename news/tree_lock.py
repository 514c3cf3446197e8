"""Keeps moves and renamings that run at once from writing places in the tree that are none now."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, transaction
from django.db.models import Q
from wagtail.models import Page

_is_locked: ContextVar[bool] = ContextVar("the tree is locked", default=False)


def lock_tree(*page_ids: int) -> None:
    """Lock the pages named and all that have pages below them, until the transaction ends.

    A move computes addresses from what it has read: of two at once, the second would write those
    of before. From the top down, as a renaming locks its section before what is below.
    On SQLite the transaction itself, which is IMMEDIATE, locks the database.
    """
    if not connection.features.has_select_for_update:
        return
    named = Q(pk__in=page_ids)
    wanted = named if _is_locked.get() else Q(numchild__gt=0) | named
    rows = Page.objects.filter(wanted).order_by("path")
    list(rows.select_for_update(no_key=True).values_list("pk"))


@contextmanager
def tree_locked(*page_ids: int) -> Iterator[None]:
    """Lock the tree for all moves of the block, which is one transaction.

    Each of them then locks the pages that it names, and does not look again for all the others.
    """
    with transaction.atomic():
        lock_tree(*page_ids)
        before = _is_locked.set(True)
        try:
            yield
        finally:
            _is_locked.reset(before)


def read_place(page: Page) -> None:
    """Lock `page` and read its place in the tree, which a move may have changed since it was read.

    A page is saved with all its fields: with an older path it would be back where it was, with an
    older number of pages below it some of them would be lost, and its new address would be made
    from an older one of the page above it.
    """
    rows = Page.objects.select_for_update(no_key=True).filter(pk=page.pk)
    place = rows.values("path", "depth", "numchild", "url_path").first()
    if place is None:
        return
    for name, value in place.items():
        setattr(page, name, value)
    # treebeard keeps the page above it.
    page.get_parent(update=True)
