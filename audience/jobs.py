"""Periodic work on what readers write."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audience.comments.networks import forget_salts
from audience.comments.proofs import forget_used
from audience.comments.upkeep import forget_networks
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
