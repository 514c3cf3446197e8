"""Wagtail's three inputs for dates and hours, which keep the text that was typed.

Wagtail's calendar (xdsoft) replaces what it cannot read by the current minute. Here a text field
stays as it was typed, the server reads it, and a calendar of the browser's own is beside it.
The classes are changed in place, since Wagtail's reports, filters and panels make them themselves.
"""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.telepath import register
from wagtail.admin.telepath.widgets import WidgetAdapter
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput, AdminTimeInput

from news.moments import wording
from news.moments.fields import WordedDateField, WordedTimeField, ZonedDateTimeField
from news.moments.reading import Kind, Looks
from news.moments.typed import Typed, written

PICKERS = {Kind.MOMENT: "datetime-local", Kind.DAY: "date", Kind.HOUR: "time"}


class WordedInput(forms.TextInput):
    """A text field for a date or an hour, with its reading in words and a calendar.

    looks: which way it looks where the words leave the day open.
    past_words: said when the moment that was typed is over; a field of which it matters sets it.
    """

    template_name = "news/moments/input.html"
    kind = Kind.MOMENT
    looks = Looks.AHEAD
    past_words: str | Promise = ""

    def value_from_datadict(self, data: Mapping[str, Any], files: MultiValueDict, name: str) -> Any:
        text = data.get(name)
        if not isinstance(text, str) or isinstance(text, Typed):
            return text
        return Typed.of(text, self.kind, self.looks, data.get(f"{name}_read_at", ""))

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, Typed):
            return value.typed
        if isinstance(value, datetime | date | time):
            return written(value)
        return value or None

    def get_context(
        self, name: str, value: object, attrs: dict[str, object] | None
    ) -> dict[str, object]:
        context = forms.Widget.get_context(self, name, value, attrs)
        box = context["widget"]["attrs"]
        reading = f"{box['id']}_reading" if box.get("id") else ""
        if reading:
            box["aria-describedby"] = " ".join(filter(None, [box.get("aria-describedby"), reading]))
        context["widget"] |= {
            "type": "text",
            "kind": self.kind,
            "looks": self.looks,
            "past_words": self.past_words,
            "picker": PICKERS[self.kind],
            "url": reverse("read_moment"),
            "read_at": value.read_at if isinstance(value, Typed) else "",
            "reading_id": reading,
            "hint": _hint(self.kind),
            "words": words_of(value, self.kind),
        }
        return context

    @property
    def media(self) -> forms.Media:
        # Script and style are on every page of the admin: forms come into open pages, too.
        return forms.Media()


def words_of(value: object, kind: Kind) -> str:
    """The reading of a field's value, in words; "" where there is none."""
    try:
        match kind:
            case Kind.MOMENT:
                moment = ZonedDateTimeField(required=False).clean(value)
                return wording.format_relative(moment) if moment else ""
            case Kind.DAY:
                day = WordedDateField(required=False).clean(value)
                return wording.format_relative_day(day) if day else ""
            case _:
                hour = WordedTimeField(required=False).clean(value)
                return wording.hour_of(hour) if hour else ""
    except forms.ValidationError:
        return ""


def _hint(kind: Kind) -> str:
    match kind:
        case Kind.MOMENT:
            return _("%(zone)s, where it is %(hour)s now. “demain 18 h”, “lundi 8 h 30”…") % {
                "zone": capfirst(wording.zone_name()),
                "hour": wording.hour(timezone.now()),
            }
        case Kind.DAY:
            return _("For example “30/11/2026”, “demain”, “lundi prochain”.")
        case _:
            return _("For example “18 h 30”.")


class FutureDateInput(AdminDateInput):
    """For days that lie ahead, as the end of a right."""

    looks = Looks.AHEAD


class PastDateTimeInput(AdminDateTimeInput):
    """For moments that have been, as the date of a correction."""

    looks = Looks.NEAREST


OURS = ("template_name", "value_from_datadict", "format_value", "get_context", "media")


def take_over() -> None:
    """Give Wagtail's inputs these manners, and the fields of all models these inputs."""
    for stock, kind, looks in (
        (AdminDateTimeInput, Kind.MOMENT, Looks.AHEAD),
        (AdminDateInput, Kind.DAY, Looks.NEAREST),
        (AdminTimeInput, Kind.HOUR, Looks.AHEAD),
    ):
        for name in OURS:
            setattr(stock, name, vars(WordedInput)[name])
        stock.kind, stock.looks, stock.past_words = kind, looks, ""
        register(WidgetAdapter(), stock)
    for model_field, field, widget in (
        (models.DateField, WordedDateField, AdminDateInput),
        (models.TimeField, WordedTimeField, AdminTimeInput),
        (models.DateTimeField, ZonedDateTimeField, AdminDateTimeInput),
    ):
        register_form_field_override(model_field, override={"form_class": field, "widget": widget})
