"""Periodic work around the pages of the site."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from delivery.cdn.purging import Purger
from home import missing_cards
from home.purged_addresses import purge_addresses_of
from home.tasks import draw_missing_cards
from jobs import queue
from jobs.periodic import Tick, periodic

purger = Purger(purge_addresses_of)


@periodic(
    every=timedelta(minutes=10),
    name="home.draw_missing_cards",
    label=_("Draw the cards that shared links of older articles lack"),
    left=lambda: missing_cards.lacking().count(),
)
def draw_older_cards(tick: Tick) -> None:
    if missing_cards.lacking().exists() and not queue.is_under_way(draw_missing_cards):
        draw_missing_cards.enqueue()


@periodic(
    every=timedelta(seconds=1),
    name="home.purge_caches",
    label=_("Tell the caches in front of the site what has changed"),
    shared=True,
)
def tell_caches(tick: Tick) -> None:
    purger.look(tick.now)
