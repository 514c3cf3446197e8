"""The retry policies of tasks and other work, and what else a task declares about itself."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django_tasks.base import Task

AnyTask = TypeVar("AnyTask", bound=Task[Any, Any])

MOST_DOUBLINGS = 30


@dataclass(frozen=True)
class RetryPolicy:
    """How often work is tried, and how long it waits after each failure."""

    max_attempts: int = 5
    first_wait: timedelta = timedelta(seconds=10)
    longest_wait: timedelta = timedelta(hours=1)

    def wait_after(self, failures: int) -> timedelta:
        """Return the first wait, doubled at each further failure in a row, up to the longest."""
        return min(self.first_wait * 2 ** min(failures - 1, MOST_DOUBLINGS), self.longest_wait)


_policies: dict[str, RetryPolicy] = {}
_labels: dict[str, str | Promise] = {}
_mails: set[str] = set()


def retried(
    *,
    max_attempts: int = RetryPolicy.max_attempts,
    first_wait: timedelta = RetryPolicy.first_wait,
    longest_wait: timedelta = RetryPolicy.longest_wait,
    label: str | Promise = "",
    mails: bool = False,
) -> Callable[[AnyTask], AnyTask]:
    """Give a task its own retry policy; written above `@task()`.

    max_attempts: starts in all, those that ended with a killed worker included.
    first_wait: rest after the first failure; doubles each time, up to `longest_wait`.
    label: what people read in the admin; the function's name by default.
    mails: whether it sends mail, so that `/readyz` and people are told when none goes out.
    """

    def declare(task: AnyTask) -> AnyTask:
        _policies[task.module_path] = RetryPolicy(max_attempts, first_wait, longest_wait)
        _labels[task.module_path] = label
        if mails:
            _mails.add(task.module_path)
        return task

    return declare


def sends_mail(label: str | Promise) -> Callable[[AnyTask], AnyTask]:
    """Give a task that sends one mail its retry policy: a server away for a day loses none."""
    return retried(
        max_attempts=12,
        first_wait=timedelta(seconds=30),
        longest_wait=timedelta(hours=6),
        label=label,
        mails=True,
    )


def retry_policy_of(task_path: str) -> RetryPolicy:
    """Return what a task declares, or the default policy."""
    _import(task_path)
    return _policies.get(task_path, RetryPolicy())


def label_of(task_path: str) -> str:
    """Return what people read for a task: its label, or the name of its function."""
    _import(task_path)
    return str(_labels.get(task_path) or task_path.rpartition(".")[2].replace("_", " "))


def mail_tasks() -> set[str]:
    """Return the paths of the tasks that send mail, as far as this process has loaded them."""
    return set(_mails)


def _import(task_path: str) -> None:
    # The clock and the admin know tasks that they never run: their module may be unknown here.
    with suppress(ImportError):
        import_string(task_path)
