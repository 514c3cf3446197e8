"""A tag for the script that keeps unsaved text in the browser."""

from django import template
from django.template import Context

from editorial.editor import kept_text as copies

register = template.Library()


@register.inclusion_tag("editorial/editor/kept_text.html", takes_context=True)
def kept_text(context: Context) -> dict[str, object]:
    """Return the variables of the template for kept-text.js."""
    request = context["request"]
    return {
        "owner": request.user.pk,
        "key": copies.key_of(request.user),
        "name": context["kept_text_name"],
        "name_field": copies.NAME_FIELD,
        "take_up_field": copies.TAKE_UP_FIELD,
    }
