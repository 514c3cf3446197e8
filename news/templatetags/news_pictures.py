"""Pictures in the sizes that a page needs."""

from typing import Any

from django import template

from news.images import SHAPES, NewsImage
from news.renditions import complete_formats

register = template.Library()


@register.inclusion_tag("includes/picture.html")
def news_picture(
    image: NewsImage | None,
    alt: str | None = None,
    shape: str = "card",
    sizes: str = "",
    priority: bool = False,
) -> dict[str, Any]:
    """`image` as a `picture` element; nothing if there is none.

    `shape` is a name in `news.images.SHAPES`, `sizes` the attribute of that name (the shape's own
    if empty). Without `alt` the picture's description is used. `priority` is for the one picture
    that the reader sees first; the others wait until they are scrolled to.
    """
    formats = complete_formats(image, SHAPES[shape]) if image else {}
    files = formats.pop("jpeg", [])
    if image is None or not files:
        return {}
    return {
        "sources": formats,
        "files": files,
        "middle": files[len(files) // 2],
        "largest": files[-1],
        "alt": image.default_alt_text if alt is None else alt,
        "sizes": sizes or SHAPES[shape].sizes,
        "priority": priority,
    }
