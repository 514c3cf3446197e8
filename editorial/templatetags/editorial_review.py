"""A filter for links and forms of the workflow, which name a version."""

from django import template
from wagtail.models import Revision

from editorial.versions.tokens import revision_token

register = template.Library()


@register.filter
def version_name(revision: Revision | None) -> str:
    return revision_token(revision) if revision else ""
