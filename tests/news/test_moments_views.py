"""The line under a field for a date says how the site reads it, in the person's own time zone."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from freezegun import freeze_time
from wagtail.users.models import UserProfile

from accounts.models import User
from news.moments.reading import Kind
from news.moments.typed import Typed
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    return UserFactory(is_superuser=True, is_staff=True)


@pytest.fixture
def ask(person: User) -> Any:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")

    def asked(text: str, kind: str = "moment", looks: str = "ahead") -> dict[str, Any]:
        query = {"text": text, "kind": kind, "looks": looks}
        with freeze_time("2026-11-29 22:12:30"):
            return client.get(reverse("read_moment"), query).json()

    return asked


def test_moment_is_said_with_its_zone_and_distance(ask: Any) -> None:
    answer = ask("demain 18h")
    assert answer["words"] == "lundi 30 novembre 2026 à 18 h 00, heure de Bamako, dans 19 h 47"
    assert (answer["value"], answer["past"]) == ("2026-11-30T18:00", False)


def test_moment_is_on_the_clock_of_who_types(ask: Any, person: User) -> None:
    profile = UserProfile.get_for_user(person)
    profile.current_time_zone = "Europe/Paris"
    profile.save()
    assert "heure de Paris" in ask("demain 18h")["words"]
    assert "vient deux fois" in ask("31/10/2027 2h30")["problem"]


def test_day_and_hour_are_said_alone(ask: Any) -> None:
    assert ask("30/11", "day", "nearest")["words"] == "lundi 30 novembre 2026, demain"
    assert ask("18h30", "hour")["words"] == "18 h 30"


def test_past_is_told(ask: Any) -> None:
    assert ask("hier 8h")["past"]


@pytest.mark.parametrize("text", ["bidule", "9" * 5000])
def test_what_cannot_be_read_is_told(ask: Any, text: str) -> None:
    assert "n’est pas comprise" in ask(text)["problem"]


def test_nobody_outside_asks() -> None:
    assert Client().get(reverse("read_moment"), {"text": "demain"}).status_code == 302


def test_words_are_read_as_they_were_when_they_were_typed() -> None:
    with freeze_time("2026-11-29 18:01:00"):
        # Shown as today at 17:59; a minute after six it is not tomorrow.
        assert Typed.of("18:00", Kind.MOMENT, None, "2026-11-29T17:59:00Z") == "2026-11-29 18:00"
        assert Typed.of("18:00", Kind.MOMENT) == "2026-11-30 18:00"


@pytest.mark.parametrize("read_at", ["2031-01-01T00:00:00Z", "2020-01-01T00:00:00Z", "x", "2026"])
def test_clock_that_cannot_be_right_is_not_believed(read_at: str) -> None:
    with freeze_time("2026-11-29 18:01:00"):
        assert Typed.of("18:00", Kind.MOMENT, None, read_at) == "2026-11-30 18:00"
