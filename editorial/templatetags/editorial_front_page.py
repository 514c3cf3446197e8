"""What stands in a place of la Une, for the page on which it is arranged."""

from django import template
from django.utils.translation import gettext as _

from news.models import ArticlePage

register = template.Library()


@register.simple_tag
def place_note(placed: dict[str, ArticlePage], name: str, pinned: object) -> str:
    """Who stands in that place for the readers now, where it is not the pinned article itself."""
    article = placed.get(name)
    if article is None or str(article.pk) == str(pinned):
        return ""
    return _("Readers see there now: %(title)s") % {"title": article.title}
