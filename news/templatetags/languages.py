"""The filter that gives rich text its languages and directions."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from news import languages

register = template.Library()


@register.filter
def with_languages(html: str) -> SafeString:
    """See `news.languages.with_languages`; `html` is rich text, as Wagtail has it for readers."""
    return mark_safe(languages.with_languages(html))  # noqa: S308
