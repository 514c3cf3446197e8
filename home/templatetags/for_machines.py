"""What pages say of themselves to machines: structured data, and what a shared link shows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.utils.html import strip_tags
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from wagtail.models import Page

from home import structured_data
from home.icons import LARGE_ICON, icon_address
from home.models import HomePage
from home.models.share import SharePicture
from home.page_cards import card_address, card_of
from home.paper import policies_of
from home.share_card import HEIGHT, WIDTH
from home.templatetags.site_frame import Frame
from news.images import LARGE_CARD, SHAPES, NewsImage
from news.models import ArticlePage, Author
from news.models.base import PublicPage
from news.renditions import files_for_engines, know_files, served_files

register = template.Library()

# Where a page has what it is called: the name in the context, and the attribute.
TITLES = (("entry", "question"), ("text", "title"), ("page", "title"), ("author", "name"))
# Not the no-break spaces of French.
SPACES = re.compile(r"[ \t\r\n]+")
END_OF_PARAGRAPH = re.compile(r"</(?:p|li|h\d)>|<br ?/?>")


@dataclass(frozen=True)
class Shared:
    """The picture of a shared link."""

    url: str
    width: int
    height: int
    alt: str


class KeepNode(template.Node):
    def __init__(self, nodelist: NodeList, name: str) -> None:
        self.nodelist = nodelist
        self.name = name

    def render(self, context: Context) -> str:
        rendered = SPACES.sub(" ", self.nodelist.render(context)).strip()
        context[self.name] = mark_safe(rendered)  # noqa: S308 (a template has escaped it)
        return ""


@register.tag
def keep(parser: Parser, token: Token) -> KeepNode:
    """`{% keep as name %}…{% endkeep %}`: a block that stands in several places of the page."""
    _tag, _as, name = token.split_contents()
    nodelist = parser.parse(("endkeep",))
    parser.delete_first_token()
    return KeepNode(nodelist, name)


@register.filter
def plain_words(html: str) -> str:
    """Rich text as one line of plain text."""
    text = unescape(strip_tags(END_OF_PARAGRAPH.sub(" ", str(html))))
    return SPACES.sub(" ", text).strip()


@register.simple_tag
def publisher_data(frame: Frame) -> structured_data.Data:
    """The paper, with its logo as the header shows it, or its icon where it has none."""
    identity = frame.identity
    if file := frame.logo:
        url, width, height = file.url, file.width, file.height
    else:
        url, width, height = icon_address(identity, LARGE_ICON), LARGE_ICON, LARGE_ICON
    logo = {"@type": "ImageObject", "url": _whole(frame, url), "width": width, "height": height}
    policies = policies_of(identity, [entry.page for entry in frame.services])
    return structured_data.organization(identity, frame.root_url, logo, policies)


@register.simple_tag
def profile_data(frame: Frame, author: Author) -> structured_data.Data:
    served = served_files(author.portrait, SHAPES["portrait"]) if author.portrait else None
    url = served.shared.url if served and served.shared else ""
    return structured_data.profile_page(author, frame.root_url, _whole(frame, url))


@register.simple_tag(takes_context=True)
def breadcrumb_data(context: Context, frame: Frame) -> structured_data.Data:
    """The trail that `includes/breadcrumb.html` shows, and the page itself at its end."""
    page: Any = context.get("page")
    trail = [(gettext("Front page"), f"{frame.root_url}/")]
    for entry in frame.sections:
        if entry.current:
            above = [entry, *(child for child in entry.children if child.current)]
            trail += [(step.page.title, _address(frame, step.page)) for step in above]
    if label := context.get("label"):
        address = context.get("label_url") or ""
        trail.append((str(label), frame.root_url + address if address else ""))
    elif isinstance(page, PublicPage) and not page.in_navigation:
        trail.append((page.title, ""))
    return structured_data.breadcrumb_list(trail)


@register.simple_tag(takes_context=True)
def shared_picture(context: Context, frame: Frame) -> Shared:
    """The lead image of the page that is shown, else the card that the queue has drawn of it.

    Else a card with what the page is called, which is drawn once it is asked for.
    """
    page: Any = context.get("page")
    image: NewsImage | None = getattr(page, "lead_image", None)
    # All of them: the article shows them as well.
    know_files([image])
    served = served_files(image, SHAPES["lead"]) if image else None
    file = served.shared if served else None
    if image and file and file.width >= LARGE_CARD:
        alt = getattr(page, "image_alt", "") or image.default_alt_text or page.title
        return Shared(_whole(frame, file.url), file.width, file.height, alt)
    title, kicker = _called(context, frame)
    address = _drawn_in_advance(page, frame) or card_address(frame.identity, title, kicker)
    return Shared(_whole(frame, address), WIDTH, HEIGHT, title)


@register.simple_tag
def picture_addresses(frame: Frame, article: ArticlePage, shared: Shared) -> list[str]:
    """The pictures that search engines choose from; last, the one it is shared with."""
    image = article.lead_image
    files = files_for_engines(image) if image else []
    return [*(_whole(frame, file.url) for file in files), shared.url]


def _called(context: Context, frame: Frame) -> tuple[str, str]:
    """What the page is called, and what stands above that."""
    page = context.get("page")
    if isinstance(page, HomePage):
        return frame.identity.tagline or frame.identity.name, ""
    for name, attribute in TITLES:
        if title := getattr(context.get(name), attribute, ""):
            return title, getattr(page, "kicker", "")
    if tag := getattr(context.get("tag"), "name", ""):
        return tag, gettext("Tags")
    # Nobody has the site draw what they searched for.
    listed = "" if context.get("query") else unescape(context.get("page_title") or "")
    return listed or frame.identity.tagline or frame.identity.name, ""


def _drawn_in_advance(page: object, frame: Frame) -> str:
    """The address of the card that the queue has drawn of an article, if it shows it as it is."""
    lead = getattr(page, "lead_image", None)
    if not isinstance(page, ArticlePage) or not page.pk or (lead and lead.fills_a_large_card):
        return ""
    drawn: SharePicture | None = getattr(page, "share_picture", None)
    if drawn is None or drawn.fingerprint != card_of(page, frame.identity).fingerprint:
        return ""
    return str(drawn.file.url)


def _address(frame: Frame, page: Page) -> str:
    return _whole(frame, page.url or "")


def _whole(frame: Frame, address: str) -> str:
    return frame.root_url + address if address.startswith("/") else address
