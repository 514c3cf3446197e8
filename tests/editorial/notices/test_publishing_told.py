"""Chief editors learn of what failed, once, and of a clock that stood still."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from wagtail.signals import page_published

from accounts.models import User
from editorial.events.models import Announcement
from editorial.schedule.run import publish_due
from jobs.health import tell_of_silence
from jobs.models import Heartbeat, ProcessKind
from news.models import ArticleIndexPage
from tests.editorial.scheduling import scheduled_article


@pytest.fixture
def broken() -> Any:
    def fail(**kwargs: Any) -> None:
        raise RuntimeError("le disque est plein")

    page_published.connect(fail)
    yield
    page_published.disconnect(fail)


def test_failure_is_told_once_however_often_it_is_tried(
    section: ArticleIndexPage, chief: User, broken: None
) -> None:
    scheduled_article(section)
    now = timezone.now()
    for minutes in (0, 5, 10):
        publish_due(now + timedelta(minutes=minutes))
    assert [row.event for row in Announcement.objects.all()] == ["failed"]
    assert "le disque est plein" in Announcement.objects.get().details["reason"]


def test_clock_that_stood_still_is_told_once(chief: User) -> None:
    since = timezone.now() - timedelta(minutes=3)
    Heartbeat.objects.create(id="clock", kind=ProcessKind.CLOCK, host="une", pid=1, beat_at=since)
    tell_of_silence()
    tell_of_silence()
    assert [row.event for row in Announcement.objects.all()] == ["clock_late"]
