"""Filters that give texts their languages and directions."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from news import languages

register = template.Library()


@register.filter
def with_languages(html: str) -> SafeString:
    """See `news.languages.with_languages`; `html` is rich text, as Wagtail has it for readers."""
    return mark_safe(languages.with_languages(html))  # noqa: S308


@register.filter
def lang(page: object) -> SafeString:
    """The attribute that says the language of an article's title; none for what is in French."""
    language = getattr(page, "language", "")
    return format_html(' lang="{}"', language) if language else SafeString("")
