"""`make move-database`: everything, the same on the other engine, or nothing."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection, connections
from wagtail.models import Page, PageLogEntry

from accounts.counts import TryCount
from accounts.models import User
from home.models import HomePage
from jobs.models import Heartbeat, ProcessKind
from jobs.moving import moving, source, tables, target
from news.models import ArticlePage, Tag
from tests.factories import ArticleFactory, AuthorFactory, SectionFactory, UserFactory
from tests.jobs.processes import ROOT, database_url
from tests.scale import scaled

pytestmark = pytest.mark.usefixtures("transactional_db")
MOMENT = datetime(2026, 3, 29, 1, 30, 0, 123456, tzinfo=UTC)
on_postgresql = pytest.mark.skipif(
    "postgres" not in os.environ.get("DATABASE_URL", ""), reason="moves between two engines"
)


def silent(line: str) -> None:
    pass


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Any]:
    """A second database, in a file, with the tables of all models and no row."""
    config = {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(tmp_path / "other.sqlite3"),
        "OPTIONS": {"transaction_mode": "IMMEDIATE"},
    }
    connections.settings["target"] = connections.configure_settings(
        {"default": {}, "target": config}
    )["target"]
    there = connections["target"]
    # By hand: tests open no database that is not in the settings.
    there.connect()
    try:
        yield there
    finally:
        there.close()
        del connections["target"]
        del connections.settings["target"]


def make_tables(there: Any) -> None:
    """As `migrate` makes them, without its hundreds of steps."""
    with there.schema_editor() as editor:
        for model in apps.get_models():
            if model._meta.managed and not model._meta.proxy and _is_plain(model):
                editor.create_model(model)


def _is_plain(model: Any) -> bool:
    return model._meta.app_label not in tables.REBUILT_APPS


@pytest.fixture
def planted(home_page: HomePage) -> ArticlePage:
    """A newsroom with the rows that dumps stumble over."""
    writer = UserFactory(first_name="Aïssata", last_name="œuvre « l’été »")
    section = SectionFactory(parent=home_page)
    article = ArticleFactory(
        parent=section,
        owner=writer,
        authors=[AuthorFactory(user=writer)],
        body=json.dumps([{"type": "paragraph", "value": "<p>Crue ☔ 🐟</p>", "id": "a"}]),
    )
    article.tags.add("Fleuve Niger")
    article.save()
    article.save_revision(user=writer, log_action=True)
    gone = ArticleFactory(parent=section)
    gone.save_revision(user=writer, log_action=True)
    gone.delete()
    assert PageLogEntry.objects.filter(page_id=gone.pk).exists()
    User.objects.filter(pk=writer.pk).update(last_login=MOMENT)
    Session.objects.create(
        session_key="a" * 32, session_data="x", expire_date=MOMENT + timedelta(days=1)
    )
    return article


def digests(where: Any) -> dict[str, str]:
    return {
        model._meta.db_table: str(tables.digest_of(model, where)) for model in tables.moved_models()
    }


@on_postgresql
def test_everything_goes_to_the_other_engine_and_back(planted: ArticlePage, other: Any) -> None:
    make_tables(other)
    before = digests(connection)
    highest = ArticlePage.objects.latest("pk").pk
    moved = moving.move(connection, other, silent)
    assert moved == before == digests(other)
    there = ArticlePage.objects.using("target").get(pk=planted.pk)
    assert there.body.raw_data[0]["value"] == planted.body.raw_data[0]["value"]
    assert User.objects.using("target").get(last_login=MOMENT)
    assert Tag.objects.using("target").get().name == "Fleuve Niger"
    Page.objects.using("target").filter(pk=planted.pk).update(title="Changé ailleurs")
    moving.move(other, connection, silent)
    assert digests(connection) == digests(other)
    assert Page.objects.get(pk=planted.pk).title == "Changé ailleurs"
    # Numbers go on where they were: the record of a deleted page never becomes another page's.
    new = ArticleFactory(parent=planted.get_parent())
    assert new.pk > highest + 1


@on_postgresql
def test_a_row_that_the_other_engine_refuses_is_named_and_nothing_is_kept(
    planted: ArticlePage, other: Any
) -> None:
    make_tables(other)
    moving.move(connection, other, silent)
    Tag.objects.using("target").update(name="N" * 300)
    before = digests(connection)
    with pytest.raises(tables.NotTaken, match="news_tag"):
        moving.move(other, connection, silent)
    assert digests(connection) == before


@on_postgresql
def test_a_row_that_leads_to_nothing_stops_the_move(planted: ArticlePage, other: Any) -> None:
    make_tables(other)
    moving.move(connection, other, silent)
    with other.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys=OFF")
        cursor.execute("UPDATE news_byline SET author_id = 987654")
    with pytest.raises(IntegrityError):
        moving.move(other, connection, silent)


def test_a_target_with_anything_in_it_is_not_written_over(planted: ArticlePage, other: Any) -> None:
    target.check(other)
    with other.cursor() as cursor:
        cursor.execute("CREATE TABLE somebody_elses (id integer)")
    with pytest.raises(target.Refused):
        target.check(other)


def test_accounts_move_with_their_second_factors_sessions_and_counts(
    planted: ArticlePage, other: Any
) -> None:
    writer = planted.owner
    EmailAddress.objects.create(user=writer, email="awa@example.org", verified=True)
    Authenticator.objects.create(user=writer, type="totp", data={"secret": "x"})
    TryCount.objects.create(key="k" * 64, count=3, ends_at=MOMENT)
    make_tables(other)
    moving.move(connection, other, silent)
    for model in (EmailAddress, Authenticator, TryCount, Session, User):
        there = list(model.objects.using("target").values())
        assert there == list(model.objects.values()) != [], model


def test_a_target_is_written_again_unless_it_holds_something_newer(
    planted: ArticlePage, other: Any
) -> None:
    target.begin(other)
    make_tables(other)
    # Broken off before the first row.
    target.check(other)
    target.write_mark(other, moving.move(connection, other, silent))
    # Begun again, and broken off: what was moved stays noted.
    target.check(other)
    target.begin(other)
    target.check(other)
    Tag.objects.using("target").update(name="Plus récent")
    target.begin(other)
    with pytest.raises(target.Refused, match="news_tag"):
        target.check(other)


def test_tables_that_only_migrate_has_made_are_an_empty_target(
    planted: ArticlePage, other: Any
) -> None:
    make_tables(other)
    target.check(other)
    moving.move(connection, other, silent)
    with pytest.raises(target.Refused):
        target.check(other)


def test_an_interruption_leaves_the_target_as_it_was(planted: ArticlePage, other: Any) -> None:
    make_tables(other)
    lines: list[str] = []

    def break_off(line: str) -> None:
        lines.append(line)
        if len(lines) == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        moving.move(connection, other, break_off)
    other.close()
    other.connect()
    assert not User.objects.using("target").exists()
    assert not connection.in_atomic_block


def test_nothing_is_moved_while_the_clock_runs(planted: ArticlePage) -> None:
    Heartbeat.objects.create(
        id="clock", kind=ProcessKind.CLOCK, host="ici", pid=1, beat_at=datetime.now(UTC)
    )
    with pytest.raises(target.Refused):
        source.check(connection)


def test_nothing_is_moved_while_somebody_has_the_database_open(
    planted: ArticlePage,
) -> None:
    if connection.vendor == "postgresql":
        held: Any = psycopg.connect(database_url())
    else:
        held = sqlite3.connect(connection.settings_dict["NAME"])
        held.execute("SELECT 1 FROM accounts_user").fetchone()
    with closing(held), pytest.raises(target.Refused):
        source.check(connection)


@pytest.mark.skipif(not scaled(0, 1), reason="several minutes of migrations and of the demo")
def test_the_command_moves_the_demo_and_brings_it_back(tmp_path: Path) -> None:
    """To PostgreSQL where the tests run on it, else to another file; killed once in the middle."""
    here, there, back = (f"sqlite:///{quote(str(tmp_path / name))}" for name in "abc")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP DATABASE IF EXISTS actujet_moved")
            cursor.execute("CREATE DATABASE actujet_moved")
        there = database_url().rpartition("/")[0] + "/actujet_moved"

    def start(*command: str, **variables: str) -> subprocess.Popen[str]:
        env = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")}
        env |= {"ACTUJET_ENV": "embedded", "DATA_DIR": str(tmp_path), **variables}
        return subprocess.Popen(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def manage(*command: str, **variables: str) -> str:
        process = start(*command, **variables)
        told, _none = process.communicate()
        assert process.returncode == 0, told
        return told

    manage("migrate", DATABASE_URL=here)
    manage("load_demo", DATABASE_URL=here)
    killed = start("move_database", DATABASE_URL=here, TO=there)
    assert killed.stdout is not None
    assert any("wagtailcore_revision" in line for line in killed.stdout), (
        "over before it was killed"
    )
    killed.kill()
    killed.communicate()
    manage("move_database", DATABASE_URL=here, TO=there)
    manage("move_database", DATABASE_URL=here, TO=there)
    manage("move_database", DATABASE_URL=there, TO=back)
    manage("search_check", "--dry-run", DATABASE_URL=back)
    manage("check", DATABASE_URL=back)
