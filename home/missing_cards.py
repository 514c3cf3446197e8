"""Cards for shared links that published articles lack, from before they were drawn."""

from typing import Any

from django.db.models import Q, QuerySet

from news.images import LARGE_CARD, SHAPES
from news.models import ArticlePage


def lacking() -> QuerySet[Any]:
    """The published articles without a card whose lead image, if any, fills none."""
    across, down = SHAPES["lead"].ratio or (1, 1)
    too_small = Q(lead_image__width__lt=LARGE_CARD) | Q(
        lead_image__height__lt=LARGE_CARD * down / across
    )
    articles = ArticlePage.objects.live().filter(share_picture=None)
    return articles.filter(Q(lead_image=None) | too_small)
