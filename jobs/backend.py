"""The queue's backend, and the few tasks that do not wait for a worker."""

import logging
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks.utils import normalize_json
from django_tasks_db.backend import DatabaseBackend

from jobs.gone import log_gone
from jobs.held_tasks import is_held

logger = logging.getLogger(__name__)

# A task that was to run after the commit is left this long to the process that committed.
GRACE = timedelta(minutes=1)


class QueueBackend(DatabaseBackend):
    """`django_tasks_db`'s backend, which runs the tasks named in `immediate` in this process.

    A page must be found by search the moment it is live, with or without a worker. An `immediate`
    task that fails goes to the queue, and never breaks the save that asked for it.

    OPTIONS:
    immediate: paths of task functions.
    after_commit: whether they wait for the end of the transaction around them. By default so on
    PostgreSQL, where an index written inside it deadlocks with other writers; a row in the queue,
    saved with the page, stands in for a process that dies in between. Not so on SQLite: there,
    writers wait for each other anyway, and page and index are committed as one.
    """

    def __init__(self, alias: str, params: dict[str, object]) -> None:
        super().__init__(alias, params)
        self.immediate = set(self.options.get("immediate", []))

    @property
    def after_commit(self) -> bool:
        return bool(self.options.get("after_commit", connection.vendor == "postgresql"))

    def enqueue(self, task: Any, args: Any, kwargs: Any) -> Any:
        if task.module_path not in self.immediate:
            return super().enqueue(task, args, kwargs)
        self.validate_task(task)
        if is_held(task, args, kwargs):
            return self._result(task, args, kwargs, TaskResultStatus.READY)
        if not (self.after_commit and connection.in_atomic_block):
            return self.run_now(task, args, kwargs)
        effect = AfterCommit(self, task, normalize_json({"args": args, "kwargs": kwargs}))
        if not effect.is_foreseen():
            later = task.using(run_after=timezone.now() + GRACE)
            effect.stand_in = self._task_to_db_task(later, args, kwargs).pk
            transaction.on_commit(effect, robust=True)
        return self._result(task, args, kwargs, TaskResultStatus.READY)

    def run_now(self, task: Any, args: Any, kwargs: Any) -> Any:
        """Call the task in a transaction of its own; on failure leave it to the queue."""
        try:
            with transaction.atomic():
                task.call(*args, **kwargs)
        except ObjectDoesNotExist:
            log_gone(task.module_path, args)
        except Exception:
            logger.exception("%s failed, left to the queue", task.module_path)
            return super().enqueue(task, args, kwargs)
        return self._result(task, args, kwargs, TaskResultStatus.SUCCESSFUL)

    def _result(self, task: Any, args: Any, kwargs: Any, status: TaskResultStatus) -> Any:
        from django_tasks_db.models import DBTaskResult, get_date_max

        unsaved: DBTaskResult[Any, Any] = DBTaskResult(
            status=status,
            enqueued_at=timezone.now(),
            args_kwargs=normalize_json({"args": args, "kwargs": kwargs}),
            priority=task.priority,
            task_path=task.module_path,
            queue_name=task.queue_name,
            backend_name=self.alias,
            run_after=get_date_max(),
        )
        return unsaved.task_result


@dataclass
class AfterCommit:
    """One call of an `immediate` task, when the transaction around it has been committed."""

    backend: QueueBackend = field(compare=False)
    task: Any
    call: dict[str, Any]
    stand_in: UUID | None = field(default=None, compare=False)

    def is_foreseen(self) -> bool:
        """Whether the same call already waits, and no rollback drops it that keeps this one."""
        within = set(connection.savepoint_ids)
        waiting: list[Any] = connection.run_on_commit
        return any(
            effect == self and set(savepoints) <= within for savepoints, effect, _robust in waiting
        )

    def __call__(self) -> None:
        from django_tasks_db.models import DBTaskResult

        self.backend.run_now(self.task, self.call["args"], self.call["kwargs"])
        if self.stand_in is not None:
            stand_in = DBTaskResult.objects.filter(pk=self.stand_in)
            stand_in.filter(status=TaskResultStatus.READY).delete()
