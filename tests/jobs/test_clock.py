"""The clock as a process: alone, in number, killed, and without its database."""

import signal
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.utils import timezone

from jobs import health, probes
from jobs.clock import Clock
from jobs.models import Heartbeat, PeriodicJob, ProcessKind
from jobs.periodic import periodic
from jobs.signals import clock_was_silent
from tests.jobs.faults import tasks
from tests.jobs.faults.folder import notes
from tests.jobs.processes import Processes, wait_until

committed = pytest.mark.usefixtures("transactional_db")
HOUR = timedelta(hours=1)


def beats() -> int:
    return Heartbeat.objects.filter(kind=ProcessKind.CLOCK).count()


def beat(age: timedelta) -> None:
    Heartbeat.objects.create(
        id=str(age), kind=ProcessKind.CLOCK, host="h", pid=1, beat_at=timezone.now() - age
    )


@pytest.mark.postgres
@committed
@pytest.mark.processes
def test_many_clocks_run_periodic_work_once(processes: Processes) -> None:
    for _ in range(3):
        processes.start("clock")
    wait_until(lambda: beats() == 3)
    hourly = PeriodicJob.objects.filter(name="faults.hourly")
    wait_until(hourly.filter(claimed_by="", last_finished_at__isnull=False).exists)
    assert len(notes("hourly")) == 1
    hourly.update(next_run_at=timezone.now())
    wait_until(lambda: len(notes("hourly")) == 2)
    # Two more seconds in which a clock that did not know would run it once more.
    seen = timezone.now() + timedelta(seconds=2)
    wait_until(lambda: Heartbeat.objects.filter(beat_at__gt=seen).count() == 3)
    assert len(notes("hourly")) == 2


def test_work_that_ran_in_a_round_begun_a_moment_later_is_not_run_again() -> None:
    now = timezone.now()
    job = PeriodicJob(name="faults.hourly", next_run_at=now + timedelta(milliseconds=3) + HOUR)
    assert not job.is_due(now, HOUR)
    assert job.is_due(now - timedelta(days=1), HOUR), "the time was set back"


@pytest.mark.postgres
@committed
@pytest.mark.processes
def test_periodic_work_of_a_killed_clock_is_taken_up_by_another(processes: Processes) -> None:
    processes.ask("hourly-hangs")
    first = processes.start("clock")
    wait_until(lambda: notes("hourly"))
    first.send_signal(signal.SIGKILL)
    first.wait()
    processes.mend("hourly-hangs")
    processes.start("clock")
    wait_until(lambda: len(notes("hourly")) == 2)
    row = wait_until(
        lambda: PeriodicJob.objects.filter(
            name="faults.hourly", last_finished_at__isnull=False
        ).first()
    )
    assert row.next_run_at > timezone.now() + timedelta(minutes=50)


@committed
@pytest.mark.processes
def test_failed_periodic_work_is_recorded_and_tried_again_soon(processes: Processes) -> None:
    processes.ask("hourly-raises")
    processes.start("clock")
    row = wait_until(lambda: PeriodicJob.objects.filter(failures=1).first())
    assert "The hour is not good" in row.last_error
    assert row.next_run_at - row.last_finished_at < timedelta(seconds=6)
    processes.mend("hourly-raises")
    PeriodicJob.objects.filter(pk=row.pk).update(next_run_at=timezone.now())
    wait_until(lambda: PeriodicJob.objects.filter(name="faults.hourly", failures=0, last_error=""))


@committed
@pytest.mark.processes
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("command", ["clock", "worker"])
def test_process_that_is_told_to_stop_ends_cleanly(
    processes: Processes, command: str, number: int
) -> None:
    process = processes.start(command)
    wait_until(Heartbeat.objects.exists)
    process.send_signal(number)
    assert process.wait(timeout=60) == 0


def test_two_pieces_of_work_cannot_have_one_name() -> None:
    with pytest.raises(ImproperlyConfigured):
        periodic(every=HOUR, name="jobs.prune")(lambda tick: None)


def test_work_waits_for_its_time_and_for_the_clock_that_holds_it() -> None:
    now = timezone.now()
    soon = now + timedelta(seconds=10)
    assert PeriodicJob(next_run_at=now).is_due(now, HOUR)
    assert not PeriodicJob(next_run_at=soon).is_due(now, HOUR)
    assert not PeriodicJob(next_run_at=now, claimed_until=soon).is_due(now, HOUR)
    assert PeriodicJob(next_run_at=now, claimed_until=now).is_due(now, HOUR)


def test_work_does_not_wait_for_times_from_before_the_clock_was_set_back() -> None:
    now = timezone.now()
    assert PeriodicJob(next_run_at=now + 3 * HOUR).is_due(now, HOUR)
    assert PeriodicJob(next_run_at=now, claimed_until=now + 2 * HOUR).is_due(now, HOUR)


@pytest.mark.django_db
def test_clock_is_late_after_a_minute_of_silence() -> None:
    assert health.clock_is_late()
    assert health.clock_age() is None
    assert probes.clock()
    beat(2 * HOUR)
    assert health.clock_is_late()
    beat(timedelta(seconds=50))
    assert not health.clock_is_late()
    assert probes.clock() is None


@pytest.mark.django_db
def test_beat_from_the_future_is_no_sign_of_life() -> None:
    beat(-2 * HOUR)
    assert health.clock_is_late()


@pytest.mark.django_db
def test_status_says_what_the_probe_says() -> None:
    with pytest.raises(CommandError, match="Aucune horloge"):
        call_command("clock", "--status")
    beat(timedelta(seconds=7))
    told = StringIO()
    call_command("clock", "--status", stdout=told)
    assert "il y a 7 secondes" in told.getvalue()
    Heartbeat.objects.update(beat_at=timezone.now() - HOUR)
    with pytest.raises(CommandError, match="Rien n’est publié"):
        call_command("clock", "--status")


@pytest.mark.postgres
@pytest.mark.django_db
def test_oldest_waiting_counts_from_when_a_task_could_have_run() -> None:
    assert health.oldest_waiting() is None
    now = timezone.now()
    tasks.write_line.using(run_after=now + HOUR).enqueue("later")
    assert health.oldest_waiting() is None
    tasks.write_line.using(run_after=now - timedelta(minutes=6)).enqueue("deferred")
    tasks.write_line.enqueue("now")
    waiting = health.oldest_waiting()
    assert waiting is not None
    assert timedelta(minutes=6) <= waiting < timedelta(minutes=7)
    assert probes.queue()


class TestSilence:
    """A clock that stopped is told of by the workers meanwhile, and by itself when it is back."""

    @pytest.fixture
    def told(self) -> Iterator[list[datetime]]:
        heard: list[datetime] = []

        def hear(since: datetime, **kwargs: object) -> None:
            heard.append(since)

        clock_was_silent.connect(hear)
        yield heard
        clock_was_silent.disconnect(hear)

    @pytest.mark.django_db
    def test_silent_clock_is_told_of(self, told: list[datetime]) -> None:
        beat(HOUR)
        health.tell_of_silence()
        assert told == [Heartbeat.objects.get().beat_at]

    @pytest.mark.django_db
    def test_clock_that_ticks_or_has_never_run_is_not(self, told: list[datetime]) -> None:
        health.tell_of_silence()
        beat(timedelta(seconds=20))
        health.tell_of_silence()
        assert told == []

    @pytest.mark.django_db
    def test_clock_that_is_back_tells_it_once(self, told: list[datetime]) -> None:
        beat(HOUR)
        clock = Clock()
        clock.step()
        clock.step()
        assert len(told) == 1
