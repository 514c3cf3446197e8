"""Tasks that run in the process that asks for them, and what becomes of them when it cannot."""

from typing import Any

import pytest
from django.db import connection, transaction
from django_tasks_db.models import DBTaskResult
from wagtail.search.backends import get_search_backend

from jobs.backend import QueueBackend
from jobs.held_tasks import hold
from news.models import ArticlePage
from tests.factories import ArticleFactory, SectionFactory
from tests.jobs.faults import tasks
from tests.jobs.faults.folder import notes
from tests.jobs.processes import Processes


def backend(**options: Any) -> QueueBackend:
    return QueueBackend(
        "default",
        {
            "OPTIONS": {
                "immediate": [tasks.write_line.module_path, tasks.break_transaction.module_path],
                **options,
            }
        },
    )


whole = pytest.mark.usefixtures("transactional_db")


@pytest.fixture
def at_once(processes: Processes, settings: Any) -> QueueBackend:
    """The site's queue, which makes each call when it is asked for."""
    options = {"immediate": [tasks.write_line.module_path], "after_commit": False}
    settings.TASKS = {"default": {"BACKEND": "jobs.backend.QueueBackend", "OPTIONS": options}}
    return backend(after_commit=False)


@pytest.mark.django_db
def test_saved_article_is_found_without_a_worker(home_page: Any) -> None:
    article = ArticleFactory(parent=SectionFactory(parent=home_page), title="Bogolan")
    found = get_search_backend().search("bogolan", ArticlePage.objects.live())
    assert [page.pk for page in found] == [article.pk]
    assert not DBTaskResult.objects.exists()


@whole
def test_call_waits_for_the_commit_and_is_made_once(processes: Processes) -> None:
    queue = backend(after_commit=True)
    with transaction.atomic():
        for _ in range(3):
            queue.enqueue(tasks.write_line, ["a"], {})
        queue.enqueue(tasks.write_line, ["b"], {})
        assert notes("lines") == []
        assert DBTaskResult.objects.count() == 2
    assert notes("lines") == ["a", "b"]
    assert not DBTaskResult.objects.exists()


@pytest.mark.postgres
@whole
def test_call_of_a_rolled_back_part_does_not_stand_for_a_later_one(processes: Processes) -> None:
    queue = backend(after_commit=True)
    with transaction.atomic():
        part = transaction.savepoint()
        queue.enqueue(tasks.write_line, ["a"], {})
        transaction.savepoint_rollback(part)
        with pytest.raises(RuntimeError), transaction.atomic():
            queue.enqueue(tasks.write_line, ["a"], {})
            raise RuntimeError
        queue.enqueue(tasks.write_line, ["a"], {})
    assert notes("lines") == ["a"]


@whole
def test_rolled_back_save_leaves_nothing_to_do(processes: Processes) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        backend(after_commit=True).enqueue(tasks.write_line, ["a"], {})
        raise RuntimeError
    assert notes("lines") == []
    assert not DBTaskResult.objects.exists()


@pytest.mark.postgres
@whole
@pytest.mark.parametrize("after_commit", [True, False])
def test_failed_call_is_left_to_the_queue_and_breaks_no_save(
    processes: Processes, after_commit: bool
) -> None:
    with transaction.atomic():
        backend(after_commit=after_commit).enqueue(tasks.break_transaction, [], {})
    waiting = DBTaskResult.objects.get()
    assert waiting.status == "READY"
    assert waiting.task_path == tasks.break_transaction.module_path


@pytest.mark.postgres
@whole
def test_call_of_a_process_that_dies_at_the_commit_is_kept_in_the_queue(
    processes: Processes,
) -> None:
    with transaction.atomic():
        backend(after_commit=True).enqueue(tasks.write_line, ["a"], {})
        connection.run_on_commit.clear()  # as SIGKILL does
    assert notes("lines") == []
    row = DBTaskResult.objects.get()
    DBTaskResult.objects.update(run_after=row.enqueued_at)
    assert processes.run("worker", "--batch") == 0
    assert notes("lines") == ["a"]


@whole
def test_held_calls_are_made_once_at_the_end(at_once: QueueBackend) -> None:
    with hold(tasks.write_line):
        for line in ("a", "b", "a"):
            at_once.enqueue(tasks.write_line, [line], {})
        assert notes("lines") == []
    assert notes("lines") == ["a", "b"]


@whole
def test_held_calls_may_be_changed_and_go_on_to_whoever_holds_them_outside(
    at_once: QueueBackend,
) -> None:
    with hold(tasks.write_line) as outer:
        with hold(tasks.write_line) as inner:
            at_once.enqueue(tasks.write_line, ["a"], {})
            inner[:] = [("b",)]
        assert outer == [("b",)]
    assert notes("lines") == ["b"]


@whole
def test_an_error_drops_what_is_held(at_once: QueueBackend) -> None:
    with pytest.raises(ValueError, match="no"), hold(tasks.write_line):
        at_once.enqueue(tasks.write_line, ["a"], {})
        raise ValueError("no")
    assert notes("lines") == []
