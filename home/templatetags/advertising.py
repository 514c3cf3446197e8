"""Template tags for the places of a page that are for sale."""

from typing import Any

from django import template
from django.template.context import Context

from home.advertising.choosing import choose
from home.models.advertising import Place

register = template.Library()
NAMES = {place.name.lower(): place.value for place in Place}


@register.inclusion_tag("includes/advert.html", takes_context=True)
def advert(context: Context, place: str) -> dict[str, object]:
    """Return the advert for `place` (top, list, article, side, foot); nothing in a preview."""
    request: Any = context.get("request")
    if request is None or getattr(request, "is_preview", False):
        return {"advert": None}
    if not hasattr(request, "adverts_shown"):
        request.adverts_shown = set()
    path = getattr(context.get("page"), "path", "")
    return {
        "advert": choose(NAMES[place], path, request.adverts_shown),
        "place": place,
        "where": Place(NAMES[place]).label,
        "economy": getattr(request, "economy", False),
    }
