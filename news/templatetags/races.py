"""Tags and filters for race meetings and the addresses below their section."""

from typing import Any

from django import template
from django.template.context import Context
from django.utils.translation import pgettext
from wagtail.models import Page

from accounts.models import User
from delivery.request_cache import cached_for_request
from news.models import RaceMeetingPage
from news.moments.wording import hour_of
from news.races.days import Nearest, has_races, nearest
from news.races.texts import ReadyText, texts_of
from news.slugs import french_slug

register = template.Library()

register.filter(hour_of)


@register.filter
def thousands(number: int) -> str:
    """« 1 250 000 », with narrow no-break spaces."""
    return f"{number:,}".replace(",", "\u202f")


@register.filter
def place(number: int) -> str:
    """« 1er », « 2e »."""
    return pgettext("first place", "1st") if number == 1 else _other_place(number)


def _other_place(number: int) -> str:
    return pgettext("place in an arrival, from the second on", "%(number)dth") % {"number": number}


@register.filter
def get(found: dict[Any, Any], key: Any) -> Any:
    return found.get(key)


@register.simple_tag(takes_context=True)
def horse_address(context: Context, page: Page, name: str) -> str:
    """The address of a horse below the section that `page` is, or is in."""
    return f"{_section_address(context, page)}chevaux/{french_slug(name)}/"


@register.simple_tag(takes_context=True)
def jockey_address(context: Context, page: Page, name: str) -> str:
    return f"{_section_address(context, page)}jockeys/{french_slug(name)}/"


@register.simple_tag
def nearest_races(section: Page) -> Nearest | None:
    """The meetings of tomorrow and today and the newest results; None without any race."""
    if not has_races(section):
        return None
    return cached_for_request(("nearest races", section.pk), lambda: nearest(section))


@register.simple_tag
def meeting_texts(meeting: RaceMeetingPage | None) -> list[ReadyText]:
    """The texts to send of the meeting that a form is about."""
    if meeting is None:
        return []
    return texts_of(meeting, meeting.full_url or "" if meeting.live else "")


@register.filter
def may(user: User, permission: str) -> bool:
    return user.has_perm(permission)


def _section_address(context: Context, page: Page) -> str:
    section = getattr(page, "section", page)
    if section is None:
        return ""
    address = cached_for_request(
        ("address of a section", section.pk), lambda: section.get_url(context.get("request"))
    )
    return str(address or "")
