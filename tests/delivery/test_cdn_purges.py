"""A CDN is told what has changed: soon, once more, after a failure again, and by nobody twice."""

import json
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.utils import timezone

from delivery.cdn import purging
from delivery.models import ContentChange, Purge
from delivery.pages.snapshots import Snapshot, as_text

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
NOW = datetime(2026, 11, 30, 14, tzinfo=timezone.get_fixed_timezone(0))


class Cdn(HTTPServer):
    """Answers with the statuses it was given, then 200; keeps what it was told."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: list[int] = []
        self.told: list[tuple[Any, bytes]] = []

    def tags(self) -> list[set[str]]:
        """The tags of each request, whichever way they came."""
        return [
            set(headers["Surrogate-Key"].split())
            if headers["Surrogate-Key"]
            else set(json.loads(body)["tags"])
            for headers, body in self.told
        ]


class Handler(BaseHTTPRequestHandler):
    server: Cdn

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        self.server.told.append((self.headers, body))
        self.send_response(self.server.answers.pop(0) if self.server.answers else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        """Nothing."""


@pytest.fixture
def cdn(settings: Any) -> Iterator[Cdn]:
    server = Cdn()
    settings.CDN_TAG_HEADER = "Surrogate-Key"
    settings.CDN_PURGE_URL = f"http://127.0.0.1:{server.server_port}/service/1/purge"
    settings.CDN_PURGE_TOKEN = "secret"
    thread = threading.Thread(target=server.serve_forever, args=[0.01], daemon=True)
    thread.start()
    # At its first start all is purged, whatever was there before.
    tell(NOW - timedelta(days=1))
    assert server.tags() == [{"all"}]
    server.told.clear()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def nothing_else(tags: set[str]) -> None:
    """No cache is purged by address."""


def tell(now: datetime) -> None:
    purging.purge(now, nothing_else)


def change(*tags: str) -> None:
    for tag in tags:
        ContentChange.objects.create(tag=tag)


def after(**time: float) -> datetime:
    return NOW + timedelta(**time)


def test_what_has_changed_is_told_once_and_again_when_nothing_can_be_under_way(cdn: Cdn) -> None:
    change("page:7", "content")
    for seconds in (0, 1, 2):
        tell(after(seconds=seconds))
    assert cdn.tags() == [{"more", "page:7", "content"}]
    change("page:8")
    tell(after(seconds=10))
    assert cdn.tags()[1:] == [{"more", "page:8"}]
    for seconds in (30, 31, 59, 60, 61, 120):
        tell(after(seconds=seconds))
    again = cdn.tags()[2:]
    assert again[0] == {"more", "page:7", "page:8", "content"} and again[-1] == {"more", "page:8"}
    assert len(again) == 2
    assert cdn.told[0][0]["Fastly-Key"] == "secret"


def test_one_that_reads_json_is_told_in_json_some_tags_at_a_time(cdn: Cdn, settings: Any) -> None:
    settings.CDN_TAG_HEADER = "Cache-Tag"
    change(*(f"page:{number}" for number in range(40)))
    tell(NOW)
    assert [len(tags) for tags in cdn.tags()] == [30, 11]
    assert cdn.told[0][0]["Authorization"] == "Bearer secret"


def test_what_a_cdn_refuses_is_told_again_less_and_less_often(cdn: Cdn) -> None:
    cdn.answers = [503, 429]
    change("page:7")
    tell(NOW)
    tell(after(seconds=4))
    assert len(cdn.told) == 1
    tell(after(seconds=5))
    tell(after(seconds=14))
    assert len(cdn.told) == 2
    change("page:8")
    tell(after(seconds=15))
    assert cdn.tags()[2] == {"more", "page:7", "page:8"}
    assert Purge.objects.get().failures == 0


def test_a_cdn_that_takes_nothing_for_long_is_named_by_readyz(cdn: Cdn, reader: Any) -> None:
    cdn.answers = [503]
    change("page:7")
    tell(timezone.now() - timedelta(minutes=1))
    assert purging.warning() is None
    Purge.objects.update(failing_since=timezone.now() - timedelta(minutes=7))
    assert "503" in reader.get("/readyz").json()["warnings"]["cdn"]
    tell(timezone.now() + timedelta(minutes=1))
    assert purging.warning() is None


def test_what_a_killed_process_was_telling_is_told_by_another(cdn: Cdn) -> None:
    change("page:7")

    def die(tags: set[str]) -> None:
        raise SystemExit

    with pytest.raises(SystemExit):
        purging.purge(NOW, die)
    tell(after(seconds=1))
    assert len(cdn.told) == 1, "it may still be at work"
    tell(after(minutes=3))
    assert cdn.tags()[1] == {"more", "page:7"}


def test_what_the_queue_could_not_take_is_told_again(cdn: Cdn) -> None:
    change("page:7")

    def fail(tags: set[str]) -> None:
        raise ValueError(tags)

    purging.purge(NOW, fail)
    tell(after(seconds=5))
    assert cdn.tags() == [{"more", "page:7"}] * 2


def test_two_clocks_do_not_tell_the_same(cdn: Cdn) -> None:
    change("page:7")
    Purge.objects.update(claimed_until=after(seconds=60))
    tell(NOW)
    assert cdn.told == []


def test_all_is_purged_where_very_much_has_changed_or_a_backup_took_its_place(cdn: Cdn) -> None:
    change(*(f"page:{number}" for number in range(purging.MANY + 1)))
    tell(NOW)
    assert cdn.tags() == [{"all"}]
    row = Purge.objects.get()
    row.told = row.settled = as_text(Snapshot(10**9, 10**9))
    row.save()
    tell(after(minutes=5))
    tell(after(minutes=6))
    assert cdn.tags() == [{"all"}, {"all"}]


def test_nothing_is_looked_for_where_no_cache_is_to_be_told(settings: Any) -> None:
    change("page:7")
    purging.Purger(nothing_else).look(NOW)
    assert not Purge.objects.exists()
