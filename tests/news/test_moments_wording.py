"""Points in time are said with their day, hour, zone and distance."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from news.moments.wording import distance, format_relative

NOW = datetime(2026, 6, 4, 14, 50, tzinfo=UTC)


def test_day_hour_zone_and_distance() -> None:
    moment = datetime(2026, 6, 4, 17, 0, tzinfo=UTC)
    assert (
        format_relative(moment, NOW) == "jeudi 4 juin 2026 à 17 h 00, heure de Bamako, dans 2 h 10"
    )


def test_zone_is_that_of_the_person() -> None:
    with timezone.override("Europe/Paris"):
        told = format_relative(datetime(2026, 6, 4, 17, 0, tzinfo=UTC), NOW)
    assert "19 h 00, heure de Paris" in told


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=40), "dans moins d’une minute"),
        (timedelta(seconds=-40), "à l’instant"),
        (timedelta(minutes=1), "dans 1 minute"),
        (timedelta(minutes=-59), "il y a 59 minutes"),
        (timedelta(hours=2, minutes=5), "dans 2 h 05"),
        (timedelta(days=1, hours=3), "dans 1 jour 3 h"),
        (timedelta(days=-2), "il y a 2 jours"),
        (timedelta(days=30, hours=5), "dans 30 jours"),
    ],
)
def test_distance(span: timedelta, words: str) -> None:
    assert distance(NOW + span, NOW) == words
