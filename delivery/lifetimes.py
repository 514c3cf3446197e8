"""For how long Cache-Control lets a copy be shown (RFC 9111, and RFC 5861 for stale ones)."""

import re

FRESH = ("max-age", "s-maxage")
LIFETIMES = re.compile(r"(?<![-\w])(max-age|s-maxage|stale-while-revalidate|stale-if-error)=(\d+)")


def longest_use(value: str) -> int:
    """Return for how many seconds a header lets a copy be shown at most, a stale one too."""
    said = LIFETIMES.findall(value)
    fresh = max((int(seconds) for name, seconds in said if name in FRESH), default=0)
    stale = max((int(seconds) for name, seconds in said if name not in FRESH), default=0)
    return fresh + stale


def shortened(value: str, left: int) -> str:
    """Return the header by which no copy is shown for longer than `left` seconds."""
    said = LIFETIMES.findall(value)
    fresh = max((min(int(seconds), left) for name, seconds in said if name in FRESH), default=0)

    def shorten(directive: re.Match[str]) -> str:
        name, seconds = directive.groups()
        return f"{name}={min(int(seconds), left if name in FRESH else left - fresh)}"

    return LIFETIMES.sub(shorten, value)
