"""The clock outlives its database, and keeps time on a machine whose time is put right."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from editorial.schedule.models import PublishingFailure
from jobs.models import Heartbeat, PeriodicJob
from news.models import ArticleIndexPage
from tests.editorial.scheduling import is_fully_live, is_fully_scheduled, scheduled_article
from tests.factories import SectionFactory
from tests.jobs.faults import tasks
from tests.jobs.faults.folder import notes
from tests.jobs.processes import Processes, Server, wait_until

pytestmark = [
    pytest.mark.usefixtures("transactional_db"),
    pytest.mark.processes,
]
HOUR = timedelta(hours=1)


@pytest.fixture
def section(processes: Processes, home_page: object) -> ArticleIndexPage:
    return SectionFactory(parent=home_page)


@pytest.mark.postgres
def test_clock_and_worker_outlive_a_restart_of_the_database(
    processes: Processes, section: ArticleIndexPage, server: Server
) -> None:
    clock, worker = processes.start("clock"), processes.start("worker")
    wait_until(lambda: Heartbeat.objects.count() == 2)
    article = scheduled_article(section, timezone.now() + timedelta(seconds=2))
    connection.close()
    server.control("-m", "fast", "stop")
    try:
        wait_until(lambda: b"lost the database" in clock.log.read_bytes())
        wait_until(lambda: timezone.now() > article.go_live_at)
    finally:
        # Starts it, with the options that it had.
        server.control("restart")
    wait_until(lambda: is_fully_live(article))
    tasks.write_line.enqueue("back")
    wait_until(lambda: notes("lines") == ["back"])
    wait_until(lambda: b"reached the database again" in clock.log.read_bytes())
    assert clock.log.read_bytes().count(b"lost the database") == 1
    assert clock.poll() is None
    assert worker.poll() is None


@pytest.mark.parametrize("hours", [2, -2])
def test_clock_follows_a_time_that_is_put_forward_or_back(
    processes: Processes, section: ArticleIndexPage, hours: int
) -> None:
    failing = scheduled_article(section, timezone.now() - 3 * HOUR)
    processes.ask(f"refuse-{failing.pk}")
    processes.start("clock")
    wait_until(lambda: PublishingFailure.objects.filter(attempts=1).exists())
    hourly = PeriodicJob.objects.filter(name="faults.hourly", last_finished_at__isnull=False)
    wait_until(hourly.exists)

    ahead = hours * HOUR
    soon = scheduled_article(section, timezone.now() + ahead + timedelta(seconds=2))
    later = scheduled_article(section, timezone.now() + ahead + HOUR)
    processes.ask("hours-ahead", str(hours))
    processes.mend(f"refuse-{failing.pk}")

    # Neither rests nor waits by the time that was wrong.
    wait_until(lambda: is_fully_live(failing) and is_fully_live(soon))
    soon.refresh_from_db()
    assert soon.last_published_at >= soon.go_live_at
    assert is_fully_scheduled(later)
    wait_until(lambda: len(notes("hourly")) == 2)
    minute = timedelta(minutes=1)
    wait_until(
        lambda: Heartbeat.objects.filter(
            beat_at__gt=timezone.now() + ahead - minute, beat_at__lt=timezone.now() + ahead + minute
        )
    )
    assert not PublishingFailure.objects.exists()
