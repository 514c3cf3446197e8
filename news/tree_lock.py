"""Keeps moves and renamings that run at once from writing places in the tree that are none now."""

from django.db.models import Q
from wagtail.models import Page


def lock_tree(*page_ids: int) -> None:
    """Lock the pages named and all that have pages below them, until the transaction ends.

    A move computes addresses from what it has read: of two at once, the second would write those
    of before. From the top down, as a renaming locks its section before what is below.
    On SQLite the transaction itself, which is IMMEDIATE, locks the database.
    """
    rows = Page.objects.filter(Q(numchild__gt=0) | Q(pk__in=page_ids)).order_by("path")
    list(rows.select_for_update(no_key=True).values_list("pk"))


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
