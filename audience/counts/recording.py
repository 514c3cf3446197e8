"""Notes what a reader does with an article, in the file of this process."""

from dataclasses import dataclass
from time import time

import structlog
from django.db import Error
from django.http import HttpRequest
from django.utils import timezone

from audience.counts import store
from audience.counts.models import Channel
from audience.digests import digest
from delivery.limits import MinuteLimit
from delivery.readers import network_of
from jobs.counters import CountBuffer

logger = structlog.get_logger(__name__)

# What is told a minute by the browsers of one name in a network, and by a network. A mobile network
# shows a town under one address, and most telephones have a browser of one name; more is a machine.
browsers_limit, networks_limit = MinuteLimit(200, 20_000), MinuteLimit(600, 20_000)
# Of views and shares that look alike, so many are counted in half an hour; one of those that no
# script has told, as nothing else says that they are not the same reader's.
MOST_ALIKE, MOST_OF_PICTURE = 20, 1
MINUTE = 60
MOST_REMEMBERED = 20_000
# What an end may tell: the quarters that were read, and seconds in coarse steps.
QUARTERS = 4
STEPS = (3, 10, 30, 60, 120, 300, 600)

buffer = CountBuffer(store.add)


@dataclass(frozen=True)
class View:
    """How a view was told. is_again: the browser has told one of this article a moment ago."""

    is_machine: bool = False
    is_again: bool = False
    by_picture: bool = False


def record_view(request: HttpRequest, article: int, channel: Channel, view: View) -> None:
    """Count a view: as one, as filtered, or as a repeat."""
    if _is_fast(request) or view.is_machine:
        _count(store.VIEW, article, channel, filtered=1)
    elif view.is_again:
        _count(store.VIEW, article, channel, repeated=1)
    else:
        most = MOST_OF_PICTURE if view.by_picture else MOST_ALIKE
        _count(store.VIEW, article, channel, _digest_of(request, article), str(most), views=1)


def record_end(
    request: HttpRequest,
    article: int,
    channel: Channel,
    quarters: int,
    seconds: int,
    is_first: bool,
) -> None:
    """Count how far and how long somebody has read, who may go on and tell the rest later."""
    sums = {"ended": int(is_first), "quarters": quarters, "seconds": seconds}
    if not _is_fast(request):
        _count(store.END, article, channel, **sums)


def record_share(request: HttpRequest, article: int, channel: Channel) -> None:
    """Count a share."""
    if not _is_fast(request):
        alike = _digest_of(request, article, channel)
        _count(store.SHARE, article, channel, alike, str(MOST_ALIKE), shares=1)


def record_comment(article: int) -> None:
    """Count an approved comment in what is read most."""
    _count(store.COMMENT, article, Channel.SITE, comments=1)


def _count(kind: str, article: int, channel: Channel, *more: str, **sums: int) -> None:
    key = (kind, str(article), timezone.localdate().isoformat(), channel.value, *more)
    buffer.count(key, sums, latest={"at": int(time())})


def _is_fast(request: HttpRequest) -> bool:
    by_browser = browsers_limit.allows(request, of=_browser(request))
    by_network = networks_limit.allows(request)
    return not (by_browser and by_network)


def _browser(request: HttpRequest) -> str:
    return request.headers.get("User-Agent", "")


def _digest_of(request: HttpRequest, article: int, way: str = "") -> str:
    """What those who look alike have in common today; empty while there is no salt."""
    try:
        return digest(f"{network_of(request)} {_browser(request)} {article} {way}")
    except Error:
        # A lost database costs the knowledge of repeats, not the view.
        logger.warning("reader_unknown")
        return ""
