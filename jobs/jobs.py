"""Periodic work of the queue itself."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from delivery.pages.changes import forget_older
from jobs import counters, queue
from jobs.periodic import Tick, periodic


@periodic(
    every=timedelta(seconds=2),
    name="jobs.requeue_lost",
    label=_("Take up the tasks of stopped workers again"),
    shared=True,
)
def requeue_lost_tasks(tick: Tick) -> None:
    queue.requeue_lost(tick.now)


@periodic(
    every=timedelta(seconds=5),
    name="jobs.fold_counts",
    label=_("Add up what readers did"),
    shared=True,
)
def fold_counts(tick: Tick) -> None:
    """Of this machine: each clock reads the files that are beside it."""
    counters.fold(tick.should_continue)


@periodic(every=timedelta(hours=1), name="jobs.prune", label=_("Delete the records of old tasks"))
def prune_old_records(tick: Tick) -> None:
    queue.prune(tick.now, tick.should_continue)
    counters.prune(tick.now)


@periodic(
    every=timedelta(hours=1), name="jobs.prune_changes", label=_("Forget what changed days ago")
)
def prune_changes(tick: Tick) -> None:
    """Of the log that tells kept pages what has changed; no page is kept for longer than a day."""
    forget_older(tick.now - timedelta(days=2))
