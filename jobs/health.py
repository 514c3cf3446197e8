"""The state of the clock and the queue."""

from datetime import timedelta

from django.db.models import Max, Min, Q
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from jobs import conf
from jobs.models import Heartbeat, ProcessKind
from jobs.retrying import mail_tasks
from jobs.signals import clock_was_silent

# Longer silences are said in minutes and hours.
IN_SECONDS = 120
# Mail that has waited this long is mail that nobody is sending.
LONGEST_WAIT = timedelta(minutes=5)
# The server said no to one address: it is well.
REFUSED_ADDRESS = "smtplib.SMTPRecipientsRefused"


def clock_age() -> timedelta | None:
    """Return how long ago a clock last gave a sign of life; None if none ever did.

    A sign from the future, left there by a machine whose time was set back, is as old as it is far.
    """
    clocks = Heartbeat.objects.filter(kind=ProcessKind.CLOCK)
    last = clocks.aggregate(last=Max("beat_at"))["last"]
    return abs(timezone.now() - last) if last else None


def clock_is_late() -> bool:
    """Whether no clock has given a sign of life for a minute: nothing is published meanwhile."""
    age = clock_age()
    return age is None or age > conf.CLOCK_IS_LATE_AFTER


def tell_of_silence() -> None:
    """Send `clock_was_silent` if the clock has stopped; a receiver that fails is only logged."""
    if not clock_is_late():
        return
    last = Heartbeat.objects.filter(kind=ProcessKind.CLOCK).order_by("-beat_at").first()
    if last is not None:
        clock_was_silent.send_robust(sender=Heartbeat, since=last.beat_at)


def clock_sentence() -> str:
    """Return the state of the clock in words, for the dashboard, `clock --status` and `/readyz`."""
    age = clock_age()
    if age is None:
        return _("No clock has ever run: nothing is published at its time.")
    seconds = round(age.total_seconds())
    if seconds < IN_SECONDS:
        sentence = ngettext(
            "The clock gave its last sign of life %(seconds)d second ago.",
            "The clock gave its last sign of life %(seconds)d seconds ago.",
            seconds,
        ) % {"seconds": seconds}
    else:
        since = timesince(timezone.now() - age)
        sentence = _("The clock gave its last sign of life %(since)s ago.") % {"since": since}
    if not clock_is_late():
        return sentence
    meanwhile = _("Nothing is published meanwhile.")
    return f"{sentence} {meanwhile}"


def oldest_waiting() -> timedelta | None:
    """Return how long the queue's oldest task has been ready to run; None if nothing waits."""
    now = timezone.now()
    ready = DBTaskResult.objects.ready()
    immediate = ready.filter(run_after=get_date_max()).aggregate(since=Min("enqueued_at"))["since"]
    deferred = ready.filter(run_after__lte=now).aggregate(since=Min("run_after"))["since"]
    waiting = [now - since for since in (immediate, deferred) if since]
    return max([timedelta(0), *waiting]) if waiting else None


def mail_is_late() -> bool:
    """Whether what goes by mail arrives late: the last try failed, or nobody works on the queue."""
    waiting = oldest_waiting()
    return mails_failing() > 0 or (waiting is not None and waiting >= LONGEST_WAIT)


def mails_failing() -> int:
    """Return how many mails wait after a failed try; 0 if one has gone out since."""
    sent = DBTaskResult.objects.filter(task_path__in=mail_tasks())
    went_out = sent.successful().aggregate(last=Max("finished_at"))["last"]
    failed = sent.filter(status=TaskResultStatus.READY).exclude(
        Q(exception_class_path="") | Q(exception_class_path=REFUSED_ADDRESS)
    )
    if went_out and not failed.filter(finished_at__gt=went_out).exists():
        return 0
    return failed.count()
