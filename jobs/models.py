"""The records of the clock, the workers, the periodic work and the counters."""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from jobs import conf


class ProcessKind(models.TextChoices):
    CLOCK = "clock", _("Clock")
    WORKER = "worker", _("Worker")


class HeartbeatQuerySet(models.QuerySet["Heartbeat"]):
    def alive(self, now: datetime) -> "HeartbeatQuerySet":
        """Processes whose lease has not run out.

        A beat from the future was written before this machine's time was set back: it proves
        nothing, and a living process overwrites it within seconds.
        """
        return self.filter(beat_at__gt=now - conf.lease(), beat_at__lt=now + conf.lease())


class Heartbeat(models.Model):
    """The sign of life of one clock or worker, which is the lease on what it holds."""

    id = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(_("process"), max_length=8, choices=ProcessKind.choices)
    host = models.CharField(_("machine"), max_length=120)
    pid = models.PositiveIntegerField(_("process number"))
    started_at = models.DateTimeField(_("running since"), default=timezone.now)
    beat_at = models.DateTimeField(_("last sign of life"), db_index=True)

    objects = HeartbeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("process")
        verbose_name_plural = _("clock and workers")
        ordering = ["kind", "-beat_at"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.host}:{self.pid}"


class PeriodicJob(models.Model):
    """When a piece of periodic work last ran and next runs, and which clock holds it now."""

    name = models.CharField(_("name"), max_length=80, primary_key=True)
    next_run_at = models.DateTimeField(_("next run"), default=timezone.now)
    claimed_by = models.CharField(max_length=64, blank=True, default="")
    claimed_until = models.DateTimeField(null=True)
    last_started_at = models.DateTimeField(_("last started"), null=True)
    last_finished_at = models.DateTimeField(_("last finished"), null=True)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    last_error = models.TextField(_("last error"), blank=True, default="")

    class Meta:
        verbose_name = _("periodic job")
        verbose_name_plural = _("periodic jobs")
        ordering = ["name"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.name

    def is_due(self, now: datetime, every: timedelta) -> bool:
        """Whether its time has come and no living clock is on it.

        Times further away than can be were written before this machine's time was set back.
        """
        held = self.claimed_until is not None and (
            now < self.claimed_until <= now + 2 * conf.lease()
        )
        waiting = now < self.next_run_at <= now + every
        return not held and not waiting


class JobRecord(DBTaskResult):
    """A queued task, as people read it."""

    class Meta:
        proxy = True
        verbose_name = _("background task")
        verbose_name_plural = _("background tasks")
        default_permissions = ("view",)
        permissions = [("retry_jobrecord", _("Can retry failed background tasks"))]

    def __str__(self) -> str:
        return self.task_path

    @property
    def attempts(self) -> int:
        return len(self.worker_ids)

    @property
    def waits_until(self) -> datetime | None:
        """When a waiting task is tried again; None for at once, or when it waits no more."""
        waits = self.status == TaskResultStatus.READY and self.run_after != get_date_max()
        return self.run_after if waits else None

    @property
    def duration(self) -> timedelta | None:
        if self.started_at is None or self.finished_at is None:
            return None
        return self.finished_at - self.started_at


class CountedBatch(models.Model):
    """A batch of counts that the queue has added: if its task runs again, it adds nothing."""

    id = models.UUIDField(primary_key=True)
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("counted batch")
        verbose_name_plural = _("counted batches")

    def __str__(self) -> str:
        return str(self.id)
