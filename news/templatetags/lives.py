"""Tags for live coverage."""

from django import template
from django.template.context import Context

from news.models import LiveBlogPage

register = template.Library()


@register.simple_tag(takes_context=True)
def canonical_path(context: Context, page: LiveBlogPage) -> str:
    """The address of the page, whole: it is in links that are shared."""
    return page.get_full_url(context.get("request")) or ""
