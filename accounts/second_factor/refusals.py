"""Messages about codes that are refused."""

from datetime import datetime
from math import ceil
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.second_factor import attempts, tasks
from accounts.second_factor.forms import AppCodeForm
from accounts.users import User


def say_why(form: Any, user: User, outcome: attempts.Outcome) -> None:
    """Tell what is wrong with a code; and, the first time in a row, the person by mail."""
    if outcome.just_closed:
        tasks.tell(user, "wrong_codes")
    if outcome.closed_until is None:
        form.add_error(
            "code",
            _("This code is wrong, or was used already. Wait for the next one and type it again.")
            if isinstance(form, AppCodeForm)
            else _("This recovery code is wrong, or was used already."),
        )
        return
    form.closed_until = outcome.closed_until
    minutes = ceil(_seconds_to(outcome.closed_until) / 60)
    form.add_error(
        "code",
        ngettext(
            "Too many wrong codes. No code is looked at for %(minutes)s minute.",
            "Too many wrong codes. No code is looked at for %(minutes)s minutes.",
            minutes,
        )
        % {"minutes": minutes},
    )


def mark_closed(response: HttpResponse, form: Any) -> HttpResponse:
    """Answer 429 while no code is looked at."""
    closed_until = getattr(form, "closed_until", None)
    if closed_until:
        response.status_code = 429
        response.headers["Retry-After"] = str(_seconds_to(closed_until))
    return response


def _seconds_to(moment: datetime) -> int:
    return max(1, ceil((moment - timezone.now()).total_seconds()))
