"""The moment until which a page may be cached, because it changes then."""

from datetime import datetime
from math import ceil
from typing import Any

from django.http import HttpRequest
from django.utils import timezone


def fresh_until(request: HttpRequest, moment: datetime | None) -> None:
    """Say that the answer to `request` changes at `moment`; the earliest one counts."""
    if moment is None:
        return
    known: datetime | None = getattr(request, "fresh_until", None)
    told: Any = request
    told.fresh_until = min(known, moment) if known else moment


def seconds_fresh(request: HttpRequest, most: int) -> int:
    """How long the answer may be kept, in seconds: `most`, or less where it changes before."""
    moment: datetime | None = getattr(request, "fresh_until", None)
    if moment is None:
        return most
    return max(0, min(most, ceil((moment - timezone.now()).total_seconds())))
