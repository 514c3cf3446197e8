"""Template tags for lists of articles, tags and topics."""

from collections.abc import Iterator

from django import template
from django.core.paginator import Page

from delivery.pages.kept import kept
from news.browse import most_used_tags, topics_below, topics_picking
from news.models import ArticlePage
from news.models.lists import everything
from news.related import neighbours, place_of, related_articles

register = template.Library()


MOST_LATEST = 12


@register.simple_tag
def latest_articles(count: int, without: int | None = None) -> list[ArticlePage]:
    """The `count` newest published articles (at most MOST_LATEST), but for the one of that key."""
    newest = kept("newest articles", _newest)
    return [article for article in newest if article.pk != without][:count]


def _newest() -> list[ArticlePage]:
    return list(ArticlePage.objects.newest_of(everything(), MOST_LATEST + 1).with_titles())


register.simple_tag(most_used_tags)
register.simple_tag(topics_below)
register.simple_tag(topics_picking)
register.simple_tag(place_of)
register.simple_tag(neighbours)
register.simple_tag(related_articles)


@register.filter
def page_numbers(listing: Page) -> Iterator[int | str]:
    """The numbers to show under a list, with an ellipsis where some are left out."""
    return listing.paginator.get_elided_page_range(listing.number, on_each_side=1, on_ends=1)


@register.filter
def places(listing: Page) -> int:
    """How many articles stand on a page of a list, by their number: without fetching any."""
    return listing.end_index() - listing.start_index() + 1


@register.filter
def is_page(section: object, page: object) -> bool:
    """Whether the page that is shown is that section."""
    return section is not None and section == page


@register.filter
def is_gap(number: int | str) -> bool:
    return not isinstance(number, int)
