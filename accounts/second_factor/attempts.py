"""Limits on codes that a person may try, counted in the database.

After five wrong codes in a row the next one waits a minute, then two, four, up to an hour: about
thirty tries a day, three right answers in a million. Only who knows the password comes this far.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.second_factor.models import CodeAttempts
from accounts.users import User
from jobs.retrying import RetryPolicy

FREE_TRIES = 5
WAITS = RetryPolicy(first_wait=timedelta(minutes=1), longest_wait=timedelta(hours=1))


@dataclass(frozen=True)
class Outcome:
    """Whether a code was taken; until when no other is looked at; whether that begins now."""

    accepted: bool
    closed_until: datetime | None = None
    just_closed: bool = False


@transaction.atomic
def try_code(user: User, kind: str, is_right: Callable[[], bool]) -> Outcome:
    """Look at a code, unless too many were wrong; codes of each `kind` are counted apart."""
    CodeAttempts.objects.get_or_create(user=user, kind=kind)
    count = CodeAttempts.objects.select_for_update().get(user=user, kind=kind)
    now = timezone.now()
    if count.closed_until and count.closed_until > now:
        return Outcome(False, count.closed_until)
    accepted = is_right()
    count.failures = 0 if accepted else count.failures + 1
    count.closed_until = (
        None
        if count.failures < FREE_TRIES
        else now + WAITS.wait_after(count.failures - FREE_TRIES + 1)
    )
    count.save()
    return Outcome(accepted, count.closed_until, count.failures == FREE_TRIES)
