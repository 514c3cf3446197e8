"""The entries that a page of a live coverage shows."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest

from delivery.pages.dependencies import depends_instead, depends_on_object
from news.models import LiveBlogPage
from news.models.lives import ENTRIES_PER_PAGE, LIVE_TABLES
from news.page_context import adds_context
from news.pagination import page_asked_for

OLDEST_FIRST = "ancien"
LONGEST_KEY = 19


@adds_context(LiveBlogPage)
def entries_of(request: HttpRequest, live: LiveBlogPage) -> dict[str, Any]:
    """The page of entries that is asked for: by its number, or by an entry that is linked to.

    Raises Http404 for an entry or a page that is not there.
    """
    depends_on_object(live)
    oldest_first = request.GET.get("ordre") == OLDEST_FIRST
    with depends_instead([], LIVE_TABLES):
        entries = live.shown_entries
        if oldest_first:
            entries = entries.reverse()
        linked = request.GET.get("m", "")
        if linked:
            listing = _page_with(entries, linked)
        else:
            listing = page_asked_for(request, entries.whole(), ENTRIES_PER_PAGE)
        # Read now, inside: what is shown depends on this page alone.
        listing.object_list = list(listing.object_list)
    return {
        "entries": listing,
        "oldest_first": oldest_first,
        "params": f"ordre={OLDEST_FIRST}&" if oldest_first else "",
        "is_front": listing.number == 1 and not oldest_first and not linked,
    }


def _page_with(entries: Any, linked: str) -> Any:
    """The page on which an entry is, wherever others have moved it."""
    if not (linked.isascii() and linked.isdigit() and len(linked) < LONGEST_KEY):
        raise Http404
    keys = list(entries.values_list("pk", flat=True))
    if int(linked) not in keys:
        raise Http404
    number = keys.index(int(linked)) // ENTRIES_PER_PAGE + 1
    return Paginator(entries.whole(), ENTRIES_PER_PAGE).page(number)
