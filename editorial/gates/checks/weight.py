"""Checks the weight of an article on a phone."""

import zlib
from collections.abc import Iterator

from django.core.cache import cache
from django.utils.translation import gettext as _

from editorial.gates.checks.finding import Finding
from editorial.gates.models import GateSettings
from news.blocks import pictures_in
from news.images import FORMATS, SHAPES, NewsImage, NewsRendition, Shape
from news.models import ArticlePage

# A phone of 360 CSS pixels with two device pixels each.
PHONE_WIDTH = 720
# Of AVIF at the quality the site makes: a photograph of 720 by 480 weighs some 40 kB.
BYTES_PER_PIXEL = 0.12
# The compressed layout of every article: head, header, footer, styles, scripts.
LAYOUT_BYTES = 16_000


def check_weight(article: ArticlePage) -> Iterator[Finding]:
    budget = GateSettings.load().page_budget
    weight = round(page_weight(article) / 1000)
    if weight > budget:
        message = _(
            "The page weighs about %(weight)s kB on a phone; its budget is %(budget)s kB. "
            "Fewer or smaller pictures make it lighter."
        )
        yield Finding("weight", message % {"weight": weight, "budget": budget}, "body-section")


def page_weight(article: ArticlePage) -> int:
    """Return the bytes that a phone loads for the article: its compressed page and its pictures.

    Pictures whose files are not made yet are estimated.
    """
    text = f"{article.title} {article.standfirst} {article.body.raw_data!r}"
    return LAYOUT_BYTES + len(zlib.compress(text.encode())) + _pictures_weight(article)


def _pictures_weight(article: ArticlePage) -> int:
    shown = [(article.lead_image, SHAPES["lead"])] if article.lead_image else []
    shown += [(image, SHAPES["inline"]) for _block, image, *_words in pictures_in(article.body)]
    # A picture that is twice in the article in one shape is loaded once.
    wanted = {(image.pk, phone_width(image, shape)): (image, shape) for image, shape in shown}
    made = _made([image for image, _shape in wanted.values()])
    return sum(_weight(image, shape, made) for image, shape in wanted.values())


def phone_width(image: NewsImage, shape: Shape) -> int:
    """Return the width in pixels that a phone chooses among those offered."""
    widths = shape.useful_widths(image)
    return next((width for width in widths if width >= PHONE_WIDTH), widths[-1])


def _made(images: list[NewsImage]) -> dict[tuple[int, str], NewsRendition]:
    if not images:
        return {}
    renditions = NewsRendition.objects.filter(image__in=images)
    return {(rendition.image_id, rendition.filter_spec): rendition for rendition in renditions}


def _weight(image: NewsImage, shape: Shape, made: dict[tuple[int, str], NewsRendition]) -> int:
    width = phone_width(image, shape)
    for name in FORMATS:
        rendition = made.get((image.pk, shape.spec(width, name)))
        if rendition and (size := _file_size(rendition)):
            return size
    across, down = shape.ratio or (image.width, image.height)
    shown = min(width, image.width)
    return round(shown * shown * down / across * BYTES_PER_PIXEL)


def _file_size(rendition: NewsRendition) -> int:
    """Return the size of a rendition, cached because the storage may be a bucket."""
    key = f"rendition-size-{rendition.pk}"
    size = cache.get(key)
    if size is None:
        try:
            size = rendition.file.size
        except OSError:
            size = 0
        cache.set(key, size, None)
    return size
