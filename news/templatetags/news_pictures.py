"""Template tags for pictures in the sizes that a page needs."""

import re

from django import template
from django.template.context import Context

from delivery.pages.dependencies import depends_on_object
from news.images import SHAPES, NewsImage, specs_for
from news.models import ArticlePage
from news.renditions import served_files

register = template.Library()
LENGTH = re.compile(r"([\d.]+)(rem|vw)")
MOST_TELEPHONES = 360  # CSS pixels
A_LITTLE_WIDER = "(max-width: 26.4rem)"
DENSE = "(min-resolution: 2.5dppx)"


@register.simple_tag
def know_pictures(page: ArticlePage) -> str:
    """Have the pictures of a page bring their files, for the part that shows them.

    In one query for all parts of a page.
    """
    for picture in page.pictures_with_files:
        depends_on_object(picture)
    return ""


@register.inclusion_tag("includes/picture.html", takes_context=True)
def news_picture(
    context: Context,
    image: NewsImage | None,
    alt: str | None = None,
    shape: str = "card",
    sizes: str = "",
    priority: bool = False,
) -> dict[str, object]:
    """`image` as a `picture` element; nothing if there is none, its place while it has no files.

    `shape` is a name in `news.images.SHAPES`, `sizes` the attribute of that name (the shape's own
    if empty). Without `alt` the picture's description is used. `priority` is for the one picture
    that the reader sees first; the others wait until they are scrolled to. In « Mode économie » a
    box that says the weight of one middling file stands for it.
    """
    served = served_files(image, SHAPES[shape]) if image else None
    if image is None or not specs_for(image, [SHAPES[shape]]):
        return {}
    if served is None:
        return {"place": SHAPES[shape].extent(image), "alt": alt_text(image, alt)}
    if getattr(context.get("request"), "economy", False):
        small = served.sources.get("webp") or [served.fallback]
        one = small[len(small) // 2]
        return {"box": one, "weight": one.weight, "alt": alt_text(image, alt), "shape": shape}
    return {
        "srcsets": served.srcsets,
        "fallback": served.fallback,
        "largest": served.largest,
        "alt": alt_text(image, alt),
        "sizes": on_telephones(sizes or SHAPES[shape].sizes),
        "priority": priority,
    }


def on_telephones(sizes: str) -> str:
    """`sizes` by which telephones ask for no more pixels than are seen on so small a screen.

    The last length, which has no condition, is that of telephones. One with three pixels to each of
    CSS asks for two: nobody sees the difference, and the picture weighs half. One that is a little
    wider than most asks for a picture of its whole width as most do: by the pixels that it has
    more it would get the next size, which weighs half as much again.
    """
    *wider, narrow = sizes.split(", ")
    length = LENGTH.fullmatch(narrow)
    if length is None:
        return sizes
    number, unit = float(length[1]), length[2]
    found = [f"{DENSE} {_two_thirds(number)}{unit}", narrow]
    if unit == "vw" and number > 90:
        usual = number * MOST_TELEPHONES / 100
        found = [
            f"{A_LITTLE_WIDER} and {DENSE} {_two_thirds(usual)}px",
            f"{A_LITTLE_WIDER} {usual:g}px",
            *found,
        ]
    return ", ".join([*wider, *found])


def _two_thirds(length: float) -> float:
    """Rounded down: one pixel too many would ask for the next width."""
    return int(length * 20 / 3) / 10


def alt_text(image: NewsImage, alt: str | None) -> str:
    return image.default_alt_text if alt is None else alt
