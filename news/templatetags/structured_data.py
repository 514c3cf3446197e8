"""Template tags for an article's JSON-LD and the picture of a shared link."""

import json

from django import template
from django.utils.safestring import SafeString, mark_safe

from delivery.xml_text import legible
from news.images import SHAPES, NewsImage, NewsRendition
from news.page_facts import PageFacts
from news.renditions import served_files

register = template.Library()

# The characters that could close the script element, or a comment in it (as in Django's
# json_script, which only writes `application/json`).
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.simple_tag
def page_data(page: PageFacts, **where: object) -> dict[str, object]:
    """The page as it describes itself; `where` is what its type takes."""
    return page.structured_data(**where)


@register.filter
def as_json(data: dict[str, object]) -> SafeString:
    """`data` as JSON that is safe in a script element."""
    text = json.dumps(legible(data), ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate(ESCAPES))  # noqa: S308


@register.simple_tag
def share_image(image: NewsImage | None, shape: str = "lead") -> NewsRendition | None:
    """The JPEG of `image` that networks show with a link, and feeds in a text."""
    served = served_files(image, SHAPES[shape]) if image else None
    return served.shared if served else None
