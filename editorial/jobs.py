"""What the desk has the clock do."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from editorial.publishing import publish_due
from jobs.periodic import Tick, periodic


@periodic(
    every=timedelta(seconds=1),
    name="editorial.publish",
    label=_("Publish and withdraw pages at their time"),
    shared=True,
)
def publish_and_withdraw(tick: Tick) -> None:
    publish_due(tick.now, tick.go_on)
