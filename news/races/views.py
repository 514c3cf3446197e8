"""The pages below a section with races: a day, results, archives, horses, jockeys."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from wagtail.models import Page

from news.models import RaceMeetingPage
from news.months import month_between
from news.pagination import page_asked_for
from news.races.days import meetings_of, months_of, names_of, record_of, starts_below
from news.slugs import french_slug

RESULTS_PER_PAGE = 7
NAMES_PER_PAGE = 60
STARTS_PER_PAGE = 50


def today(request: HttpRequest, section: Page) -> HttpResponse:
    return _day(request, section, timezone.localdate(), "today")


def tomorrow(request: HttpRequest, section: Page) -> HttpResponse:
    return _day(request, section, timezone.localdate() + timedelta(days=1), "tomorrow")


def day(request: HttpRequest, section: Page, day: date) -> HttpResponse:
    """The address of a day; one on which nothing was run is no address."""
    if not meetings_of(section).filter(day=day).exists():
        raise Http404
    return _day(request, section, day)


def _day(request: HttpRequest, section: Page, day: date, which: str = "") -> HttpResponse:
    """The meeting of a day itself; a choice where there are several, or none yet."""
    meetings = list(meetings_of(section).on(day))
    if len(meetings) == 1:
        return _meeting(request, meetings[0])
    context = {"page": section, "meetings": meetings, "day": day, "which": which}
    return _page(request, section, "day", context)


def _meeting(request: HttpRequest, meeting: RaceMeetingPage) -> HttpResponse:
    whole = RaceMeetingPage.objects.get(pk=meeting.pk)
    # Engines know it by its own address.
    request.canonical_path = whole.get_url(request)  # type: ignore[attr-defined]
    return render(request, whole.get_template(request), whole.get_context(request))


def results(request: HttpRequest, section: Page) -> HttpResponse:
    listing = page_asked_for(request, meetings_of(section).with_arrivals(), RESULTS_PER_PAGE)
    return _page(request, section, "results", {"listing": listing})


def archives(request: HttpRequest, section: Page) -> HttpResponse:
    """The meetings of one month, day by day; of the newest one, if the address names none."""
    months = months_of(section)
    key = request.GET.get("mois")
    chosen = next((month for month, _count in months if not key or f"{month:%Y-%m}" == key), None)
    if key and (chosen is None or month_between(key) is None):
        raise Http404
    meetings = meetings_of(section).order_by("-day", "meeting_number", "pk")
    if chosen is not None:
        meetings = meetings.filter(day__year=chosen.year, day__month=chosen.month)
    return _page(
        request, section, "archives", {"months": months, "chosen": chosen, "meetings": meetings}
    )


def names(request: HttpRequest, section: Page, kind: str) -> HttpResponse:
    """Horses or jockeys, found by some letters of their names."""
    typed = request.GET.get("nom", "")[:80]
    found = names_of(section, kind, french_slug(typed))
    listing = page_asked_for(request, found, NAMES_PER_PAGE)
    return _page(request, section, "names", {"listing": listing, "typed": typed, "kind": kind})


def name(request: HttpRequest, section: Page, kind: str, slug: str) -> HttpResponse:
    """One horse or jockey: what they have done, start by start."""
    starts = list(starts_below(section).filter(**{f"{kind}_key": slug}).select_related("page"))
    if not starts:
        raise Http404
    context = {
        "kind": kind,
        "name": getattr(starts[0], kind),
        "record": record_of(starts),
        "listing": page_asked_for(request, starts, STARTS_PER_PAGE),
    }
    return _page(request, section, "name", context)


def _page(
    request: HttpRequest, section: Page, template: str, context: dict[str, Any]
) -> HttpResponse:
    return render(request, f"news/races/{template}.html", {"page": section, **context})
