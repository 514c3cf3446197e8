"""The findings of `editorial.checks`, shown beside the text."""

from typing import Any

from django import template
from wagtail.models import Page

from editorial import checks
from news.models import ArticlePage

register = template.Library()


@register.inclusion_tag("editorial/checks.html")
def content_checks(page: Page) -> dict[str, Any]:
    """What readers would lack of `page`, as it stands in memory; nothing for other pages."""
    if not isinstance(page, ArticlePage):
        return {}
    found = checks.findings(page)
    return {"findings": found, "summary": checks.summary(found), "applies": True}
