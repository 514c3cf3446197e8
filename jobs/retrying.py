"""How failed work is tried again: the one back-off of the project."""

from dataclasses import dataclass
from datetime import timedelta

MOST_DOUBLINGS = 30


@dataclass(frozen=True)
class RetryPolicy:
    """How often work is tried, and how long it waits after each failure."""

    max_attempts: int = 5
    first_wait: timedelta = timedelta(seconds=10)
    longest_wait: timedelta = timedelta(hours=1)

    def wait_after(self, failures: int) -> timedelta:
        """Return the first wait, doubled at each further failure in a row, up to the longest."""
        return min(self.first_wait * 2 ** min(failures - 1, MOST_DOUBLINGS), self.longest_wait)
