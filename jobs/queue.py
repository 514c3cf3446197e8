"""Retries and recovery of queued tasks, which `django_tasks_db` lacks.

A task runs at least once. It runs again after an exception, and after its worker was killed in the
middle of it, even if all it had left to do was to say so. So every task must be idempotent: it
looks up what is left to be done, it does not count on being the first (`docs/queue.md`).
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from traceback import format_exception
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from jobs import conf
from jobs.models import Heartbeat, ProcessKind
from jobs.retrying import retry_policy_of

logger = logging.getLogger(__name__)

KEEP_SUCCESSFUL = timedelta(days=7)
KEEP_FAILED = timedelta(days=90)


class PermanentFailure(Exception):
    """Raised by a task that cannot succeed however often it is tried."""


class WorkerLost(Exception):
    """The worker ended in the middle of the task: killed, out of memory, or its machine lost."""


def succeed(result: DBTaskResult, return_value: object) -> bool:
    """Record the end of a task; False if it was taken away from this worker meanwhile."""
    return _settle(
        result,
        status=TaskResultStatus.SUCCESSFUL,
        finished_at=timezone.now(),
        return_value=return_value,
        exception_class_path="",
        traceback="",
    )


def fail(result: DBTaskResult, error: BaseException) -> bool:
    """Record a failed attempt and have the task tried again, or leave it FAILED for good.

    Returns False if the task was taken away from this worker meanwhile.
    """
    now = timezone.now()
    attempts = len(result.worker_ids)
    policy = retry_policy_of(result.task_path)
    recorded = {
        "exception_class_path": f"{type(error).__module__}.{type(error).__qualname__}",
        "traceback": "".join(format_exception(error)),
        "return_value": None,
        "finished_at": now,
    }
    if attempts >= policy.max_attempts or isinstance(error, PermanentFailure):
        logger.error("%s failed for good after %d attempts", result.task_path, attempts)
        return _settle(result, status=TaskResultStatus.FAILED, **recorded)
    wait = policy.wait_after(attempts)
    logger.warning("%s failed, attempt %d, next in %s", result.task_path, attempts, wait)
    return _settle(result, status=TaskResultStatus.READY, run_after=now + wait, **recorded)


def put_back(result: DBTaskResult) -> bool:
    """Have a task run again that met a full disk, as if this attempt had not been.

    Returns False if the task was taken away from this worker meanwhile.
    """
    logger.warning("%s waits for room on the disk", result.task_path)
    return _settle(
        result,
        status=TaskResultStatus.READY,
        run_after=timezone.now() + conf.wait_for_room(),
        worker_ids=result.worker_ids[:-1],
    )


def is_under_way(task: Task[Any, Any]) -> bool:
    """Whether the task waits in the queue or runs."""
    alive = (TaskResultStatus.READY, TaskResultStatus.RUNNING)
    return DBTaskResult.objects.filter(task_path=task.module_path, status__in=alive).exists()


def retry(result: DBTaskResult) -> bool:
    """Put a failed task back with all its attempts ahead of it; False if it is not failed."""
    return bool(
        DBTaskResult.objects.filter(pk=result.pk, status=TaskResultStatus.FAILED).update(
            status=TaskResultStatus.READY,
            run_after=get_date_max(),
            worker_ids=[],
            finished_at=None,
        )
    )


def requeue_lost(now: datetime) -> int:
    """Take RUNNING tasks from workers whose lease has run out; return how many.

    Each goes back to the queue, or stays FAILED once it has been through all its attempts: a task
    that kills its worker every time comes to an end.
    """
    taken = 0
    for pk in list(_lost(now).values_list("pk", flat=True)):
        with transaction.atomic():
            result = _lost(now).select_for_update(skip_locked=True).filter(pk=pk).first()
            if result and not _has_worker(result, now):
                taken += fail(result, WorkerLost("The worker ended in the middle of this task."))
    return taken


def prune(now: datetime, should_continue: Callable[[], bool] = lambda: True) -> int:
    """Delete what is no longer worth keeping, a batch at a time; return how many tasks."""
    finished = DBTaskResult.objects.successful().filter(finished_at__lt=now - KEEP_SUCCESSFUL)
    failed = DBTaskResult.objects.failed().filter(finished_at__lt=now - KEEP_FAILED)
    deleted = 0
    for old in (finished, failed):
        while should_continue():
            batch = list(old.order_by().values_list("pk", flat=True)[:500])
            if not batch:
                break
            deleted += DBTaskResult.objects.filter(pk__in=batch).delete()[0]
    # One silent clock stays on record: since when it is silent is worth knowing.
    silent = Heartbeat.objects.filter(beat_at__lt=now - timedelta(days=1))
    last = Heartbeat.objects.filter(kind=ProcessKind.CLOCK).order_by("-beat_at").values("pk")[:1]
    silent.exclude(pk__in=list(last.values_list("pk", flat=True))).delete()
    return deleted


def _lost(now: datetime) -> QuerySet[DBTaskResult]:
    """Running tasks whose start lies at least a lease back."""
    return DBTaskResult.objects.running().filter(started_at__lt=now - conf.lease()).order_by()


def _has_worker(result: DBTaskResult, now: datetime) -> bool:
    return Heartbeat.objects.alive(now).filter(pk=result.worker_ids[-1]).exists()


def _settle(result: DBTaskResult, **fields: object) -> bool:
    """Write to the row only while this very run of the task holds it."""
    held = DBTaskResult.objects.filter(
        pk=result.pk, status=TaskResultStatus.RUNNING, started_at=result.started_at
    )
    return bool(held.update(**fields))
