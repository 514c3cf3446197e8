"""Every component of the readers' pages in its states, for those who work on them."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from home.models.identity import Accent
from news.blocks import BodyBlock
from news.models import ArticlePage

# Those with a preview of their own need no page and no file.
BLOCKS = ("heading", "paragraph", "quote", "key_points", "table", "embed")
COLOURS = ("paper", "tint", "ink", "soft", "line", "accent")
SIZES = (
    *("nameplate", "title-xl", "title-l", "title-m", "title-s", "title-xs"),
    *("lede", "text", "label-l", "label", "label-s"),
)


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """In development only: DEBUG, or STYLEGUIDE=1 in the environment."""
    if not (settings.DEBUG or settings.STYLEGUIDE):
        raise Http404
    body = BodyBlock()
    context = {
        "accents": Accent.choices,
        "colours": COLOURS,
        "type_scale": SIZES,
        "blocks": [
            (name, block.bind(block.get_preview_value()))
            for name in BLOCKS
            if (block := body.child_blocks[name])
        ],
        "samples": list(ArticlePage.objects.published().for_listing()[:4]),
        "pages": Paginator(range(200), 20).page(5),
    }
    return render(request, "home/styleguide.html", context)
