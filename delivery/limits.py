"""Limits on how often a network may ask for something, at no cost to the database.

What must not lose a count, such as wrong passwords, is counted in the database instead
(`accounts.counts`): a cache may be full or away, and each process has a memory of its own.
"""

from collections import Counter
from dataclasses import dataclass, field
from math import ceil
from time import monotonic

from django.core.cache import cache
from django.http import HttpRequest

from delivery.readers import network_of

MINUTE = 60
HOUR = 60 * 60
# Networks that one process counts at a time.
MOST_NETWORKS = 10_000


@dataclass(frozen=True)
class HourlyLimit:
    """At most `most` of something an hour from one network, counted in the cache by all processes.

    It counts what has been done, not what was tried.
    """

    name: str
    most: int

    def is_reached(self, request: HttpRequest) -> bool:
        return int(cache.get(self._key(request), 0)) >= self.most

    def count(self, request: HttpRequest) -> None:
        key = self._key(request)
        if not cache.add(key, 1, HOUR):
            try:
                cache.incr(key)
            except ValueError:  # It ran out between the two calls.
                cache.set(key, 1, HOUR)

    def _key(self, request: HttpRequest) -> str:
        return f"{self.name}-{network_of(request) or 'unknown'}"


@dataclass
class MinuteLimit:
    """At most `most` requests a minute from one network, counted in the memory of this process.

    After the minute the networks are forgotten. most_keys: so many are counted at a time.
    """

    most: int
    most_keys: int = MOST_NETWORKS
    asked: Counter[int] = field(default_factory=Counter)
    until: float = 0.0

    def allows(self, request: HttpRequest, of: str = "") -> bool:
        """Count the request; return whether it is within the limit.

        of: whose it is within the network, where there is a limit for each.
        """
        if monotonic() > self.until or len(self.asked) > self.most_keys:
            self.asked, self.until = Counter(), monotonic() + MINUTE
        key = hash((network_of(request), of))
        self.asked[key] += 1
        return self.asked[key] <= self.most

    @property
    def seconds_left(self) -> int:
        """How long a network that is not allowed any more has to wait."""
        return max(1, ceil(self.until - monotonic()))
