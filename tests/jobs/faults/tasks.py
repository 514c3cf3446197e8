"""Tasks of the tests, good and bad."""

import errno
import os
import signal
import time
from datetime import timedelta

from django.db import connection
from django_tasks import task

from jobs.queue import PermanentFailure
from jobs.retrying import retried
from tests.jobs.faults.folder import is_asked, note


@task()
def write_line(line: str) -> None:
    note("lines", line)


@retried(max_attempts=3, first_wait=timedelta(seconds=1))
@task()
def hang_then_write(line: str) -> None:
    note("started", os.getpid())
    while is_asked("hang"):
        time.sleep(0.05)
    note("lines", line)


@retried(max_attempts=3, first_wait=timedelta(milliseconds=10))
@task()
def kill_worker() -> None:
    note("started", os.getpid())
    os.kill(os.getpid(), signal.SIGKILL)


@retried(max_attempts=4, first_wait=timedelta(seconds=1))
@task()
def fail_while_asked(line: str) -> None:
    note("started", os.getpid())
    if is_asked("fail"):
        raise ConnectionError("The mail server does not answer")
    note("lines", line)


@task()
def write_where_there_is_no_room(line: str) -> None:
    if is_asked("full"):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    note("lines", line)


@task()
def give_up() -> None:
    raise PermanentFailure("Nobody has this address")


@task()
def leave() -> None:
    raise SystemExit(3)


@task()
def break_transaction() -> None:
    """Breaks the transaction that it runs in."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM no_such_table")
