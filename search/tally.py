"""Counting searches and clicks without cookies, and without keeping a reader waiting.

A request adds to numbers in the memory of its process and is done. Now and then what has come
together is handed to the queue as one task (`SEARCH_COUNTS_EVERY`), which adds it to the day's
rows. A process that is killed loses half a minute of counts: they are a hint for editors, no
account.
"""

import atexit
import threading
from dataclasses import astuple, dataclass, field
from uuid import uuid4

import structlog
from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from delivery.limits import MinuteLimit
from delivery.readers import is_reader
from search.adding import Rows
from search.privacy import kept_text
from search.tasks import add_counts

logger = structlog.get_logger(__name__)

MOST_ENTRIES = 500  # of a batch; what comes beyond them is not counted
MOST_A_MINUTE = 40  # of one network, behind which there may be a school or a village


@dataclass
class Searched:
    text: str = ""
    times: int = 0
    nothing: int = 0
    found: int = 0


@dataclass
class Opened:
    text: str = ""
    times: int = 0
    places: int = 0


@dataclass
class Buffer:
    """What this process has counted since it last handed it on, by day and by what it was."""

    searches: dict[tuple[str, str], Searched] = field(default_factory=dict)
    clicks: dict[tuple[str, str, str], Opened] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    timer: threading.Timer | None = None

    def add_search(self, key: str, text: str, found: int) -> None:
        place = (_today(), key)
        with self.lock:
            if not self._has_room(place in self.searches):
                return
            counted = self.searches.setdefault(place, Searched())
            counted.text, counted.found = text, found
            counted.times += 1
            counted.nothing += not found
            self._hand_on_later()

    def add_click(self, key: str, text: str, target: str, place_in_list: int) -> None:
        place = (_today(), key, target)
        with self.lock:
            if not self._has_room(place in self.clicks):
                return
            counted = self.clicks.setdefault(place, Opened())
            counted.text = text
            counted.times += 1
            counted.places += place_in_list
            self._hand_on_later()

    def take(self) -> tuple[Rows, Rows]:
        """What has come together, as a task takes it; nothing is left."""
        with self.lock:
            searches = [[*place, *astuple(counted)] for place, counted in self.searches.items()]
            clicks = [[*place, *astuple(counted)] for place, counted in self.clicks.items()]
            self.searches, self.clicks, self.timer = {}, {}, None
        return searches, clicks

    def _has_room(self, known: bool) -> bool:
        return known or len(self.searches) + len(self.clicks) < MOST_ENTRIES

    def _hand_on_later(self) -> None:
        every = settings.SEARCH_COUNTS_EVERY
        if every is not None and self.timer is None:
            self.timer = threading.Timer(every, _hand_on_and_close)
            self.timer.daemon = True
            self.timer.start()


buffer = Buffer()
searches_limit, clicks_limit = MinuteLimit(MOST_A_MINUTE), MinuteLimit(MOST_A_MINUTE)


def count_search(request: HttpRequest, query: str, found: int) -> None:
    """Count that a reader looked for `query`, and how many results hold all of it."""
    prefetched = "prefetch" in request.headers.get("Sec-Purpose", "")
    if request.method != "GET" or prefetched or not is_reader(request):
        return
    if (kept := kept_text(query)) and searches_limit.allows(request):
        buffer.add_search(*kept, found)


def count_click(query: str, target: str, place: int) -> None:
    """Count that a result was opened; place 0 is the editors' choice."""
    if kept := kept_text(query):
        buffer.add_click(*kept, target, place)


def hand_on() -> None:
    """Give what this process has counted to the queue."""
    searches, clicks = buffer.take()
    if not searches and not clicks:
        return
    try:
        add_counts.enqueue(str(uuid4()), searches, clicks)
    except Exception:
        # Whatever is wrong with the database, readers go on searching.
        logger.warning("search_counts_lost", exc_info=True)


def _hand_on_and_close() -> None:
    try:
        hand_on()
    finally:
        connection.close()


def _today() -> str:
    return timezone.localdate().isoformat()


@atexit.register
def hand_on_the_last() -> None:
    if settings.configured and settings.SEARCH_COUNTS_EVERY is not None:
        hand_on()
