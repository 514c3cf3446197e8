"""A task whose object was deleted before its turn ends as done, whatever the task."""

import inspect
import logging
from importlib import import_module, util
from typing import Any, get_args, get_origin

import pytest
from django.apps import apps
from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.models import DBTaskResult

from jobs.worker import Worker
from news.models import ArticlePage

NOBODY = 987_654_321
# Where a parameter's type does not say what it holds.
ARGUMENTS: dict[str, list[Any]] = {
    "modelsearch.tasks.insert_or_update_object_task": ["news", "articlepage", str(NOBODY)],
    "wagtail.tasks.update_reference_index_task": ["news", "articlepage", str(NOBODY)],
    "wagtail.images.tasks.set_image_focal_point_task": ["news", "newsimage", str(NOBODY)],
    "wagtail.tasks.delete_file_from_storage_task": [
        ["django.core.files.storage.FileSystemStorage", [], {}],
        "images/nobody.jpg",
    ],
    "jobs.counters.add_counts": [
        "search.analytics.store.add",
        "00000000-0000-0000-0000-000000000000",
        [],
    ],
}


def all_tasks() -> list[Task[Any, Any]]:
    """Every task of every room and of the libraries, wherever its module is."""
    names = [f"{config.name}.tasks" for config in apps.get_app_configs()]
    names += [
        "editorial.gates.tasks",
        "editorial.notices.digests",
        "editorial.notices.tasks",
        "editorial.notices.webhooks.tasks",
        "jobs.counters",
        "modelsearch.tasks",
    ]
    found: dict[str, Task[Any, Any]] = {}
    for name in names:
        if util.find_spec(name) is None:
            continue
        for value in vars(import_module(name)).values():
            if isinstance(value, Task):
                found[value.module_path] = value
    return [found[path] for path in sorted(found)]


def nothings(task: Task[Any, Any]) -> list[Any]:
    """Arguments that lead to nothing, by what the task's parameters are."""
    if task.module_path in ARGUMENTS:
        return ARGUMENTS[task.module_path]
    parameters = inspect.signature(task.func).parameters.values()
    return [nothing(parameter.annotation) for parameter in parameters]


def nothing(annotation: Any) -> Any:
    if annotation is int:
        return NOBODY
    if annotation is str:
        return str(NOBODY)
    if get_origin(annotation) is list:
        return [nothing(get_args(annotation)[0])]
    raise AssertionError(f"Say in ARGUMENTS what the task is called with: {annotation}")


def run_queue() -> None:
    worker = Worker(batch=True)
    while row := worker._claim():
        worker._run_task(row)


def test_the_walk_knows_the_tasks_of_every_room() -> None:
    rooms = {task.module_path.partition(".")[0] for task in all_tasks()}
    assert {"editorial", "home", "jobs", "news", "search", "wagtail", "modelsearch"} <= rooms


@pytest.mark.django_db
@pytest.mark.parametrize("task", all_tasks(), ids=lambda task: task.module_path)
def test_a_task_of_nothing_ends_as_done(task: Task[Any, Any]) -> None:
    DBTaskResult.objects.create(
        task_path=task.module_path,
        args_kwargs={"args": nothings(task), "kwargs": {}},
        backend_name="default",
        queue_name=task.queue_name,
    )
    run_queue()
    row = DBTaskResult.objects.get(task_path=task.module_path)
    assert row.status == TaskResultStatus.SUCCESSFUL, row.traceback
    assert len(row.worker_ids) == 1


@pytest.mark.django_db
def test_the_log_says_what_was_gone(caplog: pytest.LogCaptureFixture) -> None:
    DBTaskResult.objects.create(
        task_path="wagtail.tasks.update_reference_index_task",
        args_kwargs={"args": ["news", ArticlePage._meta.model_name, str(NOBODY)], "kwargs": {}},
        backend_name="default",
        queue_name="default",
    )
    with caplog.at_level(logging.INFO, logger="jobs"):
        run_queue()
    assert [record.levelname for record in caplog.records if "gone" in record.message] == ["INFO"]
