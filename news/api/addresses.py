"""Whole addresses, as the JSON interface gives them."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from wagtail.models import Page, Site

NAMESPACE = "api"


@dataclass(frozen=True)
class Addresses:
    """Addresses on `site`, for the answer to `request`."""

    request: HttpRequest
    site: Site

    @property
    def root(self) -> str:
        """The site's own address, without a final slash."""
        root: str = self.site.root_url
        return root

    def whole(self, address: str) -> str:
        """`address` with the site's own before it; one of another host as it is."""
        return self.root + address if address.startswith("/") else address

    def page(self, page: Page) -> str | None:
        """The address of `page`; None if it belongs to no site."""
        address: str | None = page.get_full_url(self.request)
        return address

    def path(self, page: Page) -> str:
        """The place of `page` below the front page, such as `sports/football`."""
        front: Page = self.site.root_page
        return str(page.url_path).removeprefix(front.url_path).strip("/")

    def listing(self, endpoint: str, **filters: str) -> str:
        address = self.root + reverse(f"{NAMESPACE}:{endpoint}:listing")
        return f"{address}?{urlencode(filters, safe='/')}" if filters else address

    def detail(self, endpoint: str, key: int | str) -> str:
        return self.root + reverse(f"{NAMESPACE}:{endpoint}:detail", args=[key])
