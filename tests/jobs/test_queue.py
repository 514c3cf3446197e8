"""The queue under failing tasks and killed workers."""

import signal
from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from jobs import queue
from jobs.models import Heartbeat, ProcessKind
from jobs.retrying import RetryPolicy
from tests.jobs.faults import tasks
from tests.jobs.faults.folder import notes
from tests.jobs.processes import Processes, wait_until

committed = pytest.mark.usefixtures("transactional_db")


def only_task() -> DBTaskResult:
    """The one task of these tests; a clock that runs leaves some of its own."""
    return DBTaskResult.objects.get(task_path__startswith="tests.")


def ended(status: TaskResultStatus) -> bool:
    return only_task().status == status


def running_task(worker_id: str = "worker", **fields: object) -> DBTaskResult:
    tasks.write_line.enqueue("x")
    row = only_task()
    row.claim(worker_id)
    DBTaskResult.objects.filter(pk=row.pk).update(**fields)
    row.refresh_from_db()
    return row


@pytest.mark.postgres
@committed
@pytest.mark.processes
def test_task_of_a_killed_worker_is_taken_up_by_another(processes: Processes) -> None:
    processes.ask("hang")
    tasks.hang_then_write.enqueue("once")
    first = processes.start("worker")
    wait_until(lambda: notes("started"))
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert ended(TaskResultStatus.RUNNING)

    processes.mend("hang")
    processes.start("clock")
    processes.start("worker")
    wait_until(lambda: ended(TaskResultStatus.SUCCESSFUL))
    assert notes("lines") == ["once"]
    assert len(only_task().worker_ids) == 2


@committed
@pytest.mark.processes
def test_task_that_kills_every_worker_comes_to_an_end(processes: Processes) -> None:
    tasks.kill_worker.enqueue()
    while not ended(TaskResultStatus.FAILED):
        assert processes.run("worker", "--batch") == -signal.SIGKILL
        # As the clock does it once the worker's lease is over, and the rest after it.
        assert queue.requeue_lost(timezone.now() + timedelta(minutes=1)) == 1
        DBTaskResult.objects.filter(status=TaskResultStatus.READY).update(run_after=timezone.now())
    assert len(notes("started")) == 3
    assert only_task().exception_class_path == "jobs.queue.WorkerLost"
    assert processes.run("worker", "--batch") == 0
    assert len(notes("started")) == 3


@committed
@pytest.mark.processes
def test_failing_task_is_retried_with_growing_rests_until_it_succeeds(
    processes: Processes,
) -> None:
    processes.ask("fail")
    tasks.fail_while_asked.enqueue("mail")
    processes.start("worker")
    wait_until(lambda: len(notes("started")) == 2)
    row = wait_until(lambda: DBTaskResult.objects.filter(status=TaskResultStatus.READY).first())
    assert row.exception_class_path == "builtins.ConnectionError"
    assert "does not answer" in row.traceback
    assert timedelta(seconds=1.5) < row.run_after - row.finished_at < timedelta(seconds=2.5)

    processes.mend("fail")
    wait_until(lambda: ended(TaskResultStatus.SUCCESSFUL))
    assert notes("lines") == ["mail"]
    assert only_task().traceback == ""


@committed
@pytest.mark.processes
def test_worker_survives_a_task_that_exits_or_gives_up(processes: Processes) -> None:
    tasks.leave.enqueue()
    tasks.give_up.enqueue()
    tasks.write_line.enqueue("still here")
    assert processes.run("worker", "--batch") == 0
    assert notes("lines") == ["still here"]
    given_up = DBTaskResult.objects.get(status=TaskResultStatus.FAILED)
    assert given_up.exception_class_path == "jobs.queue.PermanentFailure"
    assert len(given_up.worker_ids) == 1


