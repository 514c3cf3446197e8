"""What the desk has the clock do."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from editorial.notices import deadlines, digests, records, waiting_comments
from editorial.schedule.run import publish_due
from jobs.periodic import Tick, periodic


@periodic(
    every=timedelta(seconds=1),
    name="editorial.publish",
    label=_("Publish and withdraw pages at their time"),
    shared=True,
)
def publish_and_withdraw(tick: Tick) -> None:
    publish_due(tick.now, tick.should_continue)


@periodic(
    every=timedelta(minutes=1),
    name="editorial.digests",
    label=_("Send the daily digests whose hour has come"),
)
def send_digests(tick: Tick) -> None:
    digests.enqueue_due(tick.now, tick.should_continue)


@periodic(
    every=timedelta(minutes=1),
    name="editorial.deadlines",
    label=_("Tell of texts whose time is near and which are not approved"),
)
def tell_of_deadlines(tick: Tick) -> None:
    deadlines.announce_near_deadlines(tick.now, tick.should_continue)


@periodic(
    every=timedelta(minutes=5),
    name="editorial.waiting_comments",
    label=_("Tell moderators of comments that wait"),
)
def tell_of_waiting_comments(tick: Tick) -> None:
    waiting_comments.announce_new(tick.now)


@periodic(
    every=timedelta(hours=1),
    name="editorial.prune_notices",
    label=_("Delete the records of old notices"),
)
def prune_notices(tick: Tick) -> None:
    records.prune(tick.now, tick.should_continue)
