"""Template tags for an article's JSON-LD and the picture of a shared link."""

import json

from django import template
from django.utils.safestring import SafeString, mark_safe

from news.images import SHAPES, NewsImage, NewsRendition
from news.renditions import complete_formats
from news.structured_data import news_article

register = template.Library()
register.simple_tag(news_article, name="news_article_data")

# The characters that could close the script element, or a comment in it (as in Django's
# json_script, which only writes `application/json`).
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.filter
def as_json(data: dict[str, object]) -> SafeString:
    """`data` as JSON that is safe in a script element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate(ESCAPES))  # noqa: S308


@register.simple_tag
def share_image(image: NewsImage | None) -> NewsRendition | None:
    """The file that networks show with a link: the widest JPEG there is."""
    files = complete_formats(image, SHAPES["lead"]).get("jpeg") if image else None
    return files[-1] if files else None
