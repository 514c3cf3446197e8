"""Whether anything that may be sent to the search is answered, and how long the slowest takes."""

import time
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from hypothesis import HealthCheck, Phase, given, seed
from hypothesis import settings as tried

from tests.search.inputs import ADDRESSES, queries

TOO_LONG = 1.0  # seconds


@dataclass
class Answers:
    """What came of `asked` requests.

    refused: those that were answered otherwise than with a page.
    too_slow: how many took longer than TOO_LONG; longest: seconds of the slowest one.
    """

    asked: int = 0
    refused: list[str] = field(default_factory=list)
    too_slow: int = 0
    longest: float = 0.0
    slowest: str = ""


def ask(number: int, with_seed: int) -> Answers:
    """Send `number` query strings to each of the three addresses."""
    answers = Answers()
    client = Client(raise_request_exception=False)

    @seed(with_seed)
    @tried(
        max_examples=number,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(query_string=queries)
    def each(query_string: str) -> None:
        for address in ADDRESSES:
            _ask(client, address, query_string, answers)

    each()
    return answers


def _ask(client: Client, address: str, query_string: str, answers: Answers) -> None:
    started = time.perf_counter()
    response: Any = client.get(address, QUERY_STRING=query_string)
    taken = time.perf_counter() - started
    shown = f"{address}?{query_string[:120]} ({len(query_string)} caractères)"
    answers.asked += 1
    answers.too_slow += taken > TOO_LONG
    if taken > answers.longest:
        answers.longest, answers.slowest = taken, shown
    if response.status_code != 200:
        answers.refused.append(f"{response.status_code} {shown}")
