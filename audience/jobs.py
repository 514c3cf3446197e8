"""Periodic work on what readers write and read."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audience.comments.proofs import forget_used
from audience.comments.upkeep import forget_networks
from audience.counts.showing import show_figures, show_trends
from audience.counts.store import forget_readers
from audience.digests import forget_salts
from jobs.periodic import Tick, periodic


@periodic(
    every=timedelta(hours=6),
    name="audience.forget_networks",
    label=_("Forget from which networks comments came"),
)
def forget_old_networks(tick: Tick) -> None:
    forget_salts(timezone.localdate(tick.now))
    forget_networks(tick.now, tick.should_continue)
    forget_used(tick.now)


@periodic(
    every=timedelta(minutes=1), name="audience.show_figures", label=_("Show how much is read")
)
def show_figures_now(tick: Tick) -> None:
    show_figures(tick)
    forget_readers(tick.now)


@periodic(
    every=timedelta(minutes=5), name="audience.show_trends", label=_("Show what is read most")
)
def show_trends_now(tick: Tick) -> None:
    show_trends(tick.now)
