"""The worker: runs queued tasks one at a time, and keeps a lease on the one it is running."""

import logging
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist, SuspiciousOperation
from django.db import DatabaseError, InterfaceError, connections, transaction
from django.utils import translation
from django_tasks.base import TaskContext
from django_tasks.signals import task_finished, task_started
from django_tasks.utils import normalize_json
from django_tasks_db.models import DBTaskResult

from delivery.outages import is_disk_full
from jobs import conf, health, queue
from jobs.gone import log_gone
from jobs.models import Heartbeat, ProcessKind
from jobs.process import LongRunning

logger = logging.getLogger(__name__)

LOOK_EVERY = 1.0  # seconds between two looks at an empty queue


class Worker(LongRunning):
    """Takes tasks in the order of `DBTaskResult`: priority, then time.

    A thread renews the lease while a task runs. When the process is killed the lease runs out, and
    the clock puts the task back (`jobs.queue.requeue_lost`).
    """

    kind = ProcessKind.WORKER

    def __init__(self, *, batch: bool = False) -> None:
        super().__init__()
        self.batch = batch
        self._ended = threading.Event()
        self._heart = threading.Thread(target=self._keep_lease, name="lease", daemon=True)

    def run(self) -> None:
        self._heart.start()
        super().run()

    def step(self) -> float:
        row = self._claim()
        if row is None:
            self.stopping = self.stopping or self.batch
            return LOOK_EVERY
        self._run_task(row)
        return 0

    def leave(self) -> None:
        """Give the lease back, so that nobody waits for it to run out."""
        self._ended.set()
        self._heart.join(timeout=2)
        try:
            Heartbeat.objects.filter(pk=self.id).delete()
        except (DatabaseError, InterfaceError) as error:
            logger.warning("worker could not sign off: %s", error)

    def _keep_lease(self) -> None:
        while not self._ended.is_set():
            try:
                self.beat()
                health.tell_of_silence()
            except (DatabaseError, InterfaceError) as error:
                logger.warning("worker could not renew its lease: %s", error)
                connections.close_all()
            self._ended.wait(conf.beat_every().total_seconds())
        connections.close_all()

    def _claim(self) -> DBTaskResult | None:
        # Most looks find nothing: that much is learnt without a lock.
        ready = DBTaskResult.objects.ready()
        if not ready.exists():
            return None
        with transaction.atomic():
            row: DBTaskResult | None = ready.get_locked()
            if row:
                row.claim(self.id)
            return row

    def _run_task(self, row: DBTaskResult) -> None:
        try:
            # The newsroom's language, whatever the task before this one switched on.
            with translation.override(settings.LANGUAGE_CODE):
                returned = normalize_json(self._call(row))
        except ObjectDoesNotExist as error:
            # Deleted between the task's first look and its last: nobody waits for the rest.
            log_gone(row.task_path, error)
            settled = self._insist(partial(queue.succeed, row, None))
        except (Exception, SystemExit) as error:
            if is_disk_full(error):
                settled = self._insist(partial(queue.put_back, row))
            else:
                logger.exception("Task %s failed: %s", row.pk, row.task_path)
                settled = self._insist(partial(queue.fail, row, error))
        else:
            settled = self._insist(partial(queue.succeed, row, returned))
        if settled:
            self._tell_finished(row)
        else:
            logger.warning("Task %s ended without this worker: %s", row.pk, row.task_path)

    def _call(self, row: DBTaskResult) -> object:
        task = row.task
        task_result: Any = row.task_result
        task_started.send(sender=type(task.get_backend()), task_result=task_result)
        if task.takes_context:
            context = TaskContext(task_result=task_result)
            return task.call(context, *task_result.args, **task_result.kwargs)
        return task.call(*task_result.args, **task_result.kwargs)

    def _insist(self, settle: Callable[[], bool]) -> bool:
        """Record how a task ended, however long the database is away.

        A worker that is stopped meanwhile leaves the task to its lease: it will run again.
        """
        while True:
            try:
                return settle()
            except (DatabaseError, InterfaceError) as error:
                logger.warning("worker could not record a task, keeps trying: %s", error)
                connections.close_all()
                if self.stopping:
                    return False
                self.sleep(LOOK_EVERY)

    def _tell_finished(self, row: DBTaskResult) -> None:
        try:
            row.refresh_from_db()
            task_result = row.task_result
            if task_result.is_finished:
                task_finished.send(sender=type(row.task.get_backend()), task_result=task_result)
        except (ImportError, SuspiciousOperation, DBTaskResult.DoesNotExist) as error:
            logger.warning("Task %s has no one to tell: %s", row.pk, error)
