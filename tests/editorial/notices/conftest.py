"""A queue that works when the test says so, and the mails that come of it."""

from collections.abc import Callable

import pytest
from django.core import mail
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from jobs.worker import Worker


def work() -> None:
    """Run what the queue holds now, and what comes of it, as a worker does."""
    worker = Worker(batch=True)
    while not worker.stopping:
        worker.step()


@pytest.fixture
def told(db: None) -> Callable[[], set[tuple[str, str]]]:
    """Work through the queue; return (address, subject) of each mail since the last time."""

    def collect() -> set[tuple[str, str]]:
        work()
        assert not DBTaskResult.objects.filter(status=TaskResultStatus.FAILED).exists()
        assert not DBTaskResult.objects.exclude(exception_class_path="").exists()
        sent = [(message.to[0], message.subject) for message in mail.outbox]
        assert len(sent) == len(set(sent)), "somebody got the same mail twice"
        mail.outbox.clear()
        return set(sent)

    return collect
