"""Form fields for dates and hours, in the person's own time zone, whatever that zone does at night.

They take French words (`reading`) from Wagtail's widgets (`widgets`), which keep what was typed.
"""

from datetime import datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput, AdminTimeInput

from news.moments.reading import Kind
from news.moments.typed import Typed


class ReadsWords(forms.Field):
    """Refuses what could not be read with the sentence that says why."""

    kind: Kind

    def to_python(self, value: object) -> Any:
        if isinstance(value, str) and not isinstance(value, Typed):
            value = Typed.of(value, self.kind, getattr(self.widget, "looks", None))
        if isinstance(value, Typed) and value.problem:
            raise ValidationError(value.problem, code="unreadable")
        return super().to_python(value)


class WordedDateField(ReadsWords, forms.DateField):
    kind = Kind.DAY
    widget = AdminDateInput


class WordedTimeField(ReadsWords, forms.TimeField):
    kind = Kind.HOUR
    widget = AdminTimeInput


class ZonedDateTimeField(ReadsWords, forms.DateTimeField):
    """A time in the current time zone, or in the one that is written behind it (ISO 8601).

    An hour that a change to winter time brings twice is asked for, and shown, with its distance
    from UTC: « 2026-10-25 02:30+02:00 ». One that a change to summer time leaves out is refused.
    """

    kind = Kind.MOMENT
    widget = AdminDateTimeInput

    def prepare_value(self, value: object) -> Any:
        if isinstance(value, datetime) and timezone.is_aware(value):
            local = timezone.localtime(value)
            if _comes_twice(local):
                return local.isoformat(" ", "minutes")
        return super().prepare_value(value)

    def to_python(self, value: object) -> datetime | None:
        if isinstance(value, str) and not isinstance(value, Typed):
            value = Typed.of(value, self.kind, getattr(self.widget, "looks", None))
        naive = _naive(value)
        if naive is not None:
            _refuse_unclear(naive, timezone.get_current_timezone())
        cleaned: datetime | None = super().to_python(value)
        return cleaned


def _naive(value: object) -> datetime | None:
    """Return the value as a moment without a time zone, if it is one."""
    if not isinstance(value, Typed) or value.problem or not value.strip():
        return None
    moment = parse_datetime(value)
    return moment if moment is not None and timezone.is_naive(moment) else None


def _refuse_unclear(naive: datetime, zone: tzinfo | None) -> None:
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


def _comes_twice(local: datetime) -> bool:
    return not _is_left_out(local) and (
        local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    )


def _is_left_out(local: datetime) -> bool:
    """PEP 495: a time in a gap is not what it was after a round trip through UTC."""
    there_and_back = local.astimezone(ZoneInfo("UTC")).astimezone(local.tzinfo)
    return there_and_back.replace(tzinfo=None) != local.replace(tzinfo=None, fold=0)
