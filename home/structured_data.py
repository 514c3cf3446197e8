"""Structured data of the pages around the articles (https://schema.org)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.html import strip_tags
from wagtail.rich_text import expand_db_html

from news.structured_data import CONTEXT, Data

if TYPE_CHECKING:
    from home.models.faq import Group
    from home.models.identity import Identity
    from home.paper import Policies
    from news.models import Author


def front_page(publisher: Data, name: str, root_url: str) -> Data:
    """The paper and its site."""
    return {"@context": CONTEXT, "@graph": [publisher, website(name, root_url)]}


def organization(identity: Identity, root_url: str, logo: Data, policies: Policies) -> Data:
    """The paper as a NewsMediaOrganization: on la Une, and as the publisher of each article."""
    networks = [link.url for link in identity.networks]
    return _known(
        {
            "@type": "NewsMediaOrganization",
            "@id": f"{root_url}/#organization",
            "name": identity.name,
            "url": f"{root_url}/",
            "description": identity.about or identity.tagline,
            "logo": logo,
            "foundingDate": str(identity.founded) if identity.founded else "",
            "address": identity.address,
            "telephone": identity.phone,
            "email": identity.email,
            "sameAs": networks,
            "publishingPrinciples": policies.principles and root_url + policies.principles,
            "ethicsPolicy": policies.ethics and root_url + policies.ethics,
            "correctionsPolicy": root_url + policies.corrections,
        }
    )


def website(name: str, root_url: str) -> Data:
    """The site, with the search that engines may offer under its name."""
    return {
        "@type": "WebSite",
        "@id": f"{root_url}/#website",
        "name": name,
        "url": f"{root_url}/",
        "inLanguage": "fr",
        "publisher": {"@id": f"{root_url}/#organization"},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": f"{root_url}{reverse('search')}?q={{search_term_string}}",
            },
            "query-input": "required name=search_term_string",
        },
    }


def breadcrumb_list(trail: Iterable[tuple[str, str]]) -> Data:
    """The way from the front page to this one: names and whole addresses; "" for where one is."""
    return {
        "@context": CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            _known({"@type": "ListItem", "position": number, "name": name, "item": address})
            for number, (name, address) in enumerate(trail, start=1)
        ],
    }


def faq_page(groups: Iterable[Group]) -> Data:
    return {
        "@context": CONTEXT,
        "@type": "FAQPage",
        "inLanguage": "fr",
        "mainEntity": [
            {
                "@type": "Question",
                "name": entry.question,
                "acceptedAnswer": {"@type": "Answer", "text": _plain(entry.answer)},
            }
            for group in groups
            for entry in group.entries
        ],
    }


def profile_page(author: Author, root_url: str, image_url: str = "") -> Data:
    address = root_url + author.get_absolute_url()
    return {
        "@context": CONTEXT,
        "@type": "ProfilePage",
        "url": address,
        "mainEntity": _known(
            {
                "@type": "Person",
                "@id": f"{address}#person",
                "name": author.name,
                "url": address,
                "jobTitle": author.role,
                "description": _plain(author.biography),
                "email": author.email,
                "image": image_url,
                "worksFor": {"@id": f"{root_url}/#organization"},
            }
        ),
    }


def _plain(rich_text: str) -> str:
    spaced = expand_db_html(rich_text).replace("</p>", "</p> ").replace("</li>", "</li> ")
    return " ".join(strip_tags(spaced).split())


def _known(data: Data) -> Data:
    return {name: value for name, value in data.items() if value}
