"""The moment until which a page may be cached, because it changes then."""

from datetime import datetime
from math import ceil

from django.http import HttpRequest
from django.utils import timezone

from delivery.pages.dependencies import changes_at


def fresh_until(request: HttpRequest, moment: datetime | None) -> None:
    """Say that the answer to `request` changes at `moment`; the earliest one counts."""
    if moment is None:
        return
    changes_at(moment)
    known: datetime | None = getattr(request, "fresh_until", None)
    earliest = min(known, moment) if known else moment
    request.fresh_until = earliest  # type: ignore[attr-defined]


def seconds_left(request: HttpRequest) -> int | None:
    """Return in how many seconds the answer to `request` changes, if that is known."""
    moment: datetime | None = getattr(request, "fresh_until", None)
    if moment is None:
        return None
    return max(0, ceil((moment - timezone.now()).total_seconds()))
