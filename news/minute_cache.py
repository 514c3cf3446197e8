"""A cache for what is shown at the side of many pages, such as lists of tags and months."""

from collections.abc import Callable
from typing import TypeVar, cast
from uuid import uuid4

from django.core.cache import cache

T = TypeVar("T")
MINUTE = 60
GENERATION = "browse-age"


def cached_for_a_minute(name: str, make: Callable[[], T]) -> T:
    """Return what `make` returned within the last minute, or call it.

    A value made before `invalidate` is not returned after it, not even if it was still being made
    then.
    """
    found = cache.get_or_set(f"browse-{cache.get(GENERATION, '')}-{name}", make, MINUTE)
    return cast(T, found)


def invalidate() -> None:
    """Have all values made anew: an article was published, withdrawn, moved or deleted."""
    cache.set(GENERATION, uuid4().hex, None)
