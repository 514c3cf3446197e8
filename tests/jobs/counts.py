"""Adds up what has been counted, as the queue does."""

from django_tasks_db.models import DBTaskResult

from jobs import counters


def add_up_counts() -> None:
    """Hand on what is counted, and run the tasks that the queue then holds."""
    for buffer in counters.buffers:
        buffer.hand_on()
    for result in DBTaskResult.objects.ready():
        result.task.call(*result.args_kwargs["args"], **result.args_kwargs["kwargs"])
    DBTaskResult.objects.all().delete()
