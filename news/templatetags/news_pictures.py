"""Template tags for pictures in the sizes that a page needs."""

import re

from django import template
from django.template.context import Context

from news.images import SHAPES, NewsImage
from news.renditions import served_files

register = template.Library()
LENGTH = re.compile(r"([\d.]+)(rem|vw)")


@register.inclusion_tag("includes/picture.html", takes_context=True)
def news_picture(
    context: Context,
    image: NewsImage | None,
    alt: str | None = None,
    shape: str = "card",
    sizes: str = "",
    priority: bool = False,
) -> dict[str, object]:
    """`image` as a `picture` element; nothing if there is none.

    `shape` is a name in `news.images.SHAPES`, `sizes` the attribute of that name (the shape's own
    if empty). Without `alt` the picture's description is used. `priority` is for the one picture
    that the reader sees first; the others wait until they are scrolled to. In « Mode économie » a
    box that says the weight of one middling file stands for it.
    """
    served = served_files(image, SHAPES[shape]) if image else None
    if image is None or served is None:
        return {}
    if getattr(context.get("request"), "economy", False):
        small = served.sources.get("webp") or [served.fallback]
        one = small[len(small) // 2]
        return {"box": one, "weight": one.weight, "alt": alt_text(image, alt), "shape": shape}
    return {
        "sources": served.sources,
        "fallback": served.fallback,
        "largest": served.largest,
        "alt": alt_text(image, alt),
        "sizes": on_dense_screens(sizes or SHAPES[shape].sizes),
        "priority": priority,
    }


def on_dense_screens(sizes: str) -> str:
    """`sizes` by which a telephone with three pixels to each of CSS asks for two.

    The last length, which has no condition, is that of telephones. Nobody sees the difference on
    so small a screen, and the picture weighs half.
    """
    *wider, narrow = sizes.split(", ")
    length = LENGTH.fullmatch(narrow)
    if length is None:
        return sizes
    # Rounded down: one pixel too many would ask for the next width.
    two_thirds = int(float(length[1]) * 20 / 3) / 10
    dense = f"(min-resolution: 2.5dppx) {two_thirds}{length[2]}"
    return ", ".join([*wider, dense, narrow])


def alt_text(image: NewsImage, alt: str | None) -> str:
    return image.default_alt_text if alt is None else alt
