"""Writes what the pages of horses and jockeys are made of, and what readers are told of a change.

`refresh` is called in the transaction of whatever publishes or withdraws a meeting. The rows of the
version before say what readers knew until then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from news.models import Race, RaceMeetingPage, RaceNotice, RaceStart
from news.race_tables.numbers import is_an_order, numbers_in
from news.slugs import french_slug

LONGEST_NAME = 80


@transaction.atomic
def refresh(meeting: RaceMeetingPage) -> None:
    """Derive the starts of `meeting` anew, and note what has changed since readers last saw it."""
    known = list(RaceStart.objects.filter(page=meeting.pk))
    wanted = list(_starts_of(meeting)) if meeting.live else []
    if list(map(_values, known)) == list(map(_values, wanted)):
        return
    RaceStart.objects.filter(page=meeting.pk).delete()
    RaceStart.objects.bulk_create(wanted)
    if known and wanted:
        # In the language of the paper, whoever publishes.
        with override(settings.LANGUAGE_CODE):
            RaceNotice.objects.bulk_create(_notices(known, wanted))


def _starts_of(meeting: RaceMeetingPage) -> Iterator[RaceStart]:
    if meeting.day is None:
        return
    for race in Race.objects.filter(page=meeting.pk).order_by("sort_order", "pk"):
        places = _places(race.arrival)
        for runner in race.runners_typed:
            if runner.number is None or not runner.horse:
                continue
            yield RaceStart(
                page_id=meeting.pk,
                day=meeting.day,
                race=race.number,
                number=runner.number,
                horse=runner.horse[:LONGEST_NAME],
                horse_key=french_slug(runner.horse),
                jockey=runner.jockey[:LONGEST_NAME],
                jockey_key=french_slug(runner.jockey),
                place=places.get(runner.number),
                is_out=runner.is_out or race.is_cancelled,
                has_arrival=bool(places),
                arrival=race.arrival,
                race_name=race.name,
                distance=race.distance,
            )


def _places(arrival: str) -> dict[int, int]:
    numbers = numbers_in(arrival) if is_an_order(arrival) else []
    return {number: place for place, number in enumerate(dict.fromkeys(numbers), start=1)}


def _values(start: RaceStart) -> tuple[object, ...]:
    fields = (field.attname for field in RaceStart._meta.concrete_fields if not field.primary_key)
    return tuple(getattr(start, name) for name in fields)


def _notices(before: Iterable[RaceStart], after: Iterable[RaceStart]) -> Iterator[RaceNotice]:
    """What readers are told: races and runners withdrawn or back again, other arrivals."""
    known, now = _by_race(before), _by_race(after)
    for race, starts in now.items():
        earlier = {start.number: start for start in known.get(race, ())}
        changed = [start for start in starts if _is_out_otherwise(start, earlier)]
        if len(changed) > 1 and len(changed) == len(starts) == len(earlier):
            yield _notice(changed[0], _race_words(changed[0]))
        else:
            for start in changed:
                yield _notice(start, _runner_words(start))
        arrival = next((start.arrival for start in earlier.values()), "")
        if arrival and arrival != starts[0].arrival:
            yield _notice(starts[0], _arrival_words(starts[0]), arrival, starts[0].arrival)


def _by_race(starts: Iterable[RaceStart]) -> dict[int, list[RaceStart]]:
    races: dict[int, list[RaceStart]] = {}
    for start in starts:
        races.setdefault(start.race, []).append(start)
    return races


def _is_out_otherwise(start: RaceStart, earlier: dict[int, RaceStart]) -> bool:
    before = earlier.get(start.number)
    return before is not None and before.is_out != start.is_out


def _race_words(start: RaceStart) -> str:
    if start.is_out:
        return _("Race %(race)d is not run.") % {"race": start.race}
    return _("Race %(race)d is run after all.") % {"race": start.race}


def _runner_words(start: RaceStart) -> str:
    words = {"race": start.race, "number": start.number, "horse": start.horse}
    if start.is_out:
        return _("Race %(race)d: number %(number)d, %(horse)s, does not run.") % words
    return _("Race %(race)d: number %(number)d, %(horse)s, runs after all.") % words


def _arrival_words(start: RaceStart) -> str:
    words = {"race": start.race, "arrival": start.arrival}
    if not start.arrival:
        return _("Race %(race)d: the arrival was withdrawn.") % words
    return _("Race %(race)d: the arrival was corrected. It is %(arrival)s.") % words


def _notice(start: RaceStart, text: str, before: str = "", after: str = "") -> RaceNotice:
    return RaceNotice(
        page_id=start.page_id, race=start.race, text=text[:255], before=before, after=after
    )
