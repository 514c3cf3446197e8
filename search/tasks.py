"""What search leaves to the queue."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _
from django_tasks import task

from jobs.queue import retried
from search import checking


@retried(max_attempts=3, first_wait=timedelta(minutes=1), label=_("Rebuild the search index"))
@task()
def rebuild_index() -> None:
    """Write all entries again; a second run does no harm."""
    for _model, _number in checking.rebuild():
        pass
