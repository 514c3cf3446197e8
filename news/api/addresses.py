"""Whole addresses, as the JSON interface gives them."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from wagtail.models import Page, Site

NAMESPACE = "api"


@dataclass(frozen=True)
class Addresses:
    """Addresses on `site`, for the answer to `request`."""

    request: HttpRequest
    site: Site

    @cached_property
    def root(self) -> str:
        """The site's own address, without a final slash.

        The settings know whether a proxy in front speaks HTTPS; Wagtail's record of the site says
        so only if somebody has typed the port.
        """
        base: str = settings.BASE_URL
        return base if urlsplit(base).hostname == self.site.hostname else self.site.root_url

    def whole(self, address: str) -> str:
        """`address` with the site's own before it; one of another host as it is."""
        return self.root + address if address.startswith("/") else address

    def page(self, page: Page) -> str | None:
        """The address of `page`; None if it belongs to no site."""
        parts = page.get_url_parts(self.request)
        if parts is None:
            return None
        site_id, root_url, path = parts
        return (self.root if site_id == self.site.pk else root_url) + path

    def path(self, page: Page) -> str:
        """The place of `page` below the front page, such as `sports/football`."""
        front: Page = self.site.root_page
        return str(page.url_path).removeprefix(front.url_path).strip("/")

    def listing(self, endpoint: str, **filters: str) -> str:
        address = self.root + reverse(f"{NAMESPACE}:{endpoint}:listing")
        return f"{address}?{urlencode(filters, safe='/')}" if filters else address

    def detail(self, endpoint: str, key: int | str) -> str:
        return self.root + reverse(f"{NAMESPACE}:{endpoint}:detail", args=[key])
