"""Template tags for the places of a page that are for sale."""

from typing import Any

from django import template
from django.template.context import Context
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from delivery import inline_scripts
from delivery.freshness import fresh_until
from home.advertising.choosing import Shown, offer, running_at
from home.models.advertising import Place

register = template.Library()
NAMES = {place.name.lower(): place.value for place in Place}


@register.inclusion_tag("includes/advert_place.html", takes_context=True)
def advert(context: Context, place: str) -> dict[str, object]:
    """Return the adverts for `place` (top, list, article, side, foot); nothing in a preview.

    The same for all readers: their browser draws one. The page is kept no longer than to the next
    start or end of a campaign.
    """
    request: Any = context.get("request")
    if request is None or getattr(request, "is_preview", False):
        return {}
    if not hasattr(request, "adverts_shown"):
        running = running_at(timezone.now())
        request.adverts_shown = Shown(running.adverts)
        fresh_until(request, running.changes_at)
    path = getattr(context.get("page"), "path", "")
    offered = offer(NAMES[place], path, request.path, request.adverts_shown)
    return {
        "alone": offered.alone,
        "offered": offered.adverts,
        "fixed": offered.fixed,
        "place": place,
        "where": Place(NAMES[place]).label,
        "economy": getattr(request, "economy", False),
    }


@register.simple_tag
def draw_advert_script() -> SafeString:
    return mark_safe(inline_scripts.DRAW_ADVERT)  # noqa: S308
