"""Records of the clock, the workers, the periodic work, the queued tasks and the counters."""

from datetime import datetime, timedelta

from django.contrib.admin import display
from django.db import models
from django.utils import timezone
from django.utils.formats import localize
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from jobs import conf
from jobs.periodic import registry
from jobs.retrying import label_of, retry_policy_of

STATES = {
    TaskResultStatus.READY: _("Waiting"),
    TaskResultStatus.RUNNING: _("Running"),
    TaskResultStatus.FAILED: _("Failed"),
    TaskResultStatus.SUCCESSFUL: _("Done"),
}


def in_words(span: timedelta | None) -> str:
    """Return a span of time to the second, or to the tenth of one below ten."""
    if span is None:
        return ""
    seconds = span.total_seconds()
    if seconds < 10:
        return f"{localize(round(seconds, 1))} s"
    minutes, seconds = divmod(round(seconds), 60)
    return f"{minutes} min {seconds} s" if minutes else f"{seconds} s"


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

    @display(description=_("process"), ordering="kind")
    def process(self) -> str:
        return self.get_kind_display()

    @display(description=_("state"))
    def alive(self) -> str:
        silent = abs(timezone.now() - self.beat_at)
        return gettext("Alive") if silent < conf.lease() else gettext("Silent")


class PeriodicJob(models.Model):
    """A piece of periodic work: its last and next run, and the clock that holds it now."""

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

    @display(description=_("work"), ordering="name")
    def what(self) -> str | Promise:
        return registry[self.name].label if self.name in registry else self.name

    @display(description=_("every"))
    def rhythm(self) -> str:
        return in_words(registry[self.name].every) if self.name in registry else ""

    @display(description=_("to be done"))
    def left(self) -> str:
        """How much of the work is left, where it comes to an end."""
        counted = registry[self.name].left if self.name in registry else None
        return localize(counted()) if counted else ""

    def is_due(self, now: datetime, every: timedelta) -> bool:
        """Whether its time has come and no living clock is on it.

        now: when the clock's round began. Another clock's may have begun a moment later and have
        run the work already. Times further away than that were written before this machine's time
        was set back.
        """
        held = self.claimed_until is not None and (
            now < self.claimed_until <= now + 2 * conf.lease()
        )
        waiting = now < self.next_run_at <= now + every + conf.lease()
        return not held and not waiting


class JobRecord(DBTaskResult):
    """A queued task as administrators read it."""

    class Meta:
        proxy = True
        verbose_name = _("background task")
        verbose_name_plural = _("background tasks")
        default_permissions = ("view",)
        permissions = [("retry_jobrecord", _("Can retry failed background tasks"))]

    def __str__(self) -> str:
        return self.task_path

    @display(description=_("task"), ordering="task_path")
    def what(self) -> str:
        return label_of(self.task_path)

    @display(description=_("state"), ordering="status")
    def state(self) -> str:
        return str(STATES[TaskResultStatus(self.status)])

    @display(description=_("queued"), ordering="enqueued_at")
    def queued(self) -> datetime:
        return self.enqueued_at

    @display(description=_("started"), ordering="started_at")
    def started(self) -> datetime | None:
        return self.started_at

    @display(description=_("finished"), ordering="finished_at")
    def finished(self) -> datetime | None:
        return self.finished_at

    @display(description=_("duration"))
    def took(self) -> str:
        if self.started_at is None or self.finished_at is None:
            return ""
        return in_words(self.finished_at - self.started_at)

    @display(description=_("attempts"))
    def tries(self) -> str:
        most = retry_policy_of(self.task_path).max_attempts
        return gettext("%(done)d of %(most)d") % {"done": len(self.worker_ids), "most": most}

    @display(description=_("next attempt"), ordering="run_after")
    def next_try(self) -> datetime | None:
        """Return when a waiting task is tried again; None for at once, or when it waits no more."""
        waits = self.status == TaskResultStatus.READY and self.run_after != get_date_max()
        return self.run_after if waits else None

    @display(description=_("with"))
    def arguments(self) -> str:
        named = [f"{name}={value!r}" for name, value in self.args_kwargs["kwargs"].items()]
        return ", ".join([*map(repr, self.args_kwargs["args"]), *named])

    @display(description=_("error"))
    def error(self) -> str:
        return self.exception_class_path


class CountedBatch(models.Model):
    """A file of counts that has been added: if it is met again, it is only deleted."""

    id = models.UUIDField(primary_key=True)
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("counted batch")
        verbose_name_plural = _("counted batches")

    def __str__(self) -> str:
        return str(self.id)
