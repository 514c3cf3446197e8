"""The one definition of what readers can open."""

from typing import Self

from wagtail.models import Page
from wagtail.query import PageQuerySet


class PublicPageQuerySet(PageQuerySet):
    def visible(self) -> Self:
        """Live, and behind no password or sign-in: every public listing starts here."""
        return self.live().public()


def visible_pages() -> PublicPageQuerySet:
    """Return the pages of all types that readers can open, in the order of the tree."""
    return PublicPageQuerySet(Page).order_by("path").visible()
