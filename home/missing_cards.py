"""Cards for shared links that published articles lack, from before they were drawn."""

import logging
from typing import Any

from django.db.models import Q, QuerySet

from delivery.outages import is_disk_full
from home.drawn_cards import draw_card
from news.images import LARGE_CARD, SHAPES
from news.models import ArticlePage

logger = logging.getLogger(__name__)


def lacking() -> QuerySet[Any]:
    """The published articles without a card whose lead image, if any, fills none."""
    across, down = SHAPES["lead"].ratio or (1, 1)
    too_small = Q(lead_image__width__lt=LARGE_CARD) | Q(
        lead_image__height__lt=LARGE_CARD * down / across
    )
    articles = ArticlePage.objects.live().filter(share_picture=None).order_by("pk")
    return articles.filter(Q(lead_image=None) | too_small)


def draw_some(after: int, most: int) -> int | None:
    """Draw those of `most` articles whose keys are above `after`; returns the last key.

    None once there are no more. Raises what says that the disk is full.
    """
    keys = list(lacking().filter(pk__gt=after).values_list("pk", flat=True)[:most])
    for key in keys:
        try:
            draw_card(key)
        # Each kind of storage has exceptions of its own.
        except Exception as error:
            if is_disk_full(error):
                raise
            logger.exception("The card of article %s was not drawn", key)
    return keys[-1] if keys else None
