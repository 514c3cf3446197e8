"""The periodic work of the search."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from jobs.periodic import Tick, periodic
from search.analytics import store
from search.tasks import check_index


@periodic(every=timedelta(hours=12), name="search.prune", label=_("Delete old search counts"))
def prune_counts(tick: Tick) -> None:
    store.prune(tick.now)


@periodic(every=timedelta(days=1), name="search.check", label=_("Compare the search index"))
def compare_index(tick: Tick) -> None:
    check_index.enqueue()
