"""Times that a form takes in the person's own time zone, whatever that zone does at night."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext


class ZonedDateTimeField(forms.DateTimeField):
    """A time in the current time zone, or in the one that is written behind it (ISO 8601).

    An hour that a change to winter time brings twice is asked for, and shown, with its distance
    from UTC: « 2026-10-25 02:30+02:00 ». One that a change to summer time leaves out is refused.
    """

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, datetime) and timezone.is_aware(value):
            local = timezone.localtime(value)
            if _comes_twice(local):
                return local.isoformat(" ", "minutes")
        return super().prepare_value(value)

    def to_python(self, value: Any) -> datetime | None:
        naive = self._naive(value)
        if naive is not None:
            zone = timezone.get_current_timezone()
            first = naive.replace(tzinfo=zone, fold=0)
            if _is_left_out(first):
                raise ValidationError(
                    _(
                        "This hour does not exist in %(zone)s: that night the clocks are put "
                        "forward over it. Choose an hour before or after."
                    ),
                    code="left_out",
                    params={"zone": zone},
                )
            if _comes_twice(first):
                raise ValidationError(
                    _(
                        "This hour comes twice in %(zone)s: that night the clocks are put back. "
                        "Write %(first)s for the first time, %(second)s for the second."
                    ),
                    code="comes_twice",
                    params={
                        "zone": zone,
                        "first": first.isoformat(" ", "minutes"),
                        "second": first.replace(fold=1).isoformat(" ", "minutes"),
                    },
                )
        cleaned: datetime | None = super().to_python(value)
        return cleaned

    def _naive(self, value: Any) -> datetime | None:
        """What was typed, if it leaves open which time zone it means."""
        if not isinstance(value, str) or not value.strip():
            return None
        try:
            typed = parse_datetime(value.strip())
        except ValueError:
            return None
        return typed if typed is not None and timezone.is_naive(typed) else None


def _comes_twice(local: datetime) -> bool:
    return not _is_left_out(local) and (
        local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    )


def _is_left_out(local: datetime) -> bool:
    """PEP 495: a time in a gap is not what it was after a round trip through UTC."""
    there_and_back = local.astimezone(ZoneInfo("UTC")).astimezone(local.tzinfo)
    return there_and_back.replace(tzinfo=None) != local.replace(tzinfo=None, fold=0)


def zoned(stock: forms.Field) -> ZonedDateTimeField:
    """The same field as `stock`, with a note on whose clock counts."""
    return ZonedDateTimeField(
        label=stock.label,
        required=stock.required,
        widget=stock.widget,
        help_text=_("In %(zone)s, where it is %(hour)s now.")
        % {"zone": timezone.get_current_timezone_name(), "hour": _hour_now()},
    )


def _hour_now() -> str:
    return date_format(timezone.localtime(), pgettext("time format", "H:i"))
