"""The one definition of what readers can open."""

from typing import Self

from django.db.models import Q
from wagtail.models import Page
from wagtail.query import PageQuerySet

from delivery.request_cache import cached_for_request


class PublicPageQuerySet(PageQuerySet):
    def visible(self) -> Self:
        """Live, and behind no password or sign-in: every public listing starts here."""
        return self.live().public()

    def private_q(self) -> Q:
        """The pages behind a restriction; a page with many lists reads the restrictions once."""
        return cached_for_request("private pages", super().private_q)


def at_address(pages: PageQuerySet, url_path: str) -> PageQuerySet:
    """Those of `pages` at `url_path`, found by its last part, which has an index."""
    return pages.filter(slug=last_part(url_path), url_path=url_path)


def last_part(url_path: str) -> str:
    return url_path.strip("/").rpartition("/")[2]


def visible_pages() -> PublicPageQuerySet:
    """Return the pages of all types that readers can open, in the order of the tree."""
    return PublicPageQuerySet(Page).order_by("path").visible()
