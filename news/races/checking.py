"""What is wrong in a race, as it was typed: numbers, arrival, selection, dividends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from news.race_tables.bets import LEAST, MOST, dividends_in, pays
from news.race_tables.numbers import is_an_order, numbers_in, written
from news.race_tables.runners import Choice, Runner

if TYPE_CHECKING:
    from news.models.races import Race


class Problem(NamedTuple):
    """code: the check to which it belongs (`editorial.gates`)."""

    code: str
    message: str


def problems_of(races: Iterable[Race]) -> list[Problem]:
    """All that is wrong in the races of a meeting, race by race."""
    races = list(races)
    if not races:
        return [Problem("race", _("There is no race."))]
    found = []
    for number, count in Counter(race.number for race in races).items():
        if count > 1:
            message = _("%(count)d races have the number %(number)d.")
            found.append(Problem("race", message % {"count": count, "number": number}))
    for race in races:
        name = race.short_name
        found += [
            Problem(problem.code, f"{name}: {problem.message}") for problem in _problems(race)
        ]
    return found


def _problems(race: Race) -> Iterator[Problem]:
    if race.starts_at is None and not race.is_cancelled:
        yield Problem("race", _("the hour of the start is missing."))
    if not race.runners_typed and not race.is_cancelled:
        yield Problem("race", _("there is no runner."))
    yield from _runner_problems(race.runners_typed)
    running = {runner.number for runner in race.runners_typed if not runner.is_out}
    known = {runner.number for runner in race.runners_typed}
    yield from _selection_problems(race.choices_typed, known, running)
    if race.arrival.strip():
        yield from _arrival_problems(race.arrival, known, running)
    elif race.dividends.strip():
        yield Problem("dividends", _("there are dividends, and no arrival."))
    if is_an_order(race.arrival):
        yield from _dividend_problems(race)


def _runner_problems(runners: list[Runner]) -> Iterator[Problem]:
    for place, runner in enumerate(runners, start=1):
        if runner.number is None:
            message = _("the runner in line %(line)d has no number from 1 to 99.")
            yield Problem("runners", message % {"line": place})
        if not runner.horse:
            message = _("the runner in line %(line)d has no name.")
            yield Problem("runners", message % {"line": place})
    numbers = Counter(runner.number for runner in runners if runner.number is not None)
    for number in (number for number, count in numbers.items() if count > 1):
        message = _("two runners have the number %(number)d.")
        yield Problem("runners", message % {"number": number})


def _arrival_problems(
    arrival: str, known: set[int | None], running: set[int | None]
) -> Iterator[Problem]:
    if not is_an_order(arrival):
        message = _("the arrival “%(arrival)s” is no order of numbers, such as 4-7-12.")
        yield Problem("arrival", message % {"arrival": arrival})
        return
    numbers = numbers_in(arrival)
    for number in dict.fromkeys(numbers):
        if number not in known:
            message = _("number %(number)d is in the arrival, and is no runner.")
            yield Problem("arrival", message % {"number": number})
        elif number not in running:
            message = _("number %(number)d is in the arrival, and did not run.")
            yield Problem("arrival", message % {"number": number})
        if numbers.count(number) > 1:
            message = _("number %(number)d is in the arrival twice.")
            yield Problem("arrival", message % {"number": number})


def _selection_problems(
    choices: list[Choice], known: set[int | None], running: set[int | None]
) -> Iterator[Problem]:
    for choice in choices:
        if choice.number not in known:
            message = _("the selection names “%(choice)s”, which is no number of a runner.")
            said = choice.number if choice.number is not None else choice.reason
            yield Problem("selection", message % {"choice": said})
        elif choice.number not in running:
            message = _("number %(number)d of the selection does not run.")
            yield Problem("selection", message % {"number": choice.number})


def _dividend_problems(race: Race) -> Iterator[Problem]:
    arrival = numbers_in(race.arrival)
    for dividend in dividends_in(race.dividends):
        told = {"bet": dividend.bet, "typed": dividend.typed, "arrival": written(arrival)}
        if dividend.amount is None:
            message = _("the dividend “%(typed)s” of %(bet)s is no amount in francs.")
            yield Problem("dividends", message % told)
        elif not LEAST <= dividend.amount <= MOST:
            message = _("the dividend of %(bet)s, %(typed)s, is not plausible.")
            yield Problem("dividends", message % told)
        if not pays(dividend.bet, dividend.combination, arrival):
            told["combination"] = dividend.combination
            message = _("%(bet)s %(combination)s does not fit the arrival %(arrival)s.")
            yield Problem("dividends", message % told)
