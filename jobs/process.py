"""The base class of the clock and the worker: processes that run until they are stopped."""

import logging
import os
import select
import signal
import socket
from datetime import datetime, timedelta
from types import FrameType
from typing import ClassVar

from django.db import DatabaseError, InterfaceError, OperationalError, connection, connections
from django.utils import timezone
from django.utils.crypto import get_random_string

from delivery.garbage import leave_loaded_code_alone
from delivery.outages import is_disk_full
from delivery.pages.renewing import watch
from jobs import conf
from jobs.models import Heartbeat, ProcessKind
from jobs.retrying import RetryPolicy

logger = logging.getLogger(__name__)

# To reach a lost database, for as long as it takes.
RECONNECTING = RetryPolicy(first_wait=timedelta(seconds=1), longest_wait=timedelta(seconds=15))


def connection_lost(error: BaseException) -> bool:
    """Whether `error` was raised because the connection of this process to the database is gone.

    `delivery.outages.is_connection_lost` judges the error alone, where the connection it came from
    may have been closed already.
    """
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    return connection.connection is None or not connection.is_usable()


class LongRunning:
    """A process that calls `step` until it is stopped, and outlives its database.

    A full disk is waited for like a lost database.

    SIGTERM and SIGINT end it after the step that is under way, and wake it if it sleeps.
    """

    kind: ClassVar[ProcessKind]

    def __init__(self) -> None:
        self.host = socket.gethostname()[:120]
        self.id = f"{self.host[:40]}-{os.getpid()}-{get_random_string(8)}"
        self.stopping = False
        self._beaten_at: datetime | None = None
        # A handler may only touch what is safe at any instruction; a pipe is, a lock is not.
        self._woken, self._wake = os.pipe()

    def step(self) -> float:
        """Do what there is to do; return the seconds to wait before the next step."""
        raise NotImplementedError

    def run(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        leave_loaded_code_alone()
        watch()
        logger.info("%s started", self.kind, extra={"process_id": self.id})
        failed = 0
        while not self.stopping:
            try:
                pause = self.step()
            except Exception as error:
                full = is_disk_full(error)
                if not full and not isinstance(error, DatabaseError | InterfaceError):
                    raise
                failed += 1
                pause = RECONNECTING.wait_after(failed).total_seconds()
                if failed == 1:
                    trouble = "has no room on the disk" if full else "lost the database"
                    logger.error("%s %s, keeps trying: %s", self.kind, trouble, error)
                connections.close_all()
            else:
                if failed:
                    logger.warning("%s reached the database again", self.kind)
                failed = 0
            self.sleep(pause)
        self.leave()
        logger.info("%s stopped", self.kind, extra={"process_id": self.id})

    def sleep(self, seconds: float) -> None:
        """Wait by the monotonic clock, which nobody can set; a signal ends the wait."""
        if not self.stopping:
            select.select([self._woken], [], [], max(seconds, 0))

    def beat(self) -> None:
        """Say that this process lives, if it has not just done so."""
        now = timezone.now()
        if self._beaten_at and abs(now - self._beaten_at) < conf.beat_every():
            return
        if not Heartbeat.objects.filter(pk=self.id).update(beat_at=now):
            Heartbeat.objects.create(
                id=self.id, kind=self.kind, host=self.host, pid=os.getpid(), beat_at=now
            )
        self._beaten_at = now

    def leave(self) -> None:
        """Release what is held, at a clean end."""

    def _stop(self, signum: int, frame: FrameType | None) -> None:
        self.stopping = True
        os.write(self._wake, b".")
