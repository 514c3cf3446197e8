"""A page as each network would show it, and what would make it better there."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from news.images import LARGE_CARD, NewsImage
from news.link_previews.head import Head
from news.link_previews.room import Cut, Room
from news.panels import SEO_DESCRIPTION_LENGTH

# As these sites show links on a computer or telephone in 2026; none of them promises anything.
GOOGLE_TITLE = Room(20, 580)
GOOGLE_DESCRIPTION = Room(14, 520, 2)
WHATSAPP_TITLE = Room(15, 290, 2, is_bold=True)
WHATSAPP_DESCRIPTION = Room(13, 290, 2)
FACEBOOK_TITLE = Room(17, 476, 2, is_bold=True)
FACEBOOK_DESCRIPTION = Room(15, 476)
X_TITLE = Room(13, 440)
X_SMALL_TITLE = Room(15, 360)
X_SMALL_DESCRIPTION = Room(15, 360, 2)
# The narrowest pictures that are shown large, in pixels.
WHATSAPP_LARGE = 300
X_LARGE = 300  # https://developer.x.com/en/docs/x-for-websites/cards
DISCOVER = 1200  # https://developers.google.com/search/docs/appearance/google-discover


@dataclass(frozen=True)
class Preview:
    """A link on one network; `is_large` says how its picture is shown."""

    name: str
    title: Cut
    description: Cut
    is_large: bool = True
    advice: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Subject:
    """The page that is previewed, as far as its head does not say it."""

    has_picture: bool  # whether its type has a lead image at all
    lead: NewsImage | None
    tagline: str
    is_restricted: bool


def google(head: Head, subject: Subject) -> Preview:
    title = GOOGLE_TITLE.cut(head.title)
    description = GOOGLE_DESCRIPTION.cut(head.description)
    advice = []
    if subject.is_restricted:
        advice.append(_("The page is not open to everybody: search engines do not show it."))
    elif not head.is_indexed:
        advice.append(_("The page asks search engines not to show it."))
    own = GOOGLE_TITLE.cut(head.own_title)
    if own.lost:
        advice.append(
            _("The title is too long: “%(lost)s” is cut off. Write a shorter one for engines.")
            % {"lost": own.lost}
        )
    shortest, longest = SEO_DESCRIPTION_LENGTH
    if head.description == subject.tagline:
        advice.append(_("The page has no description: the paper’s tagline takes its place."))
    elif description.lost:
        advice.append(
            _(
                "The description has %(count)d characters, of which some %(shown)d are shown: "
                "say in them what matters."
            )
            % {"count": len(head.description), "shown": len(description.kept)}
        )
    elif len(head.description) < shortest:
        advice.append(
            _("The description has %(count)d characters; there is room for some %(room)d.")
            % {"count": len(head.description), "room": longest}
        )
    if subject.lead and head.picture.width < DISCOVER:
        advice.append(
            _("For Discover, the picture should be at least %(width)d pixels wide.")
            % {"width": DISCOVER}
        )
    return Preview("Google", title, description, advice=advice)


def whatsapp(head: Head, subject: Subject) -> Preview:
    return _shared("WhatsApp", head, WHATSAPP_TITLE, WHATSAPP_DESCRIPTION, WHATSAPP_LARGE)


def facebook(head: Head, subject: Subject) -> Preview:
    return _shared("Facebook", head, FACEBOOK_TITLE, FACEBOOK_DESCRIPTION, LARGE_CARD)


def x(head: Head, subject: Subject) -> Preview:
    if head.card == "summary_large_image" and head.picture.width >= X_LARGE:
        # The title stands in the picture, on one line whatever its length.
        return Preview("X", X_TITLE.cut(head.shared_title), Cut("", ""))
    return _shared("X", head, X_SMALL_TITLE, X_SMALL_DESCRIPTION, X_LARGE)


def about_picture(head: Head, subject: Subject) -> list[str]:
    """What to know about the picture, which all networks share."""
    lead = subject.lead
    if lead is None:
        if subject.has_picture:
            return [_("Without a lead image, the site draws a card with the title.")]
        return [_("The site draws a card with the title for pages of this kind.")]
    if not lead.fills_a_large_card:
        return [
            _(
                "The lead image is %(width)d × %(height)d pixels, too small to be shared: the site "
                "draws a card in its place. From %(least)d pixels of width on it is shown."
            )
            % {"width": lead.width, "height": lead.height, "least": LARGE_CARD}
        ]
    return []


def _shared(name: str, head: Head, title_room: Room, description_room: Room, large: int) -> Preview:
    title = title_room.cut(head.shared_title)
    description = description_room.cut(head.shared_description)
    advice = []
    if title.lost:
        advice.append(
            _("The title is cut: “%(lost)s” is not shown. Say first what matters.")
            % {"lost": title.lost}
        )
    is_large = head.picture.width >= large
    if not is_large:
        advice.append(
            _("The picture is shown small: it would have to be %(width)d pixels wide.")
            % {"width": large}
        )
    return Preview(name, title, description, is_large, advice)
