"""What /healthz and /readyz say of a site that is well, and of one that is not."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import connection
from django.test import override_settings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from delivery import health
from home.tasks import send_contact_message
from jobs.models import Heartbeat, ProcessKind

pytestmark = pytest.mark.django_db


def beat(ago: timedelta = timedelta(0)) -> None:
    clock = {"kind": ProcessKind.CLOCK, "host": "desk", "pid": 1, "beat_at": timezone.now() - ago}
    Heartbeat.objects.update_or_create(id="a clock", defaults=clock)


def findings(reader) -> dict[str, str]:
    response = reader.get("/readyz")
    found = response.json()["findings"]
    assert response.status_code == (503 if found else 200)
    return found


def test_living_process_needs_nothing_else(reader, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = reader.get("/healthz", headers={"host": "10.0.0.7:8000"})
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert "no-store" in response["Cache-Control"]


@pytest.mark.postgres
def test_site_that_is_well_is_ready(reader):
    beat()
    response = reader.get("/readyz", headers={"host": "10.0.0.7:8000"})
    assert (response.status_code, response.json()) == (200, {"status": "ok", "findings": {}})
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


def test_clock_that_never_ran_is_told(reader):
    assert set(findings(reader)) == {"clock"}


def test_clock_that_stopped_is_told(reader):
    beat(timedelta(seconds=50))
    assert findings(reader) == {}
    beat(timedelta(minutes=3))
    assert "3\xa0minutes" in findings(reader)["clock"]


def test_task_that_waits_too_long_is_told(reader):
    beat()
    send_contact_message.enqueue(1)
    assert findings(reader) == {}
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(minutes=7))
    assert "7" in findings(reader)["queue"]


def test_storage_that_cannot_be_written_is_told_without_its_place(reader, tmp_path):
    beat()
    # A file stands where the folder should be: not even root can write below it.
    (tmp_path / "file").touch()
    place = {"location": str(tmp_path / "file")}
    storages = settings.STORAGES | {"default": settings.STORAGES["default"] | {"OPTIONS": place}}
    with override_settings(STORAGES=storages):
        found = findings(reader)
    assert set(found) == {"storage"}
    assert str(tmp_path) not in found["storage"]


def test_cache_that_keeps_nothing_is_told(reader):
    beat()
    nothing = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    with override_settings(CACHES=nothing):
        assert set(findings(reader)) == {"cache"}
    cache.clear()


@pytest.mark.postgres
def test_missing_migration_is_told(reader, monkeypatch):
    beat()
    monkeypatch.setattr(health, "_migrated", False)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'taggit'")
    assert set(findings(reader)) == {"migrations"}
    monkeypatch.setattr(health, "_migrated", False)


@pytest.mark.postgres
def test_lost_database_is_told_and_its_password_is_not(monkeypatch):
    def lost():
        raise OSError("no route to db.example, password=hunter2")

    monkeypatch.setattr(health, "database", lost)
    found = health.report()["database"]
    assert "OSError" in found and "hunter2" not in found


def test_test_files_of_the_probe_are_taken_away():
    assert health.media_storage() is None
    assert default_storage.listdir("health")[1] == []
