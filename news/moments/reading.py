"""Parsing of dates and hours as French people write them.

Pure functions on text and a clock. The words are those of a newsroom: « 30/11/2026 18:00 »,
« 30 novembre 18 h », « demain 18h30 », « lundi 8 h », « lundi prochain », « midi », « dans 2 h »,
and ISO 8601. Capitals, accents, spaces of any kind and either apostrophe make no difference.

Where words leave something open:

- An hour without a day is the next one to come (AHEAD), or the nearest (NEAREST).
- A day without its year, and a day of the week, likewise: the first whose hour is to come, or the
  nearest. « lundi prochain » is the first Monday after today, « lundi dernier » the last before.
- A day without an hour begins at 0 h. « dans 2 jours » keeps the hour of now.
- « minuit » after a day ends that day, as 24 h does; 0 h begins it.
- A year of two digits is of this century. No other order than day, month, year is guessed.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import TypeVar

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from accounts.accents import without_accents

LONGEST = 80
YEARS = range(1900, 2200)
# The 29th of February comes back within eight years, whatever the century does.
LEAP_YEARS_APART = 8

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
)
SHORT_MONTHS = {
    "janv": 1,
    "jan": 1,
    "fevr": 2,
    "fev": 2,
    "avr": 4,
    "juil": 7,
    "sept": 9,
    "sep": 9,
    "oct": 10,
    "nov": 11,
    "dec": 12,
}
NEAR_DAYS = {"avanthier": -2, "hier": -1, "aujourdhui": 0, "demain": 1, "apresdemain": 2}
UNITS = {"min": "minutes", "h": "hours", "j": "days", "s": "weeks", "mois": "months"}

_WEEKDAY = "|".join(WEEKDAYS)
_MONTH = "|".join([*MONTHS, *(rf"{name}\.?" for name in SHORT_MONTHS)])
_DAY = rf"""(?:le\ )?(?:
    (?P<near>aujourd'?hui|apres[ -]?demain|demain|avant[ -]?hier|hier)
  | (?P<weekday>{_WEEKDAY})(?:\ (?P<which>prochain|dernier))?
  | (?:(?P<named>{_WEEKDAY}),?\ (?:le\ )?)?(?:
        (?P<year_first>[0-9]{{4}})-(?P<month_then>[0-9]{{2}})-(?P<day_last>[0-9]{{2}})
      | (?P<day>[0-9]{{1,2}})/(?P<month>[0-9]{{1,2}})
      | (?P<day_y>[0-9]{{1,2}})(?P<sep>[/.-])(?P<month_y>[0-9]{{1,2}})(?P=sep)
        (?P<year>[0-9]{{4}}|[0-9]{{2}})
      | (?P<day_n>[0-9]{{1,2}}|1er)\ (?P<month_n>{_MONTH})(?:\ (?P<year_n>[0-9]{{4}}))?
    )
)"""
_HOUR = r"""(?:a\ )?(?:
    (?P<noon>midi) | (?P<midnight>minuit)
  | (?P<hours>[0-9]{1,2})\ ?h(?:eures?)?(?:\ ?(?P<minutes>[0-9]{2}))?
  | (?P<hours_c>[0-9]{1,2}):(?P<minutes_c>[0-9]{2})(?::[0-9]{2}(?:[.,][0-9]+)?)?
    (?P<offset>\ ?z|[+-][0-9]{2}:?[0-9]{2})?
)"""
_BETWEEN = r"(?:,\ ?|\ )"
_SHAPES = [
    re.compile(shape, re.VERBOSE)
    for shape in (rf"{_DAY}(?:{_BETWEEN}{_HOUR})?", _HOUR, rf"{_HOUR}{_BETWEEN}{_DAY}")
]
_DISTANCE = re.compile(
    rf"""(?P<sign>dans|il\ y\ a)\ (?P<count>[0-9]{{1,4}}|une?)\ ?
    (?:(?P<min>min(?:ute)?s?|mn)|(?P<h>h(?:eures?)?)(?:\ ?(?P<rest>[0-9]{{2}}))?
    |(?P<j>j(?:ours?)?)|(?P<s>semaines?)|(?P<mois>mois))
    (?:{_BETWEEN}{_HOUR})?""",
    re.VERBOSE,
)


class Looks(StrEnum):
    """Which way a field looks where its words leave the day open."""

    AHEAD = "ahead"
    NEAREST = "nearest"


class Kind(StrEnum):
    """The kinds of value that a field takes."""

    MOMENT = "moment"
    DAY = "day"
    HOUR = "hour"


class Unreadable(ValueError):
    """Words that are no date or hour; the message is a sentence for the person who typed them."""


def read_moment(text: str, now: datetime, looks: Looks = Looks.AHEAD) -> datetime:
    """The moment that `text` names, to the minute, on the clock of `now`.

    now: aware, in the time zone of the person who types. The result is naive, on the same clock,
    unless the words name one instant whatever clocks do (« dans 2 h », « …+02:00 »): then aware.
    Raises Unreadable.
    """
    if (exact := _iso(text)) is not None:
        return exact
    words = _plain(text)
    if words == "maintenant":
        return _to_minute(now)
    if match := _DISTANCE.fullmatch(words):
        return _moment_at_distance(match, now)
    found = _match(words)
    hour = _hour_in(found) or _HourOf(time())
    clock = now.replace(tzinfo=None)
    days = _days_in(found, clock.date())
    moments = [hour.on(day) for day in days]
    moment = _choose(moments, clock, clock + timedelta.resolution, looks)
    _check_weekday(found, days[moments.index(moment)])
    offset = found["offset"]
    return moment.replace(tzinfo=_zone(offset)) if offset else moment


def read_day(text: str, now: datetime, looks: Looks = Looks.NEAREST) -> date:
    """The day that `text` names. Arguments as for `read_moment`. Raises Unreadable."""
    words = _plain(text)
    today = now.date()
    if match := _DISTANCE.fullmatch(words):
        if match["min"] or match["h"] or _hour_in(match):
            raise Unreadable(_("Only a day is asked for here, without an hour."))
        return _moment_at_distance(match, now).date()
    found = _match(words)
    if _hour_in(found):
        raise Unreadable(_("Only a day is asked for here, without an hour."))
    day = _choose(_days_in(found, today), today, today, looks)
    _check_weekday(found, day)
    return day


def read_hour(text: str) -> time:
    """The hour that `text` names. Raises Unreadable."""
    found = _match(_plain(text))
    hour = _hour_in(found)
    if hour is None or _names_a_day(found):
        raise Unreadable(_("Only an hour is asked for here, as in “18 h 30”."))
    return hour.hour


@dataclass(frozen=True)
class _HourOf:
    hour: time
    ends_day: bool = False

    def on(self, day: date) -> datetime:
        try:
            return datetime.combine(day, self.hour) + timedelta(days=self.ends_day)
        except OverflowError as error:
            raise _not_understood() from error


Point = TypeVar("Point", date, datetime)
Match = re.Match[str]


def _plain(text: str) -> str:
    """Small letters without accents, one plain space between words, straight apostrophes."""
    if len(text) > LONGEST:
        raise _not_understood()
    bare = without_accents(text.replace("’", "'").replace("ʼ", "'")).casefold()
    words = re.sub(r" ?/ ?", "/", " ".join(bare.split())).strip(" .,;")
    return re.sub(r"(?<=[0-9])t(?=[0-9])", " ", words)


def _iso(text: str) -> datetime | None:
    """Read ISO 8601, to the last digit."""
    try:
        moment = parse_datetime(text.strip()) if len(text) <= LONGEST else None
    except ValueError:
        return None
    if moment:
        _check_year(moment.year)
    return moment


def _match(words: str) -> Match:
    for shape in _SHAPES:
        if found := shape.fullmatch(words):
            return found
    raise _not_understood()


def _not_understood() -> Unreadable:
    return Unreadable(
        _(
            "This is not understood as a date or an hour. Write for example "
            "“30/11/2026 18:00”, “30 novembre 18 h”, “demain 18 h” or “lundi 8 h”."
        )
    )


def _group(found: Match, *names: str) -> str:
    """The first of these groups that has matched; a shape may lack some of them."""
    groups = found.groupdict()
    return next((groups[name] for name in names if groups.get(name)), "")


def _names_a_day(found: Match) -> bool:
    names = ("near", "weekday", "year_first", "day", "day_y", "day_n", "sign")
    return bool(_group(found, *names))


def _hour_in(found: Match) -> _HourOf | None:
    if _group(found, "noon"):
        return _HourOf(time(12))
    if _group(found, "midnight"):
        return _HourOf(time(), ends_day=_names_a_day(found))
    written = _group(found, "hours", "hours_c")
    if not written:
        return None
    hours, minutes = int(written), int(_group(found, "minutes", "minutes_c") or 0)
    if (hours, minutes) == (24, 0):
        return _HourOf(time(), ends_day=True)
    if hours > 23 or minutes > 59:
        raise Unreadable(_("There is no such hour: a day has hours from 0 h 00 to 23 h 59."))
    return _HourOf(time(hours, minutes))


def _days_in(found: Match, today: date) -> list[date]:
    """The days that may be meant, in their order."""
    if near := _group(found, "near"):
        return [today + timedelta(days=NEAR_DAYS[re.sub("[^a-z]", "", near)])]
    if weekday := _group(found, "weekday"):
        return _weekdays(WEEKDAYS.index(weekday), _group(found, "which"), today)
    number = _group(found, "day_last", "day", "day_y", "day_n")
    if not number:
        return [today + timedelta(days=days) for days in (-1, 0, 1)]
    day = 1 if number == "1er" else int(number)
    month = _month(_group(found, "month_then", "month", "month_y", "month_n"))
    year = _group(found, "year_first", "year", "year_n")
    return _dated(day, month, year, today)


def _month(name: str) -> int:
    if name.isdecimal():
        return int(name)
    name = name.rstrip(".")
    return MONTHS.index(name) + 1 if name in MONTHS else SHORT_MONTHS[name]


def _dated(day: int, month: int, year: str, today: date) -> list[date]:
    around = range(today.year - LEAP_YEARS_APART, today.year + LEAP_YEARS_APART + 1)
    years = [int(f"20{year}" if len(year) == 2 else year)] if year else list(around)
    if year:
        _check_year(years[0])
    days = []
    for number in years:
        try:
            days.append(date(number, month, day))
        except ValueError:
            continue
    if not days:
        raise Unreadable(_("There is no such day in the calendar."))
    return days


def _check_year(year: int) -> None:
    if year not in YEARS:
        raise Unreadable(_("The year %(year)s is too far away to be meant.") % {"year": year})


def _check_weekday(found: Match, day: date) -> None:
    """« mardi 30 novembre » where that is a Monday: one of the two is a slip."""
    named = _group(found, "named")
    if named and WEEKDAYS.index(named) != day.weekday():
        raise Unreadable(
            _("%(day)s is a %(weekday)s: write the day of the week or the date, not both.")
            % {"day": f"{day:%d/%m/%Y}", "weekday": WEEKDAYS[day.weekday()]}
        )


def _weekdays(number: int, which: str, today: date) -> list[date]:
    ahead = (number - today.weekday()) % 7
    match which:
        case "prochain":
            return [today + timedelta(days=ahead or 7)]
        case "dernier":
            return [today + timedelta(days=ahead - 7)]
        case _:
            return [today + timedelta(days=ahead + week) for week in (-7, 0, 7)]


def _choose(points: list[Point], here: Point, soonest: Point, looks: Looks) -> Point:
    """The first of `points` from `soonest` on, or the one nearest to `here`."""
    if looks == Looks.NEAREST:
        # Of two that are equally far away, the later.
        return min(reversed(points), key=lambda point: abs(point - here))
    return next((point for point in points if point >= soonest), points[-1])


def _moment_at_distance(found: Match, now: datetime) -> datetime:
    sign = 1 if found["sign"] == "dans" else -1
    hour = _hour_in(found)
    if hour and (found["min"] or found["h"]):
        raise _not_understood()
    count = sign * (1 if found["count"].startswith("un") else int(found["count"]))
    unit = next(UNITS[name] for name in UNITS if found[name])
    try:
        if unit in ("minutes", "hours"):
            rest = timedelta(minutes=sign * int(found["rest"] or 0))
            there = (now.astimezone(UTC) + timedelta(**{unit: count}) + rest).astimezone(now.tzinfo)
            return _to_minute(there)
        clock = _to_minute(now).replace(tzinfo=None)
        moment = (
            _months_on(clock, count) if unit == "months" else clock + timedelta(**{unit: count})
        )
    except (OverflowError, ValueError) as error:
        raise _not_understood() from error
    return hour.on(moment.date()) if hour else moment


def _months_on(moment: datetime, count: int) -> datetime:
    """The same day that many months later, or the last of its month."""
    years, month = divmod(moment.month - 1 + count, 12)
    year = moment.year + years
    day = min(moment.day, monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)


def _to_minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _zone(offset: str) -> tzinfo | None:
    written = "+00:00" if offset.strip() == "z" else offset
    try:
        return datetime.fromisoformat(f"2000-01-01 00:00{written}").tzinfo
    except ValueError as error:
        raise _not_understood() from error
