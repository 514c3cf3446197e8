"""Template tags for pictures in the sizes that a page needs."""

from django import template
from django.template.context import Context

from news.images import SHAPES, NewsImage
from news.renditions import complete_formats

register = template.Library()


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
    formats = complete_formats(image, SHAPES[shape]) if image else {}
    files = formats.pop("jpeg", [])
    if image is None or not files:
        return {}
    middle = files[len(files) // 2]
    if getattr(context.get("request"), "economy", False):
        small = formats.get("webp", files)
        one = small[len(small) // 2]
        return {"box": one, "weight": one.weight, "alt": alt_text(image, alt), "shape": shape}
    return {
        "sources": formats,
        "files": files,
        "middle": middle,
        "largest": files[-1],
        "alt": alt_text(image, alt),
        "sizes": sizes or SHAPES[shape].sizes,
        "priority": priority,
    }


def alt_text(image: NewsImage, alt: str | None) -> str:
    return image.default_alt_text if alt is None else alt
