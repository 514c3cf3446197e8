"""The one definition of what readers are shown, and of how it is listed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db.models import Prefetch
from wagtail.query import PageQuerySet

from news.images import SHAPES, NewsImage

if TYPE_CHECKING:
    from news.models import ArticlePage, Author, Tag


class ArticleQuerySet(PageQuerySet):
    def published(self) -> Self:
        """Live, and behind no password or sign-in: every public listing starts here."""
        return self.live().public().newest_first()

    def newest_first(self) -> Self:
        return self.order_by("-first_published_at", "-pk")

    def for_listing(self) -> Self:
        """With all that a card shows, in a number of queries that does not grow with the list."""
        return self.defer("body").prefetch_related(
            "section",
            Prefetch("lead_image", NewsImage.objects.prefetch_renditions(*SHAPES["card"].specs)),
            "bylines__author",
        )

    def signed_by(self, author: Author) -> Self:
        return self.filter(bylines__author=author).distinct()

    def tagged(self, tag: Tag) -> Self:
        return self.filter(tagged_items__tag=tag).distinct()

    def before(self, article: ArticlePage) -> Self:
        """Published earlier than `article`, the nearest first."""
        return self.newest_first().filter(first_published_at__lt=article.first_published_at)

    def after(self, article: ArticlePage) -> Self:
        """Published later than `article`, the nearest first."""
        return self.order_by("first_published_at", "pk").filter(
            first_published_at__gt=article.first_published_at
        )
