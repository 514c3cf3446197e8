"""Template tags for the frame of each page: the paper's name, sections and service pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from django import template
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from django.template.context import Context
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page, Site

from accounts.paper_name import keep_name
from delivery import inline_scripts
from delivery.freshness import fresh_until
from delivery.pages.dependencies import changes_at
from delivery.pages.kept import kept
from home.alerts import ShownAlert, alert_at
from home.icons import icon_address
from home.models import Identity
from news.images import NewsRendition
from news.models import ArticleIndexPage, ListKind
from news.models.lists import numbers_of
from news.navigation import linking_pages
from news.renditions import only_file
from news.sites import site_of
from news.visibility import visible_among

register = template.Library()

SECTION_LEVELS = 2


@dataclass
class Entry:
    """A link of the navigation; `current` is the value of its `aria-current`, if any."""

    page: Page
    current: str = ""
    children: list[Entry] = field(default_factory=list)


@dataclass(frozen=True)
class Frame:
    identity: Identity
    root_url: str
    today: date
    sections: list[Entry] = field(default_factory=list)
    services: list[Entry] = field(default_factory=list)
    logo: NewsRendition | None = None  # once the queue has made it

    @property
    def place(self) -> str:
        """Where in the navigation the page is: what its links say differs with that alone."""
        entries = [*self.sections, *self.services]
        entries += [child for entry in entries for child in entry.children]
        return " ".join(f"{entry.page.pk}-{entry.current}" for entry in entries if entry.current)


@dataclass(frozen=True)
class Surroundings:
    """What the frames of all pages of a site have in common."""

    identity: Identity
    root_url: str
    pages: list[Page]
    logo: NewsRendition | None


@register.simple_tag(takes_context=True)
def site_frame(context: Context, place: str | None = None) -> Frame:
    """The frame of the site that is asked for, with the page that is shown marked in it.

    place: where that is (`Frame.place`), for those who do not know the page.
    """
    request = context.get("request")
    site = site_of(request) if request else None
    today = timezone.localdate()
    if site is None:
        return Frame(Identity(), "", today)
    changes_at(_midnight_after(today))
    around = kept(("surroundings", site.pk), partial(_surroundings, site))
    if place is None:
        marks = _marks(around.pages, context.get("page"))
    else:
        marks = {int(key): mark for key, mark in (one.split("-") for one in place.split())}
    entries = _as_tree(around.pages, marks)
    is_section = ContentType.objects.get_for_model(ArticleIndexPage).pk
    return Frame(
        identity=around.identity,
        root_url=around.root_url,
        today=today,
        sections=[entry for entry in entries if entry.page.content_type_id == is_section],
        services=[entry for entry in entries if entry.page.content_type_id != is_section],
        logo=around.logo,
    )


@register.simple_tag(takes_context=True)
def current_alert(context: Context) -> ShownAlert | None:
    """The alert to show; a page with or without one is kept no longer than to the next change."""
    request = context.get("request")
    if request is None or getattr(request, "is_preview", False):
        return None
    outlook = alert_at(timezone.now())
    fresh_until(request, outlook.changes_at)
    return outlook.alert


register.simple_tag(icon_address)


@register.simple_tag
def first_paint_script() -> SafeString:
    return mark_safe(inline_scripts.FIRST_PAINT)  # noqa: S308


@register.simple_tag(takes_context=True)
def canonical_url(context: Context, frame: Frame) -> str:
    """The one address of what is shown: no campaign parameters, the page of a list kept."""
    request: HttpRequest | None = context.get("request")
    if request is None:
        return ""
    # Not what is in it: nothing of the list is fetched for its address.
    listing: Any = context.get("articles", context.get("listing"))
    number, month = getattr(listing, "number", 1), context.get("month")
    query = {"mois": month and month.key, "page": number if number > 1 else None}
    kept = urlencode({name: value for name, value in query.items() if value})
    path = getattr(request, "canonical_path", request.path)
    return f"{frame.root_url}{path}" + (f"?{kept}" if kept else "")


@register.simple_tag
def section_counts(frame: Frame) -> list[tuple[Entry, int]]:
    """The sections that hold published articles, each with how many, sub-sections included."""
    if not frame.sections:
        return []
    keys = [entry.page.pk for entry in frame.sections]
    counts = kept(
        f"sections-{'-'.join(map(str, keys))}", partial(numbers_of, ListKind.SECTION, keys)
    )
    return [(entry, counts[entry.page.pk]) for entry in frame.sections if entry.page.pk in counts]


def _surroundings(site: Site) -> Surroundings:
    identity = Identity.for_site(site)
    if site.is_default_site:
        keep_name(identity.name)
    logo = only_file(identity.logo, "logo") if identity.logo else None
    return Surroundings(identity, site.root_url, list(_navigation(site.root_page)), logo)


def _midnight_after(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def _navigation(home: Page) -> Iterator[Page]:
    """The sections and sub-sections, and the pages beside them, in the editor's order."""
    section = ContentType.objects.get_for_model(ArticleIndexPage).pk
    for page in visible_among(linking_pages()):
        levels = SECTION_LEVELS if page.content_type_id == section else 1
        if page.is_descendant_of(home) and page.depth <= home.depth + levels:
            yield page


def _as_tree(pages: Iterable[Page], marks: dict[int, str]) -> list[Entry]:
    """`pages` in the order of the tree; one whose parent readers cannot see is left out.

    marks: the value of `aria-current` of some, by their keys.
    """
    entries: dict[str, Entry] = {}
    top: list[Entry] = []
    level = None
    for page in pages:
        level = level or page.depth
        entry = entries[page.path] = Entry(page, marks.get(page.pk, ""))
        if page.depth == level:
            top.append(entry)
        elif parent := entries.get(page.path[: -page.steplen]):
            parent.children.append(entry)
    return top


def _marks(pages: Iterable[Page], here: object) -> dict[int, str]:
    """What `aria-current` says of the pages on the way to the one that is shown."""
    if not isinstance(here, Page):
        return {}
    return {
        page.pk: "page" if here.path == page.path else "true"
        for page in pages
        if here.path.startswith(page.path)
    }
