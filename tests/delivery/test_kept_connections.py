"""SQLite's connections are kept from request to request, and hold nothing and nobody up."""

import gc
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.core.signals import request_finished, request_started
from django.db import connection
from django.test import Client

from delivery import garbage, held_connections
from home.models import HomePage
from news.models import ArticlePage
from tests.factories import ArticleFactory, SectionFactory

pytestmark = [pytest.mark.usefixtures("transactional_db"), pytest.mark.sqlite]


@pytest.fixture
def article(home_page: HomePage) -> ArticlePage:
    return ArticleFactory(parent=SectionFactory(parent=home_page))


@pytest.fixture
def between_requests(transactional_db: None) -> Iterator[None]:
    """As between two requests of one thread of the web server."""
    connection.close()
    connection.ensure_connection()
    request_started.send(sender=None)
    yield
    connection.close()


@pytest.mark.usefixtures("between_requests")
def test_thread_keeps_its_connection() -> None:
    kept = connection.connection
    request_finished.send(sender=None)
    request_started.send(sender=None)
    connection.ensure_connection()
    assert connection.connection is kept


def test_pages_leave_no_read_open_that_would_hold_a_checkpoint_up(
    reader: Client, article: ArticlePage
) -> None:
    """A reader who stays in an old state keeps the log beside the database from being emptied."""
    kept = connection.connection
    for path in ["/", article.get_parent().url, article.url, "/recherche/?q=fleuve", "/feed/"]:
        reader.get(path)
    reader.get("/sitemap.xml")
    assert connection.connection is kept
    article.title = "Le fleuve monte"
    article.save()
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as other:
        (is_busy, _pages, _done) = other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    assert not is_busy


@pytest.mark.usefixtures("between_requests")
def test_database_that_takes_anothers_place_is_read_at_once(tmp_path: Path) -> None:
    usual = connection.settings_dict["NAME"]
    place = tmp_path / "db.sqlite3"
    backup = tmp_path / "backup.sqlite3"
    for file, number in ((place, 1), (backup, 2)):
        with closing(sqlite3.connect(file)) as made:
            made.execute("CREATE TABLE state (number)")
            made.execute("INSERT INTO state VALUES (?)", [number])
            made.commit()
    connection.close()
    connection.settings_dict["NAME"] = str(place)
    try:
        assert number_in_state() == 1
        request_finished.send(sender=None)
        shutil.move(backup, place)
        request_started.send(sender=None)
        assert number_in_state() == 2
    finally:
        connection.close()
        held_connections.release_connection(str(place))
        connection.settings_dict["NAME"] = usual


def number_in_state() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM state")
        return int(cursor.fetchone()[0])


def test_nothing_is_open_that_a_forked_process_would_take_along() -> None:
    connection.ensure_connection()
    name = str(connection.settings_dict["NAME"])
    assert (os.getpid(), name) in held_connections._held
    held_connections.release_before_fork()
    assert connection.connection is None
    assert not held_connections._held


def test_what_is_loaded_is_not_looked_at_for_garbage() -> None:
    before = gc.get_threshold()
    try:
        garbage.leave_loaded_code_alone()
        assert gc.get_freeze_count() > 100_000
        assert len(gc.get_objects()) < 10_000
    finally:
        gc.set_threshold(*before)