@pytest.mark.postgres
@committed
@pytest.mark.processes
def test_many_workers_run_each_task_once(processes: Processes) -> None:
    wanted = [str(number) for number in range(40)]
    for line in wanted:
        tasks.write_line.enqueue(line)
    workers = [processes.start("worker", "--batch") for _ in range(3)]
    assert [worker.wait(timeout=60) for worker in workers] == [0, 0, 0]
    assert sorted(notes("lines"), key=int) == wanted


@committed
@pytest.mark.processes
def test_worker_told_to_stop_finishes_its_task_and_gives_its_lease_back(
    processes: Processes,
) -> None:
    processes.ask("hang")
    tasks.hang_then_write.enqueue("done")
    worker = processes.start("worker")
    wait_until(lambda: notes("started"))
    wait_until(Heartbeat.objects.filter(kind=ProcessKind.WORKER).exists)
    worker.send_signal(signal.SIGTERM)
    processes.mend("hang")
    assert worker.wait(timeout=60) == 0
    assert ended(TaskResultStatus.SUCCESSFUL)
    assert not Heartbeat.objects.exists()


@pytest.mark.django_db
def test_running_task_is_left_to_a_living_worker() -> None:
    now = timezone.now()
    Heartbeat.objects.create(id="worker", kind=ProcessKind.WORKER, host="h", pid=1, beat_at=now)
    running_task(started_at=now - timedelta(hours=3))
    assert queue.requeue_lost(now) == 0
    assert ended(TaskResultStatus.RUNNING)


@pytest.mark.postgres
@pytest.mark.django_db
def test_running_task_of_a_silent_worker_waits_before_it_is_tried_again() -> None:
    now = timezone.now()
    silent = now - timedelta(minutes=1)
    Heartbeat.objects.create(id="worker", kind=ProcessKind.WORKER, host="h", pid=1, beat_at=silent)
    running_task(started_at=silent)
    assert queue.requeue_lost(now) == 1
    assert ended(TaskResultStatus.READY)
    assert only_task().run_after > now


@pytest.mark.postgres
@pytest.mark.django_db
def test_worker_that_lost_its_task_cannot_record_how_it_ended() -> None:
    first = running_task(started_at=timezone.now() - timedelta(minutes=1))
    queue.requeue_lost(timezone.now())
    second = only_task()
    second.claim("another")
    assert not queue.succeed(first, "late")
    assert not queue.fail(first, RuntimeError("late"))
    assert ended(TaskResultStatus.RUNNING)
    assert queue.succeed(second, "right")
    assert only_task().return_value == "right"


@pytest.mark.django_db
def test_rests_double_up_to_the_longest() -> None:
    policy = RetryPolicy(first_wait=timedelta(seconds=10), longest_wait=timedelta(minutes=1))
    rests = [policy.wait_after(attempts).total_seconds() for attempts in (1, 2, 3, 4, 5000)]
    assert rests == [10, 20, 40, 60, 60]


@pytest.mark.django_db
def test_task_fails_for_good_after_its_last_attempt_and_can_be_put_back() -> None:
    row = running_task(worker_ids=["a", "b", "c", "d", "e"])
    queue.fail(row, RuntimeError("No"))
    assert ended(TaskResultStatus.FAILED)
    assert queue.retry(row)
    assert ended(TaskResultStatus.READY)
    assert only_task().worker_ids == []
    assert only_task().run_after == get_date_max()
    assert not queue.retry(row)


@pytest.mark.postgres
@pytest.mark.django_db
def test_pruning_keeps_recent_and_failed_and_waiting_tasks() -> None:
    now = timezone.now()
    for status, age in (
        ("SUCCESSFUL", 8),
        ("SUCCESSFUL", 6),
        ("FAILED", 8),
        ("FAILED", 91),
        ("READY", 400),
    ):
        row = tasks.write_line.enqueue(f"{status} {age}")
        DBTaskResult.objects.filter(pk=row.id).update(
            status=status, finished_at=now - timedelta(days=age)
        )
    assert queue.prune(now) == 2
    kept = {row.args_kwargs["args"][0] for row in DBTaskResult.objects.all()}
    assert kept == {"SUCCESSFUL 6", "FAILED 8", "READY 400"}
