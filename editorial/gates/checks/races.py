"""Checks for what readers, and those who bet, need of a race meeting."""

from collections.abc import Iterator
from typing import Any

from editorial.gates.checks.finding import Finding
from news.races.checking import problems_of


def check_races(meeting: Any) -> Iterator[Finding]:
    """Yield what is wrong in the races of a page that has `races`."""
    for problem in problems_of(meeting.races.all()):
        yield Finding(problem.code, problem.message, "races-section")
