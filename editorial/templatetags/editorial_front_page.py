"""Tags for the page on which la Une is arranged."""

from django import template

from news.article_chooser import thumbnail_url
from news.models import ArticlePage

register = template.Library()


@register.simple_tag
def shown_instead(
    placed: dict[str, ArticlePage], name: str, pinned: object
) -> dict[str, str] | None:
    """Return what readers see in a place now, if it is not the pinned article."""
    article = placed.get(name)
    if article is None or str(article.pk) == str(pinned):
        return None
    return {"title": article.title, "thumbnail": thumbnail_url(article.lead_image)}
