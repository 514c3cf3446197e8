"""Tags, each with its own page and feed."""

from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase, TagBase
from wagtail.search import index

from news.slugs import french_slug
from news.visibility import visible_pages


class TagQuerySet(models.QuerySet):
    def published(self) -> Self:
        """Those of articles that readers can open, once for each of these articles."""
        return self.filter(tagged_articles__content_object__page_ptr__in=visible_pages())


class Tag(index.Indexed, TagBase):
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]
    free_tagging = True

    objects = TagQuerySet.as_manager()

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name"]

    def slugify(self, tag: str, i: int | None = None) -> str:
        # taggit counts from 1: the second tag of an address gets the number 2, as pages do.
        slug = french_slug(tag) or "mot-cle"
        return slug if i is None else f"{slug}-{i + 1}"

    def get_absolute_url(self) -> str:
        return reverse("tag", args=[self.slug])


class ArticleTag(ItemBase):
    tag = models.ForeignKey(Tag, related_name="tagged_articles", on_delete=models.CASCADE)
    content_object = ParentalKey(
        "news.ArticlePage", related_name="tagged_items", on_delete=models.CASCADE
    )

    class Meta:
        verbose_name = _("tag of an article")
        verbose_name_plural = _("tags of an article")
