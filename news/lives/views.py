"""What the pages of a live coverage ask for while it runs: how far it is, and what is new."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from delivery.pages.dependencies import depends_instead
from delivery.pages.views import page_cached
from news.models import LiveBlogPage, LiveEntry
from news.models.lives import LIVE_TABLES

# A browser that has been away longer opens the page anew.
MOST_NEW = 40


@page_cached()
@require_safe
def live_state(request: HttpRequest, page_id: int) -> HttpResponse:
    """JSON: `n`, the number of the last change; `every`, after how many seconds to look again;
    `ended`. One rendering for all readers until something changes.
    """
    live = _page(page_id)
    state = live.state
    return JsonResponse({"n": state.number, "every": state.pace, "ended": not state.is_running})


@page_cached()
@require_safe
def live_since(request: HttpRequest, page_id: int, number: int) -> HttpResponse:
    """HTML: the entries that have changed since the change of that number, the newest first."""
    live = _page(page_id)
    with depends_instead([], LIVE_TABLES):
        entries = LiveEntry.objects.filter(page=live.pk, change__gt=number).shown().whole()
        changed = list(entries[: MOST_NEW + 1])
    context = {
        "page": live,
        "entries": changed[:MOST_NEW],
        "state": live.state,
        "too_many": len(changed) > MOST_NEW,
    }
    return render(request, "news/lives/since.html", context)


def _page(key: int) -> LiveBlogPage:
    """A live page that readers can open; the answer depends on that page alone."""
    with depends_instead([f"page:{key}"], {"articles", "pages"}):
        live = LiveBlogPage.objects.visible().filter(pk=key).first()
    if live is None:
        raise Http404
    return live
