"""What readers do is counted in memory and added to the database once, by the queue."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from jobs import counters
from jobs.counters import Count, CountBuffer, add_counts
from jobs.models import CountedBatch
from tests.jobs.counts import add_up_counts
from tests.jobs.processes import wait_until

added: list[Count] = []


def add(counts: Sequence[Count]) -> None:
    if any(count.sums.get("refused") for count in counts):
        raise ValueError
    added.extend(counts)


@pytest.fixture
def buffer() -> Iterator[CountBuffer]:
    made = CountBuffer(add, max_entries=2)
    added.clear()
    yield made
    counters.buffers.remove(made)


@pytest.mark.postgres
def test_numbers_are_added_up_and_the_last_text_holds(db: None, buffer: CountBuffer) -> None:
    buffer.count(("lundi", "coton"), {"views": 1}, {"text": "Coton"})
    buffer.count(("lundi", "coton"), {"views": 2, "clicks": 1}, {"text": "coton"})
    buffer.count(("mardi", "coton"), {"views": 1})
    assert not DBTaskResult.objects.exists()
    add_up_counts()
    assert added == [
        Count(("lundi", "coton"), {"views": 3, "clicks": 1}, {"text": "coton"}),
        Count(("mardi", "coton"), {"views": 1}, {}),
    ]
    add_up_counts()
    assert len(added) == 2


def test_full_buffer_counts_on_what_it_knows(db: None, buffer: CountBuffer) -> None:
    for key in ("a", "b", "c", "a"):
        buffer.count((key,), {"views": 1})
    add_up_counts()
    assert {count.key[0]: count.sums["views"] for count in added} == {"a": 2, "b": 1}


@pytest.mark.postgres
def test_batch_is_one_task_and_adds_nothing_when_it_comes_again(
    db: None, buffer: CountBuffer
) -> None:
    buffer.count(("a",), {"views": 1})
    buffer.count(("b",), {"views": 1})
    buffer.hand_on()
    task = DBTaskResult.objects.get()
    for _time in range(2):
        task.task.call(*task.args_kwargs["args"])
    assert len(added) == 2


@pytest.mark.postgres
def test_batch_that_could_not_be_added_is_added_by_the_next_try(
    db: None, buffer: CountBuffer
) -> None:
    batch = str(uuid4())
    with pytest.raises(ValueError):
        add_counts.call(buffer.path, batch, [{"key": ["a"], "sums": {"refused": 1}, "latest": {}}])
    add_counts.call(buffer.path, batch, [{"key": ["a"], "sums": {"views": 1}, "latest": {}}])
    assert [count.sums for count in added] == [{"views": 1}]


def test_batches_are_forgotten_when_no_task_can_bring_them_again(db: None) -> None:
    CountedBatch.objects.create(pk=uuid4())
    counters.prune(timezone.now())
    assert CountedBatch.objects.exists()
    counters.prune(timezone.now() + timedelta(days=9))
    assert not CountedBatch.objects.exists()


@pytest.mark.usefixtures("transactional_db")
def test_process_hands_on_what_it_has_counted_by_itself(settings: Any, buffer: CountBuffer) -> None:
    settings.COUNTS_EVERY = 0.05
    buffer.count(("a",), {"views": 1})
    wait_until(DBTaskResult.objects.filter(task_path="jobs.counters.add_counts").exists)
