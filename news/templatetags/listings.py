"""What lists need on whichever page they stand."""

from collections.abc import Iterator
from typing import Any

from django import template
from django.core.paginator import Page

from news.models import ArticlePage

register = template.Library()


@register.simple_tag
def latest_articles(count: int, without: Any = None) -> list[ArticlePage]:
    """The `count` newest published articles, other than the page `without`."""
    articles = ArticlePage.objects.published().defer("body").prefetch_related("section")
    if isinstance(without, ArticlePage):
        articles = articles.exclude(pk=without.pk)
    return list(articles[:count])


@register.filter
def page_numbers(listing: Page) -> Iterator[int | str]:
    """The numbers to show under a list, with an ellipsis where some are left out."""
    return listing.paginator.get_elided_page_range(listing.number, on_each_side=1, on_ends=1)


@register.filter
def is_gap(number: int | str) -> bool:
    return not isinstance(number, int)
