"""The text typed into a field for a date or an hour, with its reading."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from news.moments.reading import Kind, Looks, Unreadable, read_day, read_hour, read_moment

# A form may stay open for long; a clock that is wrong must not move a date.
LONGEST_OPEN = timedelta(days=2)


class Typed(str):
    """The reading in ISO 8601, for any form field, or the words themselves where there is none.

    typed: the words, to be shown again as they were.
    read_at: the moment at which they were read, as the page sent it back; empty if it did not.
    problem: why they cannot be read, in a sentence; empty if they can.
    """

    __slots__ = ("problem", "read_at", "typed")
    typed: str
    read_at: str
    problem: str

    @classmethod
    def of(cls, text: str, kind: Kind, looks: Looks | None = None, read_at: str = "") -> Typed:
        """Read `text` as it was read when it was typed: « dans 2 h » counts from then."""
        looks = looks or (Looks.NEAREST if kind == Kind.DAY else Looks.AHEAD)
        problem, value = "", text
        if text.strip():
            try:
                value = _read(text, kind, looks, _clock(read_at))
            except Unreadable as error:
                problem = str(error)
        made = cls(value)
        made.typed, made.read_at, made.problem = text, read_at, problem
        return made


def _read(text: str, kind: Kind, looks: Looks, now: datetime) -> str:
    match kind:
        case Kind.DAY:
            return read_day(text, now, looks).isoformat()
        case Kind.HOUR:
            return _iso(read_hour(text))
        case _:
            return _iso(read_moment(text, now, looks))


def _iso(value: datetime | time) -> str:
    precise = bool(value.second or value.microsecond)
    timespec = "auto" if precise else "minutes"
    return (
        value.isoformat(" ", timespec) if isinstance(value, datetime) else value.isoformat(timespec)
    )


def _clock(read_at: str) -> datetime:
    """The moment of the reading, if it can be believed; now otherwise."""
    now = timezone.localtime()
    try:
        then = parse_datetime(read_at[:40])
    except ValueError:
        return now
    if then is None or timezone.is_naive(then) or not now - LONGEST_OPEN <= then <= now:
        return now
    return timezone.localtime(then)


def written(value: date | time | datetime) -> str:
    """A stored value as the field shows it: « 30/11/2026 18:00 », « 30/11/2026 », « 18:00 »."""
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M}"
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else f"{value:%H:%M}"
