"""Dates and moments as the newsroom writes them, in its own time zone."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import pgettext


def instant(value: datetime | None) -> str:
    """For machines, to the second: 2026-11-24T14:05:31+00:00."""
    return timezone.localtime(value).isoformat(timespec="seconds") if value else ""


def long_day(value: date | datetime | None) -> str:
    """With the day of the week: « mardi 24 novembre 2026 », « dimanche 1er mars 2026 »."""
    first = pgettext("date format, first day of the month", "l j F Y")
    return _written(value, pgettext("date format", "l j F Y"), first)


def day(value: date | datetime | None) -> str:
    """« 24 novembre 2026 », « 1er mars 2026 »."""
    first = pgettext("date format, first day of the month", "j F Y")
    return _written(value, pgettext("date format", "j F Y"), first)


def short_day(value: date | datetime | None) -> str:
    """« 24 nov. 2026 », « 1er mars 2026 »."""
    first = pgettext("date format, first day of the month", "j N Y")
    return _written(value, pgettext("date format", "j N Y"), first)


def moment(value: datetime | None) -> str:
    """« 24 novembre 2026 à 14 h 05 »."""
    first = pgettext("date format, first day of the month", "j F Y, H:i")
    return _written(value, pgettext("date format", "j F Y, H:i"), first)


def short_moment(value: datetime | None) -> str:
    """« 24 nov., 14 h 05 »."""
    first = pgettext("date format, first day of the month", "j N, H:i")
    return _written(value, pgettext("date format", "j N, H:i"), first)


def _written(value: date | datetime | None, style: str, first_style: str) -> str:
    if not value:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return date_format(value, first_style if value.day == 1 else style)
