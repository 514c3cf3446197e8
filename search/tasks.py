"""The tasks of the search in the queue."""

import logging
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from jobs.retrying import retried
from news.page_facts import FoundAs, page_types
from search import checking, vocabulary

logger = logging.getLogger(__name__)
READ_BACK = timedelta(days=2)


@retried(max_attempts=3, first_wait=timedelta(minutes=1), label=_("Rebuild the search index"))
@task()
def rebuild_index() -> None:
    """Write all entries again; a second run does no harm."""
    for _model, _number in checking.rebuild():
        pass


@retried(max_attempts=3, first_wait=timedelta(minutes=1), label=_("Compare the search index"))
@task()
def check_index() -> None:
    """Repair the index, and delete words whose last text has left."""
    for difference in checking.differences(read_since=timezone.now() - READ_BACK):
        if difference:
            logger.warning(
                "Search index of %s mended: %d missing, %d withdrawn, %d outdated, %d stale",
                difference.model._meta.label,
                len(difference.missing),
                len(difference.withdrawn),
                len(difference.outdated),
                len(difference.stale),
            )
            checking.repair(difference)
    vocabulary.delete_unused()


@retried(max_attempts=3, first_wait=timedelta(minutes=1), label=_("Find articles by new names"))
@task()
def index_articles(keys: list[str]) -> None:
    """Write again the entries of these articles, where a name in them has changed."""
    for model in page_types():
        if model.found_as is FoundAs.ARTICLE:
            checking.write_outdated(model, keys)
