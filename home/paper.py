"""The facts about the paper, for all who ask: its name, and the pages that say how it works."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from wagtail.models import Page, Site

from accounts.paper_name import names_the_paper
from delivery.request_cache import cached_for_request
from home.icons import FEED_ICON, LARGE_ICON, icon_address
from home.models import Identity
from news.paper import Paper, describes_the_paper

# The addresses that newsrooms give to these pages, the likeliest first.
PRINCIPLES = ("politique-editoriale", "charte-editoriale", "ligne-editoriale", "charte", "a-propos")
ETHICS = ("charte-deontologique", "deontologie", "ethique", "charte-ethique", "charte")


@dataclass(frozen=True)
class Policies:
    """Addresses of pages; "" for what the paper has none of."""

    principles: str
    ethics: str
    corrections: str


def policies_of(identity: Identity, shown: Iterable[Page]) -> Policies:
    """The pages that the newsroom has chosen among those `shown`, else those named like them.

    Corrections are always listed at an address of their own.
    """
    pages = list(shown)
    principles = _address(identity.principles_page_id, PRINCIPLES, pages)
    return Policies(
        principles=principles,
        ethics=_address(identity.ethics_page_id, ETHICS, pages) or principles,
        corrections=_address(identity.corrections_page_id, (), pages) or reverse("corrections"),
    )


def _address(chosen: int | None, usual: tuple[str, ...], pages: list[Page]) -> str:
    by_key = {page.pk: page for page in pages}
    by_slug = {page.slug: page for page in pages}
    named = (by_slug[slug] for slug in usual if slug in by_slug)
    page = by_key.get(chosen) or next(named, None)
    return (page.url or "") if page else ""


@describes_the_paper
def paper(site: Site) -> Paper:
    identity = cached_for_request(("identity", site.pk), lambda: Identity.for_site(site))
    return Paper(
        identity.name,
        identity.tagline,
        icon_address(identity, FEED_ICON),
        icon_address(identity, LARGE_ICON),
    )


@names_the_paper
def name_on_default_site() -> str:
    """The name for what belongs to no request."""
    site = Site.objects.filter(is_default_site=True).first()
    return (Identity.for_site(site) if site else Identity()).name
