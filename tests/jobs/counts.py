"""Adds up what has been counted, as the clock does."""

from jobs import count_files, counters
from jobs.counters import Count


def add_up_counts() -> None:
    """Add what is counted to the database."""
    counters.fold()


def waiting_counts(path: str) -> list[Count]:
    """What is counted and not added yet; path: of the function that will add it."""
    files = count_files.take()
    return [count for file in files for count in counters.read_file(file).get(path, {}).values()]
