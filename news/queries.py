"""The one definition of what readers are shown, and of how it is listed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from wagtail.query import PageQuerySet

from news.browse import month_between
from news.images import SHAPES, NewsImage

if TYPE_CHECKING:
    from news.models import ArticlePage, Author, Tag


class ArticleQuerySet(PageQuerySet):
    def published(self) -> Self:
        """Live, and behind no password or sign-in: every public listing starts here."""
        return self.live().public().newest_first()

    def newest_first(self) -> Self:
        return self.order_by("-first_published_at", "-pk")

    def for_listing(self, shape: str = "card") -> Self:
        """With all that a card shows, in a number of queries that does not grow with the list.

        The pictures come with their files in `shape`.
        """
        pictures = NewsImage.objects.prefetch_renditions(*SHAPES[shape].specs)
        return self.defer("body").prefetch_related(
            "section", Prefetch("lead_image", pictures), "bylines__author"
        )

    def signed_by(self, author: Author) -> Self:
        return self.filter(pk__in=author.bylines.values("article"))

    def tagged(self, tag: Tag) -> Self:
        return self.filter(pk__in=tag.tagged_articles.values("content_object"))

    def in_month(self, key: str | None) -> Self:
        """Those first published in a month such as 2026-11; all of them if `key` names none."""
        span = month_between(key)
        if span is None:
            return self
        return self.filter(first_published_at__gte=span[0], first_published_at__lt=span[1])

    def before(self, article: ArticlePage) -> Self:
        """Published earlier than `article`, the nearest first; before a draft stand them all."""
        newest_first = self.newest_first()
        if article.first_published_at is None:
            return newest_first
        at = article.first_published_at
        return newest_first.filter(
            Q(first_published_at__lt=at) | Q(first_published_at=at, pk__lt=article.pk)
        )

    def after(self, article: ArticlePage) -> Self:
        """Published later than `article`, the nearest first; after a draft, nothing yet."""
        oldest_first = self.order_by("first_published_at", "pk")
        if article.first_published_at is None:
            return oldest_first.none()
        at = article.first_published_at
        return oldest_first.filter(
            Q(first_published_at__gt=at) | Q(first_published_at=at, pk__gt=article.pk)
        )


class AuthorQuerySet(QuerySet):
    def published(self) -> Self:
        """Those who have signed at least one article that readers can see."""
        from news.models import ArticlePage

        articles = ArticlePage.objects.live().public()
        return self.filter(Exists(articles.filter(bylines__author=OuterRef("pk"))))

    def with_portraits(self) -> Self:
        """In a number of queries that does not grow with the list."""
        portraits = NewsImage.objects.prefetch_renditions(*SHAPES["portrait"].specs)
        return self.prefetch_related(Prefetch("portrait", portraits))


class CorrectionQuerySet(QuerySet):
    def published(self) -> Self:
        """Those of articles that readers can see, newest first."""
        from news.models import ArticlePage

        articles = ArticlePage.objects.live().public()
        return self.filter(article__in=articles).order_by("-published_at", "-pk")

    def for_listing(self) -> Self:
        """With article and section, in a number of queries that does not grow with the list."""
        from news.models import ArticlePage

        articles = ArticlePage.objects.defer("body").prefetch_related("section")
        return self.prefetch_related(Prefetch("article", articles))
