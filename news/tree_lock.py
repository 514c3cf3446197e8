"""Keeps two moves from running at once, and a move from running beside a renaming above it."""

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
