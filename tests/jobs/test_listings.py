"""Who reads the queue in the admin, and who puts a failed task back."""

import uuid
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from jobs import queue
from jobs.models import Heartbeat, PeriodicJob, ProcessKind
from tests.factories import UserFactory
from tests.jobs.faults import tasks
from tests.made_once import made_once

pytestmark = pytest.mark.django_db
LIST = "/admin/background-tasks/"


def signed_in(*permissions: str, **fields: Any) -> Client:
    user = UserFactory(**fields)
    user.user_permissions.set(
        Permission.objects.filter(codename__in=["access_admin", *permissions])
    )
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
@made_once
def failed() -> DBTaskResult:
    tasks.write_line.enqueue("Ségou", copies=2)
    row = DBTaskResult.objects.get()
    row.claim("worker")
    queue.fail(row, queue.PermanentFailure("<b>Nobody</b> has this address"))
    row.refresh_from_db()
    return row


@pytest.fixture
@made_once
def admin() -> Client:
    return signed_in(is_superuser=True)


def test_listing_is_for_those_with_the_view_permission(failed: DBTaskResult) -> None:
    for path in (LIST, "/admin/periodic-work/", "/admin/processes/"):
        response = signed_in().get(path)
        assert response.status_code == 302
        assert response.url.startswith("/admin/")
    reader = signed_in("view_jobrecord")
    assert reader.get(LIST).status_code == 200
    assert LIST in reader.get("/admin/").content.decode()
    assert LIST not in signed_in().get("/admin/").content.decode()


@pytest.mark.postgres
def test_listing_filters_by_state_and_task(admin: Client, failed: DBTaskResult) -> None:
    tasks.leave.enqueue()
    assert admin.get(LIST).context["paginator"].count == 2
    for query, count in (
        ("?state=FAILED", 1),
        ("?state=RUNNING", 0),
        (f"?task={failed.task_path}", 1),
        ("?q=Nobody", 1),
        ("?state=nonsense&p=10000000000000000000000", 0),
    ):
        response = admin.get(LIST + query, follow=True)
        assert response.status_code == 200
        assert response.context["paginator"].count == count, query
    assert admin.get(LIST + "?nonsense=1").status_code == 400


def test_inspection_shows_the_traceback_as_text(admin: Client, failed: DBTaskResult) -> None:
    page = admin.get(f"{LIST}inspect/{failed.pk}/").content.decode()
    assert "Traceback" not in failed.traceback or "Traceback" in page
    assert "&lt;b&gt;Nobody&lt;/b&gt;" in page
    assert "copies=2" in page


def test_failed_task_is_put_back_by_post_and_permission_only(
    admin: Client, failed: DBTaskResult
) -> None:
    path = f"{LIST}retry/{failed.pk}/"
    assert path in admin.get(f"{LIST}inspect/{failed.pk}/").content.decode()
    assert admin.get(path).status_code == 405
    reader = signed_in("view_jobrecord")
    assert path not in reader.get(f"{LIST}inspect/{failed.pk}/").content.decode()
    reader.post(path)
    failed.refresh_from_db()
    assert failed.status == "FAILED"

    for _ in range(2):
        assert admin.post(path, follow=True).status_code == 200
        failed.refresh_from_db()
        assert failed.status == "READY"


@pytest.mark.postgres
@pytest.mark.parametrize("action", ["inspect", "retry", "edit", "delete"])
@pytest.mark.parametrize("pk", [str(uuid.UUID(int=7)), "nonsense", "1"])
def test_unknown_task_is_not_found(admin: Client, action: str, pk: str) -> None:
    ask = admin.post if action == "retry" else admin.get
    assert ask(f"{LIST}{action}/{pk}/").status_code == 404


@pytest.mark.parametrize("action", ["create", "edit/{pk}", "delete/{pk}"])
def test_nobody_writes_job_records_by_hand(
    admin: Client, failed: DBTaskResult, action: str
) -> None:
    admin.post(LIST + action.format(pk=failed.pk) + "/")
    assert DBTaskResult.objects.get().status == "FAILED"


def test_listing_is_exported(admin: Client, failed: DBTaskResult) -> None:
    response = admin.get(f"{LIST}?export=csv")
    exported = b"".join(response.streaming_content).decode()
    assert "write_line" in exported
    assert "PermanentFailure" in exported
    assert admin.get(f"{LIST}?export=xlsx").status_code == 200


def test_number_of_queries_does_not_grow_with_the_queue(
    admin: Client, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    tasks.write_line.enqueue("x")
    admin.get(LIST)
    with django_assert_max_num_queries(100) as few:
        admin.get(LIST)
    for _ in range(30):
        tasks.write_line.enqueue("x")
    with django_assert_num_queries(len(few)):
        admin.get(LIST)


def test_periodic_work_and_processes_are_listed(admin: Client) -> None:
    PeriodicJob.objects.create(name="jobs.prune", last_error="No disk")
    PeriodicJob.objects.create(name="gone.since")
    Heartbeat.objects.create(
        id="x", kind=ProcessKind.CLOCK, host="mali-1", pid=7, beat_at=timezone.now()
    )
    assert "gone.since" in admin.get("/admin/periodic-work/").content.decode()
    assert "No disk" in admin.get("/admin/periodic-work/inspect/jobs.prune/").content.decode()
    assert "mali-1" in admin.get("/admin/processes/").content.decode()
