"""Texts made of a meeting: for a messenger, and for the alert on every page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from django.utils.translation import gettext as _

from news.moments.dates import long_day
from news.moments.wording import hour_of
from news.race_tables.numbers import written

if TYPE_CHECKING:
    from news.models.races import Race, RaceMeetingPage

ALERT_LENGTH = 160
MOST_PLACES = 5


@dataclass(frozen=True)
class ReadyText:
    """alert: whether it is the line of an alert; else a text for a messenger."""

    text: str
    alert: bool = False

    @property
    def lines(self) -> int:
        return min(14, self.text.count("\n") + 2)

    @property
    def whatsapp(self) -> str:
        return "" if self.alert else f"https://wa.me/?text={quote(self.text)}"


def texts_of(meeting: RaceMeetingPage, address: str) -> list[ReadyText]:
    """The texts of a meeting with races; `address`: its whole address, "" before it has one."""
    races = [race for race in meeting.races.all() if race.runners_typed]
    if not races or meeting.day is None:
        return []
    arrived = [race for race in races if race.arrival]
    said = list(_results(arrived) if arrived else _programme(races))
    words = {"day": long_day(meeting.day), "course": meeting.course}
    head = (
        _("*PMU: results of %(day)s, %(course)s*") if arrived else _("*PMU: %(day)s, %(course)s*")
    )
    lines = [head % words, *said, *([address] if address else [])]
    return [ReadyText("\n".join(lines)), ReadyText(_alert(meeting, arrived), alert=True)]


def _programme(races: list[Race]) -> Iterator[str]:
    for race in races:
        hour = f"{hour_of(race.starts_at)} " if race.starts_at else ""
        yield f"{hour}{race.short_name}" + (f" ({race.bets})" if race.bets else "")
        numbers = [choice.number for choice in race.choices_typed if choice.number is not None]
        if numbers:
            yield "  " + _("Our selection: %(numbers)s") % {"numbers": written(numbers)}
        out = [str(runner.number) for runner in race.runners_typed if runner.is_out]
        if out:
            yield "  " + _("Non-runners: %(numbers)s") % {"numbers": ", ".join(out)}


def _results(races: list[Race]) -> Iterator[str]:
    for race in races:
        note = _(" (provisional)") if race.is_provisional else ""
        yield f"{race.short_name}{note} : {race.arrival}"
        for paid in race.paid:
            amount = f"{paid.amount:,}".replace(",", " ") if paid.amount is not None else paid.typed
            yield f"  {paid.bet} : {amount} F"


def _alert(meeting: RaceMeetingPage, arrived: list[Race]) -> str:
    if not arrived:
        words = {"day": long_day(meeting.day), "course": meeting.course}
        text = _("PMU: the programme of %(day)s at %(course)s is online.") % words
    else:
        race = arrived[-1]
        first = "-".join(race.arrival.split("-")[:MOST_PLACES])
        words = {"race": race.short_name, "arrival": first}
        text = _("PMU, arrival of %(race)s: %(arrival)s.") % words
    return text[:ALERT_LENGTH]
