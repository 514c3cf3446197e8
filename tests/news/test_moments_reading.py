"""French dates and hours are read in one way, and what is no date is refused in words."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import example, given
from hypothesis import strategies as st

from news.moments.reading import (
    MONTHS,
    WEEKDAYS,
    Looks,
    Unreadable,
    read_day,
    read_hour,
    read_moment,
)
from news.moments.wording import format_moment
from tests.letters import ANY

BAMAKO = ZoneInfo("Africa/Bamako")
# A Sunday evening.
NOW = datetime(2026, 11, 29, 22, 12, 30, tzinfo=BAMAKO)
MONTH_NAMES = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
)


def at(day: int, month: int, year: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("30/11/2026 18:00", at(30, 11, 2026, 18)),
        ("30/11/2026 18h00", at(30, 11, 2026, 18)),
        ("30/11/2026", at(30, 11, 2026)),
        ("18:00", at(30, 11, 2026, 18)),
        ("18 h", at(30, 11, 2026, 18)),
        ("18h30", at(30, 11, 2026, 18, 30)),
        ("23 h 05", at(29, 11, 2026, 23, 5)),
        ("30/11", at(30, 11, 2026)),
        ("29/11", at(29, 11, 2027)),
        ("29/11 23h", at(29, 11, 2026, 23)),
        ("30/11/26 à 18h", at(30, 11, 2026, 18)),
        ("30 novembre 18h", at(30, 11, 2026, 18)),
        ("30 nov. 2026, 18 heures", at(30, 11, 2026, 18)),
        ("1er mars", at(1, 3, 2027)),
        ("le 29 février à midi", at(29, 2, 2028, 12)),
        ("demain 18h", at(30, 11, 2026, 18)),
        ("18h demain", at(30, 11, 2026, 18)),
        ("après-demain", at(1, 12, 2026)),
        ("apres demain 8 h", at(1, 12, 2026, 8)),
        ("aujourd'hui 17h", at(29, 11, 2026, 17)),
        ("AUJOURD’HUI\u00a017\u202fH", at(29, 11, 2026, 17)),
        ("lundi 8h", at(30, 11, 2026, 8)),
        ("dimanche 23h", at(29, 11, 2026, 23)),
        ("dimanche 8h", at(6, 12, 2026, 8)),
        ("dimanche prochain", at(6, 12, 2026)),
        ("lundi dernier", at(23, 11, 2026)),
        ("lundi 30 novembre 2026 à 18 h 00", at(30, 11, 2026, 18)),
        ("midi", at(30, 11, 2026, 12)),
        ("minuit", at(30, 11, 2026)),
        ("lundi minuit", at(1, 12, 2026)),
        ("lundi 24h", at(1, 12, 2026)),
        ("lundi 0h", at(30, 11, 2026)),
        ("dans 3 jours à 8h", at(2, 12, 2026, 8)),
        ("dans une semaine", at(6, 12, 2026, 22, 12)),
        ("dans 3 mois", at(28, 2, 2027, 22, 12)),
        ("2026-11-30T18:00", at(30, 11, 2026, 18)),
        ("2026-11-30 18:00", at(30, 11, 2026, 18)),
        ("2026-11-30", at(30, 11, 2026)),
    ],
)
def test_ways_of_writing_a_moment(text: str, moment: datetime) -> None:
    assert read_moment(text, NOW) == moment


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("dans 2 h", NOW + timedelta(hours=2)),
        ("dans 2h30", NOW + timedelta(hours=2, minutes=30)),
        ("dans 45 minutes", NOW + timedelta(minutes=45)),
        ("maintenant", NOW),
        ("2026-11-30 18:00+02:00", datetime(2026, 11, 30, 16, tzinfo=UTC)),
    ],
)
def test_words_that_name_one_instant_are_read_as_it(text: str, moment: datetime) -> None:
    assert read_moment(text, NOW) == moment.replace(second=0)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("28/11", date(2026, 11, 28)),
        ("1er janvier", date(2027, 1, 1)),
        ("15/6", date(2026, 6, 15)),
        ("vendredi", date(2026, 11, 27)),
        ("dimanche", date(2026, 11, 29)),
        ("hier", date(2026, 11, 28)),
        ("il y a 3 jours", date(2026, 11, 26)),
        ("30.11.2026", date(2026, 11, 30)),
    ],
)
def test_field_that_looks_back_takes_the_nearest_day(text: str, day: date) -> None:
    assert read_day(text, NOW, Looks.NEAREST) == day


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("18", "n’est pas comprise"),
        ("bientôt", "n’est pas comprise"),
        ("30 novembre 26", "n’est pas comprise"),
        ("dans 2 h 18 h", "n’est pas comprise"),
        ("18 h 5", "n’est pas comprise"),
        ("\x00", "n’est pas comprise"),
        ("9" * 400, "n’est pas comprise"),
        ("31/11/2026", "n’existe pas dans le calendrier"),
        ("29/02/2027", "n’existe pas dans le calendrier"),
        ("25 h", "Cette heure n’existe pas"),
        ("8h75", "Cette heure n’existe pas"),
        ("mardi 30 novembre 2026", "le 30/11/2026 est un lundi"),
        ("30/11/0026", "trop lointaine"),
        ("0026-11-30 18:00", "trop lointaine"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(text: str, told: str) -> None:
    with pytest.raises(Unreadable, match=told):
        read_moment(text, NOW)


def test_field_for_a_day_refuses_an_hour_and_the_other_way_round() -> None:
    with pytest.raises(Unreadable, match="sans heure"):
        read_day("30/11 18h", NOW)
    with pytest.raises(Unreadable, match="heure"):
        read_hour("30/11 18h")
    assert read_hour("18 h 30") == time(18, 30)


moments = st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31)).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)
DAYS = [
    lambda m: f"{m:%d/%m/%Y}",
    lambda m: f"{m.day}/{m.month}/{m:%y}",
    lambda m: f"{m:%Y-%m-%d}",
    lambda m: f"{m:%d-%m-%Y}",
    lambda m: f"{m.day} {MONTH_NAMES[m.month - 1]} {m.year}",
    lambda m: f"le {WEEKDAYS[m.weekday()]} {m.day} {MONTHS[m.month - 1]} {m.year}",
]
HOURS = [
    lambda m: f"{m:%H:%M}",
    lambda m: f"{m.hour} h {m:%M}",
    lambda m: f"{m.hour}h{m:%M}",
    lambda m: f"{m.hour} heures {m:%M}",
]
MANGLED = [
    str.upper,
    str.title,
    lambda text: text.replace(" ", "\u00a0"),
    lambda text: text.replace(" ", " \u202f "),
    lambda text: f"  {text}\t",
    lambda text: text.replace("é", "e").replace("û", "u"),
]


@given(
    moments,
    st.sampled_from(DAYS),
    st.sampled_from(HOURS),
    st.sampled_from([" ", " à ", ", "]),
    st.sampled_from(MANGLED),
)
def test_every_minute_is_read_however_it_is_written(moment, day, hour, between, mangle) -> None:
    assert read_moment(mangle(f"{day(moment)}{between}{hour(moment)}"), NOW) == moment


@given(moments)
def test_what_the_site_says_can_be_typed_again(moment: datetime) -> None:
    with timezone.override("Africa/Bamako"):
        said, _comma, _zone = format_moment(moment.replace(tzinfo=BAMAKO)).rpartition(",")
    assert read_moment(said, NOW) == moment


@given(st.datetimes(datetime(2000, 1, 1), datetime(2099, 1, 1)), st.times())
def test_hour_alone_is_the_next_one_to_come(clock: datetime, hour: time) -> None:
    read = read_moment(f"{hour:%H:%M}", clock.replace(tzinfo=BAMAKO))
    assert timedelta() < read - clock <= timedelta(days=1)


@given(st.datetimes(datetime(2000, 1, 1), datetime(2090, 1, 1)), st.dates())
def test_day_without_its_year_is_the_next_one_to_come(clock: datetime, day: date) -> None:
    text = f"{day:%d/%m} 8h"
    read = read_moment(text, clock.replace(tzinfo=BAMAKO))
    assert (read.day, read.month, read.hour) == (day.day, day.month, 8)
    assert clock < read
    years = 8 if f"{day:%d/%m}" == "29/02" else 1
    assert read <= clock.replace(day=min(clock.day, 28), year=clock.year + years) + timedelta(3)


@given(st.dates(date(2000, 1, 1), date(2099, 1, 1)), st.sampled_from(WEEKDAYS))
def test_day_of_the_week_alone_is_within_half_a_week_for_a_field_that_looks_back(
    today: date, name: str
) -> None:
    now = datetime.combine(today, time(12), BAMAKO)
    read = read_day(name, now, Looks.NEAREST)
    assert WEEKDAYS[read.weekday()] == name
    assert abs(read - today) <= timedelta(days=3)


WORDS = st.sampled_from(
    "30/11 18 h : / - à le lundi prochain dernier minuit midi dans il y a une 2 jours mois 24 "
    "9999 novembre 2026 demain 1er 31/02 +99:99 z T , . 00:00 25h".split()
)


@given(st.text(ANY, max_size=90) | st.lists(WORDS, max_size=8).map(" ".join))
@example("dans 9999 mois")
@example("31/12/2199 minuit")
@example("il y a 9999 semaines")
@example("18:00+99:99")
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    for read in (read_moment, read_day):
        for looks in Looks:
            try:
                read(text, NOW, looks)
            except Unreadable as refusal:
                assert str(refusal)
    try:
        read_hour(text)
    except Unreadable as refusal:
        assert str(refusal)
