"""What search leaves to the queue."""

from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django_tasks import task

from jobs.queue import retried
from search import adding, checking


@retried(max_attempts=3, first_wait=timedelta(minutes=1), label=_("Rebuild the search index"))
@task()
def rebuild_index() -> None:
    """Write all entries again; a second run does no harm."""
    for _model, _number in checking.rebuild():
        pass


@retried(max_attempts=3, label=_("Count searches"))
@task()
def add_counts(batch: str, searches: adding.Rows, clicks: adding.Rows) -> None:
    """Add what a process has counted to the day's rows; a batch that comes again adds nothing."""
    adding.add(UUID(batch), searches, clicks)
