"""Where pages stand, for lists that other rooms make."""

from collections.abc import Iterable

from django import template
from wagtail.models import Page

from editorial.dashboard.states import Row, rows_for

register = template.Library()


@register.simple_tag
def page_rows(pages: Iterable[Page]) -> list[tuple[Page, Row]]:
    """Each page with its row, in a number of queries that does not grow with the list."""
    pages = list(pages)
    rows = rows_for(pages)
    return [(page, rows[page.pk]) for page in pages]
