"""Times are taken as they are meant, on the nights when clocks are put forward or back too."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django import forms
from django.utils import timezone

from news.moments.fields import ZonedDateTimeField

PARIS = "Europe/Paris"


class Form(forms.Form):
    at = ZonedDateTimeField()


def typed(text: str, zone: str = PARIS) -> Any:
    with timezone.override(zone):
        form = Form({"at": text})
        form.is_valid()
        return form.cleaned_data.get("at"), form.errors.get("at", [])


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-10-25 02:30+02:00", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("2026-10-25 02:30+01:00", datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
    ],
)
def test_both_hours_of_a_change_to_winter_time_can_be_chosen(text: str, utc: datetime) -> None:
    assert typed(text)[0] == utc


def test_hour_that_comes_twice_is_asked_for_with_both_answers() -> None:
    value, errors = typed("2026-10-25 02:30")
    assert value is None
    assert "2026-10-25 02:30+02:00" in errors[0]
    assert "2026-10-25 02:30+01:00" in errors[0]


def test_hour_that_is_left_out_is_refused_in_plain_words() -> None:
    value, errors = typed("2026-03-29 02:30")
    assert value is None
    assert "n’existe pas" in errors[0]


@pytest.mark.parametrize("text", ["2026-10-25 02:30", "2026-03-29 02:30"])
def test_bamako_has_no_such_nights(text: str) -> None:
    value, errors = typed(text, "Africa/Bamako")
    assert not errors
    assert value == datetime.fromisoformat(f"{text}+00:00")


@pytest.mark.parametrize("hour", [0, 1])
def test_what_is_shown_can_be_sent_again(hour: int) -> None:
    stored = datetime(2026, 10, 25, hour, 30, tzinfo=UTC)
    with timezone.override(PARIS):
        shown = Form(initial={"at": stored})["at"].value()
    assert typed(str(shown))[0] == stored


@pytest.mark.parametrize("text", ["25 octembre", "2026-13-45 02:30", "\x00", "9" * 400])
def test_unreadable_time_is_an_error_of_the_field(text: str) -> None:
    value, errors = typed(text)
    assert value is None
    assert errors
