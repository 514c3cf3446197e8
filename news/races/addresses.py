"""Which view shows an address below a section with races."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from django.http import HttpResponse
from django.utils.dateparse import parse_date
from wagtail.models import Page

from news.races import views
from news.races.days import has_races

View = Callable[..., HttpResponse]
# What the views read of the query.
PARAMETERS = ("page", "mois", "nom")


def view_below(section: Page, rest: Sequence[str]) -> View | None:
    """The view of the address `rest` below `section`; None where there is none."""
    view = _view(rest)
    return view if view is not None and has_races(section) else None


def _view(rest: Sequence[str]) -> View | None:
    match list(rest):
        case ["aujourd-hui"]:
            return views.today
        case ["demain"]:
            return views.tomorrow
        case ["resultats"]:
            return views.results
        case ["archives"]:
            return views.archives
        case ["chevaux"]:
            return partial(views.names, kind="horse")
        case ["jockeys"]:
            return partial(views.names, kind="jockey")
        case ["chevaux", slug]:
            return partial(views.name, kind="horse", slug=slug)
        case ["jockeys", slug]:
            return partial(views.name, kind="jockey", slug=slug)
        case [text] if day := _day(text):
            return partial(views.day, day=day)
    return None


def _day(text: str) -> date | None:
    """A day written as 2026-12-01, and not otherwise."""
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day is not None and str(day) == text else None
