"""What the newsroom has the clock do."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from jobs.periodic import Tick, periodic
from news import cleaning_up
from news.tasks import clean_old_pictures, settle_all_pictures


@periodic(
    every=timedelta(days=1),
    name="news.settle_pictures",
    label=_("Look whether readers find the pictures of published texts, and no others"),
)
def look_after_pictures(tick: Tick) -> None:
    settle_all_pictures.enqueue()


@periodic(
    every=timedelta(minutes=10),
    name="news.clean_pictures",
    label=_("Take what cameras wrote out of older pictures"),
)
def clean_pictures(tick: Tick) -> None:
    if cleaning_up.remaining():
        clean_old_pictures.enqueue()
