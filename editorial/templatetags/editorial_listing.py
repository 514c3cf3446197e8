"""A tag that adds the state of pages to lists of other rooms."""

from collections.abc import Iterable

from django import template
from wagtail.models import Page

from editorial.dashboard.states import Row, rows_for

register = template.Library()


@register.simple_tag
def page_rows(pages: Iterable[Page]) -> list[tuple[Page, Row]]:
    """Return each page with its row, in a fixed number of queries."""
    pages = list(pages)
    rows = rows_for(pages)
    return [(page, rows[page.pk]) for page in pages]
