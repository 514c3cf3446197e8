"""Periodic work around the pages of the site."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from home import missing_cards
from home.tasks import draw_missing_cards
from jobs import queue
from jobs.periodic import Tick, periodic


@periodic(
    every=timedelta(minutes=10),
    name="home.draw_missing_cards",
    label=_("Draw the cards that shared links of older articles lack"),
    left=lambda: missing_cards.lacking().count(),
)
def draw_older_cards(tick: Tick) -> None:
    if missing_cards.lacking().exists() and not queue.is_under_way(draw_missing_cards):
        draw_missing_cards.enqueue()
