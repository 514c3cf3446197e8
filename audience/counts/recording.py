"""Notes what a reader does with an article, in the file of this process."""

from time import monotonic, time

import structlog
from django.db import Error
from django.http import HttpRequest
from django.utils import timezone

from audience.counts import store
from audience.counts.models import Channel
from audience.digests import digest
from delivery.readers import network_of
from jobs.counters import CountBuffer

logger = structlog.get_logger(__name__)

# Views a minute of one reader, or of a network, behind which there may be a school or a town;
# who asks for more is a machine.
MOST_OF_READER, MOST_OF_NETWORK = 20, 600
MINUTE = 60
MOST_REMEMBERED = 20_000
# What an end may tell: the quarters that were read, and seconds in coarse steps.
QUARTERS = 4
STEPS = (3, 10, 30, 60, 120, 300, 600)

buffer = CountBuffer(store.add)


class Rates:
    """How often a key has come within the minute, in the memory of this process."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.until = 0.0

    def add(self, key: str) -> int:
        now = monotonic()
        if now > self.until or len(self.numbers) > MOST_REMEMBERED:
            self.numbers, self.until = {}, now + MINUTE
        number = self.numbers[key] = self.numbers.get(key, 0) + 1
        return number


rates = Rates()


def record_view(request: HttpRequest, article: int, channel: Channel, is_machine: bool) -> None:
    """Count a view; one of a machine, or of somebody who reads faster than anyone, is filtered."""
    network, agent = network_of(request), request.headers.get("User-Agent", "")
    reader = f"{network} {agent}"
    is_fast = rates.add(reader) > MOST_OF_READER or rates.add(network) > MOST_OF_NETWORK
    if is_machine or is_fast:
        _count(store.VIEW, article, channel, "", filtered=1)
    else:
        _count(store.VIEW, article, channel, _digest_of(reader, article), views=1)


def record_end(article: int, channel: Channel, quarters: int, seconds: int, is_first: bool) -> None:
    """Count how far and how long somebody has read, who may go on and tell the rest later."""
    sums = {"ended": int(is_first), "quarters": quarters, "seconds": seconds}
    _count(store.END, article, channel, **sums)


def record_share(article: int, channel: Channel) -> None:
    _count(store.SHARE, article, channel, shares=1)


def record_comment(article: int) -> None:
    """Count an approved comment in what is read most."""
    _count(store.COMMENT, article, Channel.SITE, comments=1)


def _count(kind: str, article: int, channel: Channel, *more: str, **sums: int) -> None:
    key = (kind, str(article), timezone.localdate().isoformat(), channel.value, *more)
    buffer.count(key, sums, latest={"at": int(time())})


def _digest_of(reader: str, article: int) -> str:
    """What tells this reader of this article from others today; empty while there is no salt."""
    try:
        return digest(f"{reader} {article}")
    except Error:
        # A lost database costs the knowledge of repeats, not the view.
        logger.warning("reader_unknown")
        return ""
