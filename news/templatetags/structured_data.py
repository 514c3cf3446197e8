"""An article for machines: its JSON-LD, and the picture that goes with a shared link."""

import json
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from news.images import SHAPES, NewsImage, NewsRendition
from news.page_facts import PageFacts
from news.renditions import complete_formats

register = template.Library()

# The characters that could close the script element, or a comment in it (as in Django's
# json_script, which only writes `application/json`).
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.simple_tag
def page_data(page: PageFacts, **where: Any) -> dict[str, Any]:
    """The page as it describes itself; `where` is what its type takes."""
    return page.structured_data(**where)


@register.filter
def as_json(data: dict[str, Any]) -> SafeString:
    """`data` as JSON that may stand in a script element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate(ESCAPES))  # noqa: S308


@register.simple_tag
def share_image(image: NewsImage | None) -> NewsRendition | None:
    """The file that networks show with a link: the widest JPEG there is."""
    files = complete_formats(image, SHAPES["lead"]).get("jpeg") if image else None
    return files[-1] if files else None
