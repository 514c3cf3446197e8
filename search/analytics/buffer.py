"""Counts searches and clicks, as a hint for editors."""

from django.http import HttpRequest
from django.utils import timezone

from delivery.limits import MinuteLimit
from delivery.readers import is_reader
from jobs.counters import CountBuffer
from search.analytics import store
from search.privacy import kept_text

MOST_A_MINUTE = 40  # of one network, behind which there may be a school or a village

buffer = CountBuffer(store.add)
searches_limit, clicks_limit = MinuteLimit(MOST_A_MINUTE), MinuteLimit(MOST_A_MINUTE)


def count_search(request: HttpRequest, query: str, found: int) -> None:
    """Count a reader's search for `query`; found: how many results hold all of it."""
    prefetched = "prefetch" in request.headers.get("Sec-Purpose", "")
    if request.method != "GET" or prefetched or not is_reader(request):
        return
    if (kept := kept_text(query)) and searches_limit.allows(request):
        key, text = kept
        buffer.count(
            (store.SEARCH, _today(), key),
            {"searches": 1, "nothing": int(not found)},
            latest={"text": text, "found": found},
        )


def count_click(query: str, target: str, place: int) -> None:
    """Count that a result was opened; place 0 is the editors' choice."""
    if kept := kept_text(query):
        key, text = kept
        buffer.count(
            (store.CLICK, _today(), key, target),
            {"clicks": 1, "places": place},
            latest={"text": text},
        )


def _today() -> str:
    return timezone.localdate().isoformat()
