"""The preview mode of pages that shows them as shared links and search results."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from news.link_previews.head import read_head
from news.link_previews.networks import Subject, about_picture, facebook, google, whatsapp, x
from news.paper import paper_of

MODE = "links"
LABEL = _("Shares and search engines")


def link_previews(page: Page, request: HttpRequest | None, public: HttpResponse) -> HttpResponse:
    """`page` as networks and Google would show it, read from `public`, its page as readers get it.

    A page that cannot be shown is returned as it is, with what is wrong.
    """
    if public.status_code != 200:
        return public
    head = read_head(public.content.decode(public.charset))
    site = page.get_site()
    subject = Subject(
        has_picture=hasattr(page, "lead_image"),
        lead=getattr(page, "lead_image", None),
        tagline=paper_of(site).tagline if site else "",
        is_restricted=page.pk is not None and page.get_view_restrictions().exists(),
    )
    context = {
        "page": page,
        "head": head,
        "google": google(head, subject),
        "whatsapp": whatsapp(head, subject),
        "facebook": facebook(head, subject),
        "x": x(head, subject),
        "about_picture": about_picture(head, subject),
    }
    template = "news/link_previews/previews.html"
    return HttpResponse(render_to_string(template, context, request))
