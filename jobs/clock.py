"""The clock: runs what is due, each second, in any number of processes at once."""

import logging
import time
import traceback
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone

from delivery.outages import is_disk_full
from jobs import conf, health
from jobs.models import PeriodicJob, ProcessKind
from jobs.periodic import PeriodicWork, Tick, registry
from jobs.process import LongRunning, connection_lost
from jobs.retrying import RetryPolicy

logger = logging.getLogger(__name__)

FIRST_RETRY = timedelta(seconds=5)
SHARED_RETRIES = RetryPolicy(first_wait=FIRST_RETRY, longest_wait=timedelta(minutes=1))


class Clock(LongRunning):
    kind = ProcessKind.CLOCK

    def __init__(self) -> None:
        super().__init__()
        self._known = False
        self._shared_after: dict[str, float] = {}
        self._shared_failures: dict[str, int] = {}

    def step(self) -> float:
        """One pass over all declared work, then the time that is left of this second."""
        if not self._known:
            health.tell_of_silence()
        self.beat()
        if not self._known:
            PeriodicJob.objects.bulk_create(
                [PeriodicJob(name=work.name) for work in registry.values() if not work.shared],
                ignore_conflicts=True,
            )
            self._known = True
        rows = {row.name: row for row in PeriodicJob.objects.all()}
        for work in registry.values():
            if self.stopping:
                break
            now = timezone.now()
            if work.shared:
                self._run_shared(work, now)
            elif work.name in rows and rows[work.name].is_due(now, work.every):
                self._run_claimed(work, now)
        return 1 - time.time() % 1

    def _run_shared(self, work: PeriodicWork, now: datetime) -> None:
        started = time.monotonic()
        if started < self._shared_after.get(work.name, 0):
            return
        failures = 0
        rest = work.every
        try:
            work.run(Tick(now, self._should_continue))
        except Exception as error:
            if connection_lost(error):
                raise
            failures = self._shared_failures.get(work.name, 0)
            if is_disk_full(error):
                rest = FIRST_RETRY
                logger.warning("%s waits for room on the disk", work.name)
            else:
                failures += 1
                rest = SHARED_RETRIES.wait_after(failures)
                logger.exception("%s failed, next try in %s", work.name, rest)
        self._shared_failures[work.name] = failures
        # Half a second of grace: work of every second must not skip one because it ran late.
        self._shared_after[work.name] = started + rest.total_seconds() - 0.5

    def _run_claimed(self, work: PeriodicWork, now: datetime) -> None:
        if not self._claim(work, now):
            return
        error = ""
        rest = None
        try:
            work.run(Tick(now, partial(self._should_continue, work)))
        except Exception as failure:
            if connection_lost(failure):
                raise
            if is_disk_full(failure):
                rest = FIRST_RETRY
                logger.warning("%s waits for room on the disk", work.name)
            else:
                error = traceback.format_exc()
                logger.exception("%s failed", work.name)
        self._release(work, now, error, rest)

    def _claim(self, work: PeriodicWork, now: datetime) -> bool:
        with transaction.atomic():
            row = (
                PeriodicJob.objects.select_for_update(skip_locked=True)
                .filter(name=work.name)
                .first()
            )
            if row is None or not row.is_due(now, work.every):
                return False
            row.claimed_by = self.id
            row.claimed_until = now + conf.lease()
            row.last_started_at = now
            row.save(update_fields=["claimed_by", "claimed_until", "last_started_at"])
            return True

    def _release(
        self, work: PeriodicWork, started: datetime, error: str, rest: timedelta | None = None
    ) -> None:
        """Give the claim back, with the error that it ended in.

        rest: until work is tried again that was not done and has not failed; no claim on it can be
        given back while the disk has no room for that either, and it runs out by itself.
        """
        with transaction.atomic():
            row = (
                PeriodicJob.objects.select_for_update()
                .filter(name=work.name, claimed_by=self.id)
                .first()
            )
            if row is None:
                return  # Another clock took it over from this one.
            row.failures = row.failures + 1 if error else 0
            if error:
                retries = RetryPolicy(first_wait=FIRST_RETRY, longest_wait=work.every)
                rest = retries.wait_after(row.failures)
            row.next_run_at = (timezone.now() if rest else started) + (rest or work.every)
            row.last_finished_at = timezone.now()
            row.last_error = error
            row.claimed_by = ""
            row.claimed_until = None
            row.save()

    def _should_continue(self, work: PeriodicWork | None = None) -> bool:
        beaten = self._beaten_at
        self.beat()
        if work and beaten != self._beaten_at:
            PeriodicJob.objects.filter(name=work.name, claimed_by=self.id).update(
                claimed_until=timezone.now() + conf.lease()
            )
        return not self.stopping
