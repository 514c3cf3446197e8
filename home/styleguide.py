"""Every component of the readers' pages in its states, for those who work on them."""

from datetime import timedelta

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from home.alerts import ShownAlert
from home.models.identity import Accent
from news.blocks import BodyBlock
from news.models import ArticlePage, Correction
from news.months import Month

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
    articles = list(ArticlePage.objects.published().for_listing()[:4])
    context = made_up() | {
        "accents": Accent.choices,
        "colours": COLOURS,
        "type_scale": SIZES,
        "blocks": [
            (name, block.bind(block.get_preview_value()))
            for name in BLOCKS
            if (block := body.child_blocks[name])
        ],
        "samples": articles,
        "pages": Paginator(range(200), 20).page(5),
    }
    return render(request, "home/styleguide.html", context)


def made_up() -> dict[str, object]:
    """Return example values for the components that show rows of the database; none is saved."""
    now = timezone.now()
    sentence = gettext("The river rises at Koulikoro")
    return {
        "sample_alert": ShownAlert(
            "styleguide", sentence, "#guide-says", now, now + timedelta(hours=1)
        ),
        "sample_advert": {
            "pk": 0,
            "advertiser": gettext("The paper"),
            "title": sentence,
            "detail": gettext("As it stands under a title."),
        },
        "sample_correction": Correction(
            published_at=now,
            text=sentence,
            before=gettext("Nothing has been published in this section yet."),
            after=gettext("Nothing has been published yet. Come back soon."),
        ),
        "sample_months": [Month(now - timedelta(days=31 * n), 12 + n) for n in range(14)],
    }
