"""A week of invented race days with their results, and the programme of tomorrow."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from django.db import transaction
from django.utils import timezone
from wagtail.models import PageLogEntry

from accounts.models import User
from demo.desk import WRITER
from demo.pages import child
from demo.texts import Text, read
from news.models import ArticleIndexPage, Author, Race, RaceMeetingPage, RaceNotice
from news.models.races import Discipline, RaceStatus
from news.race_tables.bets import DIVIDENDS
from news.race_tables.numbers import written
from news.race_tables.runners import MARK, RUNNERS, SELECTION, runners_in
from news.typed_tables.tables import Row

DAYS_BACK = 7
SECTION, SIGNED_BY = "pmu-mali", "oumar-guitteye"
# Runners of each race of a day, the first of which is the one that everybody bets on.
FIELDS = (16, 10, 10)
BETS = ("Quarté, tiercé, couplé", "Tiercé, couplé", "Couplé")
FIRST_START = time(13, 35)


def load(
    sections: dict[str, ArticleIndexPage], authors: dict[str, Author], accounts: dict[str, User]
) -> Iterator[RaceMeetingPage]:
    """Publish the meetings that are missing, the oldest first, one transaction each."""
    today = timezone.localdate()
    names = read("races")
    for back in range(DAYS_BACK, -2, -1):
        day = today - timedelta(days=back)
        with transaction.atomic():
            yield _meeting(sections[SECTION], day, names, authors, accounts[WRITER])


def number() -> int:
    return DAYS_BACK + 2


def _meeting(
    section: ArticleIndexPage, day: date, names: Text, authors: dict[str, Author], writer: User
) -> RaceMeetingPage:
    chance = Random(day.toordinal())  # noqa: S311 (a demo, the same each time)
    course = names["courses"][day.toordinal() % len(names["courses"])]
    page = child(
        RaceMeetingPage,
        section,
        f"courses-du-{day:%d-%m-%Y}",
        title=RaceMeetingPage(day=day, course=course).written_title,
        day=day,
        course=course,
        meeting_number=1,
        going=chance.choice(["bon", "souple", "bon léger"]),
        owner=writer,
    )
    if page.latest_revision_id:
        return page
    page.races.set(_races(names, chance))
    if author := authors.get(SIGNED_BY):
        page.bylines.add(page.bylines.model(author=author))
    published_at = timezone.make_aware(datetime.combine(day - timedelta(days=1), time(18)))
    page.save_revision(user=writer, clean=False).publish()
    if day < timezone.localdate():
        _run(page, chance, writer)
        _date_back(page, day, published_at)
    elif published_at < timezone.now():
        _date_back(page, day, published_at)
    return page


def _races(names: Text, chance: Random) -> list[Race]:
    """Each horse runs once that day."""
    horses = iter(chance.sample(names["horses"], sum(FIELDS)))
    called = chance.sample(names["races"], len(FIELDS))
    return [
        _race(number, name, [next(horses) for _ in range(field)], names, chance)
        for number, (name, field) in enumerate(zip(called, FIELDS, strict=True), start=1)
    ]


def _race(number: int, name: str, horses: list[str], names: Text, chance: Random) -> Race:
    jockeys = chance.sample(names["jockeys"], len(horses))
    rows = [
        _runner(place, horse, jockey, names, chance)
        for place, (horse, jockey) in enumerate(zip(horses, jockeys, strict=True), start=1)
    ]
    starts_at = datetime.combine(date.min, FIRST_START) + timedelta(minutes=35 * (number - 1))
    choices = chance.sample(range(1, len(horses) + 1), 5 if number == 1 else 3)
    reasons = names["reasons"] if number == 1 else [""] * len(choices)
    return Race(
        sort_order=number,
        number=number,
        name=name,
        starts_at=starts_at.time(),
        distance=chance.choice([1600, 2100, 2400, 2700]),
        discipline=Discipline.FLAT,
        prize=f"{chance.choice([18, 25, 30, 52])} 000 €",
        bets=BETS[number - 1],
        runners=RUNNERS.text_of(rows),
        selection=SELECTION.text_of(
            {"number": str(choice), "reason": reason}
            for choice, reason in zip(choices, reasons, strict=False)
        ),
    )


def _runner(number: int, horse: str, jockey: str, names: Text, chance: Random) -> Row:
    form = " ".join(f"{chance.choice('0123456789')}p" for _ in range(chance.randint(3, 5)))
    return {
        "number": str(number),
        "horse": horse,
        "sex_age": f"{chance.choice('HMF')}{chance.randint(3, 8)}",
        "jockey": jockey,
        "weight": f"{60 - number // 2},{chance.choice('05')}",
        "form": form,
        "trainer": chance.choice(names["trainers"]),
        "odds": f"{chance.randint(3, 45)}/1",
        "out": "",
    }


def _run(page: RaceMeetingPage, chance: Random, writer: User) -> None:
    """Put the arrivals into the meeting; of one race, a runner was withdrawn before."""
    page.refresh_from_db()
    meeting = page.get_latest_revision_as_object()
    races = list(meeting.races.all())
    first = races[0]
    rows = RUNNERS.rows_of(first.runners)
    absent = chance.randrange(len(rows))
    rows[absent]["out"] = MARK
    first.runners = RUNNERS.text_of(rows)
    for race in races:
        ran = [one.number for one in runners_in(race.runners) if one.number and not one.is_out]
        arrival = chance.sample(ran, 5)
        race.arrival = written(arrival)
        race.status = RaceStatus.OFFICIAL
        seconds = f'{chance.randint(10, 59)}"{chance.randint(0, 9)}'
        race.winning_time = f"{chance.randint(1, 2)}'{seconds}"
        race.dividends = DIVIDENDS.text_of(_dividends(race, arrival, chance))
    meeting.races.set(races)
    meeting.save_revision(user=writer, clean=False).publish()


def _dividends(race: Race, arrival: list[int], chance: Random) -> Iterator[Row]:
    horses = {"Quarté": 4, "Tiercé": 3, "Couplé": 2}
    for bet in race.bets.split(", "):
        name = bet.capitalize()
        paid = chance.randint(8, 900) * 10 ** (horses[name] - 1)
        combination = written(arrival[: horses[name]])
        label = f"{name} gagnant" if name == "Couplé" else f"{name} ordre"
        yield {"bet": label, "combination": combination, "dividend": str(paid)}


def _date_back(page: RaceMeetingPage, day: date, published_at: datetime) -> None:
    """Let the records say when it would have been published, not when it was loaded."""
    page.refresh_from_db()
    run_at = timezone.make_aware(datetime.combine(day, time(16, 10)))
    last = run_at if page.state == "results" else published_at
    page.revisions.update(created_at=last)
    PageLogEntry.objects.filter(page=page.pk).update(timestamp=last)
    RaceNotice.objects.filter(page=page.pk).update(at=run_at - timedelta(hours=4))
    RaceMeetingPage.objects.filter(pk=page.pk).update(
        first_published_at=published_at,
        last_published_at=last,
        latest_revision_created_at=last,
    )
