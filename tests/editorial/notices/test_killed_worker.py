"""A worker that is killed around a mail: nobody gets it twice, and nothing is missed in silence."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from editorial.events.announcing import announce
from editorial.events.kinds import Event
from editorial.notices import digests
from editorial.notices.models import Notice
from jobs import queue
from news.models import ArticlePage
from tests.jobs.faults.folder import notes
from tests.jobs.processes import Processes

pytestmark = [
    pytest.mark.usefixtures("transactional_db"),
    pytest.mark.processes,
    pytest.mark.sqlite,
]
KILLED = -9


def run_worker(processes: Processes) -> int:
    """A worker runs what the queue holds; what a killed one had is given back first."""
    queue.requeue_lost(timezone.now() + timedelta(seconds=20))
    DBTaskResult.objects.filter(status=TaskResultStatus.READY).update(run_after=timezone.now())
    worker = processes.start("worker", "--batch")
    return worker.wait(timeout=60)


@pytest.fixture
def announced(processes: Processes, draft: ArticlePage, settings: Any) -> ArticlePage:
    """One mail to one person, and the tests' short lease."""
    settings.JOBS_LEASE = timedelta(seconds=2)
    announce(Event.SENT_BACK, draft, words="Trop court.")
    return draft


def test_killed_after_the_mail_went_out_sends_it_once(
    processes: Processes, announced: ArticlePage
) -> None:
    processes.ask("die-after")
    assert run_worker(processes) == KILLED
    processes.mend("die-after")
    assert run_worker(processes) == 0
    assert len(notes("mails")) == 1
    # Whether it went out nobody knows: the digest names it.
    tomorrow = timezone.now() + timedelta(days=1)
    digests.enqueue_due(tomorrow.replace(hour=12))
    assert run_worker(processes) == 0
    assert len(notes("mails")) == 2
    assert "un avis" in notes("mails")[1]
    assert Notice.objects.get().sent_at is not None


def test_killed_before_the_mail_went_out_leaves_it_to_the_digest(
    processes: Processes, announced: ArticlePage
) -> None:
    processes.ask("die-before")
    assert run_worker(processes) == KILLED
    processes.mend("die-before")
    assert run_worker(processes) == 0
    assert notes("mails") == []
    digests.enqueue_due((timezone.now() + timedelta(days=1)).replace(hour=12))
    assert run_worker(processes) == 0
    assert len(notes("mails")) == 1
