"""What the templates of the workflow need to say which version they show."""

from django import template
from wagtail.models import Revision

from editorial.versions.tokens import revision_token

register = template.Library()


@register.filter
def version_name(revision: Revision | None) -> str:
    return revision_token(revision) if revision else ""
