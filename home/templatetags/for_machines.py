"""Structured data of the pages around the articles, and the picture of a shared link."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context
from django.utils.translation import gettext
from wagtail.models import Page

from home import structured_data
from home.models.share import SharePicture
from home.templatetags.site_frame import Frame
from news.images import SHAPES
from news.models import ArticlePage, Author
from news.models.base import PublicPage
from news.renditions import served_files

register = template.Library()
register.simple_tag(structured_data.faq_page, name="faq_data")


@register.simple_tag
def organization_data(frame: Frame) -> structured_data.Data:
    logo = frame.identity.logo.get_rendition("height-120|web").url if frame.identity.logo else ""
    return structured_data.organization(frame.identity, frame.root_url, _whole(frame, logo))


@register.simple_tag
def website_data(frame: Frame) -> structured_data.Data:
    return structured_data.website(frame.identity, frame.root_url)


@register.simple_tag
def profile_data(frame: Frame, author: Author) -> structured_data.Data:
    served = served_files(author.portrait, SHAPES["portrait"]) if author.portrait else None
    url = served.shared.url if served else ""
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


@register.simple_tag
def share_picture(frame: Frame, article: ArticlePage) -> dict[str, str] | None:
    """The card made for an article without a lead image that fills it; None until it is drawn."""
    if not article.pk or (article.lead_image and article.lead_image.fills_a_large_card):
        return None
    card = SharePicture.objects.filter(article_id=article.pk).first()
    return {"url": _whole(frame, card.file.url)} if card else None


def _address(frame: Frame, page: Page) -> str:
    return _whole(frame, page.url or "")


def _whole(frame: Frame, address: str) -> str:
    return frame.root_url + address if address.startswith("/") else address
