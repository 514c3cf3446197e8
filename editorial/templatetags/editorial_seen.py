"""A tag for the line that says whether readers get the published version."""

from django import template
from django.template import Context
from django.utils.safestring import SafeString
from wagtail.models import Page

from editorial.ui.seen import seen_line

register = template.Library()


@register.simple_tag(takes_context=True)
def seen_by_readers(context: Context, live_object: object) -> SafeString:
    """Return the line for a page; nothing for other objects with a status panel, as alerts."""
    page = live_object if isinstance(live_object, Page) else None
    return seen_line(page, context["request"])
