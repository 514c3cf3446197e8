"""What stands in a place of la Une, for the page on which it is arranged."""

from django import template

from news.article_chooser import thumbnail_url
from news.models import ArticlePage

register = template.Library()


@register.simple_tag
def stands_instead(
    placed: dict[str, ArticlePage], name: str, pinned: object
) -> dict[str, str] | None:
    """What readers see in that place now, where it is not the pinned article itself."""
    article = placed.get(name)
    if article is None or str(article.pk) == str(pinned):
        return None
    return {"title": article.title, "thumbnail": thumbnail_url(article.lead_image)}
