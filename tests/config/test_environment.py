"""What the settings make of the addresses in the environment."""

import re
from pathlib import Path

import pytest
from django.core.cache.backends.locmem import LocMemCache
from environ import ImproperlyConfigured

from accounts.demo_accounts import DEMO_ACCOUNTS
from config.env import (
    cache,
    cdn_tag_header,
    database,
    days_or_off,
    frontend_cache,
    media_sources,
    storage,
)

ROOT = Path(__file__).resolve().parents[2]


def test_sqlite_waits_its_turn_in_wal_mode():
    config = database("sqlite:////srv/actujet/db.sqlite3")
    assert config["NAME"] == "/srv/actujet/db.sqlite3"
    assert config["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in config["OPTIONS"]["init_command"]


def test_threads_keep_their_sqlite_connection_and_little_of_the_file():
    config = database("sqlite:////srv/actujet/db.sqlite3")
    assert config["CONN_MAX_AGE"] > 0
    (kilobytes,) = re.findall(r"cache_size=-(\d+)", config["OPTIONS"]["init_command"])
    # There are eight threads.
    assert int(kilobytes) <= 2000


def test_postgresql_is_checked_kept_and_limited():
    config = database("postgres://desk:p%40ss@db.example:5433/actujet")
    assert (config["HOST"], config["PORT"], config["PASSWORD"]) == ("db.example", 5433, "p@ss")
    assert config["CONN_HEALTH_CHECKS"] and config["CONN_MAX_AGE"] > 0
    assert "statement_timeout=30s" in config["OPTIONS"]["options"]


def test_address_replaces_the_limits_of_postgresql():
    config = database("postgres://db.example/actujet?options=-c%20statement_timeout%3D90s")
    assert config["OPTIONS"]["options"] == "-c statement_timeout=90s"


def test_migrations_take_as_long_as_they_take(monkeypatch):
    monkeypatch.setattr("sys.argv", ["manage.py", "migrate"])
    assert "options" not in database("postgres://db.example/actujet")["OPTIONS"]


@pytest.mark.parametrize(("value", "days"), [("0", 0), ("30", 30), ("off", None), (" OFF ", None)])
def test_days_are_a_number_or_off(value, days):
    assert days_or_off(value) == days


@pytest.mark.parametrize("value", ["-1", "two weeks", "1.5", ""])
def test_any_other_number_of_days_is_refused(value):
    with pytest.raises(ImproperlyConfigured, match="days"):
        days_or_off(value)


@pytest.mark.parametrize("url", ["mysql://db.example/actujet", "oracle://db.example/actujet"])
def test_other_databases_are_refused(url):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        database(url)


@pytest.mark.parametrize(
    ("url", "location"),
    [
        ("redis://cache.example:6379/2", "redis://cache.example:6379/2"),
        ("valkey://:secret@cache.example/0", "redis://:secret@cache.example/0"),
        ("rediss://cache.example/0", "rediss://cache.example/0"),
        ("valkeys://cache.example/0", "rediss://cache.example/0"),
    ],
)
def test_cache_server_is_one_that_may_go_away(url, location):
    config = cache(url)
    assert config["BACKEND"] == "delivery.caches.ForgivingRedisCache"
    assert config["LOCATION"] == location


def test_folder_cache_holds_more_than_a_front_page():
    config = cache("filecache:///srv/actujet/cache")
    assert config["LOCATION"] == "/srv/actujet/cache"
    assert LocMemCache("", config)._max_entries == 2000


def test_media_folder():
    assert storage("file:///srv/m%C3%A9dias")["OPTIONS"] == {"location": "/srv/médias"}
    assert media_sources("file:///srv/media") == []


def test_media_bucket():
    options = storage("s3://key:s%2Fecret@s3.example:9000/press?region=eu-1&tls=0")["OPTIONS"]
    assert options["endpoint_url"] == "http://s3.example:9000"
    assert (options["bucket_name"], options["region_name"]) == ("press", "eu-1")
    assert (options["access_key"], options["secret_key"]) == ("key", "s/ecret")


def test_pictures_may_come_from_where_the_bucket_shows_them():
    assert media_sources("s3://k:s@s3.example/press") == ["https://s3.example"]
    assert media_sources("s3://k:s@s3.example/press?domain=media.example") == [
        "https://media.example"
    ]


@pytest.mark.parametrize("url", ["", "ftp://host/folder", "s3:///bucket", "s3://key:s@host"])
def test_other_media_addresses_are_refused(url):
    with pytest.raises(ImproperlyConfigured, match="MEDIA_STORAGE_URL"):
        storage(url)


def test_cache_that_is_purged_by_address_is_named_by_an_address():
    http = frontend_cache("http://127.0.0.1:6081")["default"]
    assert http["BACKEND"].endswith("HTTPBackend") and http["LOCATION"] == "http://127.0.0.1:6081"
    zone = frontend_cache("cloudflare://to%2Fken@abc123")["default"]
    assert (zone["ZONEID"], zone["BEARER_TOKEN"]) == ("abc123", "to/ken")
    assert frontend_cache("") == {}
    with pytest.raises(ImproperlyConfigured, match="FRONTEND_CACHE_URL"):
        frontend_cache("127.0.0.1:6081")


@pytest.mark.parametrize(
    "said",
    [("X-Tags", "", 0), ("", "https://cdn.example/purge", 0), ("Cache-Tag", "", 3600)],
)
def test_cdn_that_could_not_be_purged_is_refused(said):
    with pytest.raises(ImproperlyConfigured, match="CDN_"):
        cdn_tag_header(*said)


def test_every_variable_is_explained():
    """Whatever the settings read stands in .env.example, and nothing else does.

    What is said to one command alone stands in the line that `make help` shows of it.
    """
    files = [*(ROOT / "site").rglob("*.py"), ROOT / "gunicorn.conf.py", *ROOT.glob("scripts/*.py")]
    source = "\n".join(path.read_text() for path in files)
    read = set(re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", source))
    read |= set(re.findall(r"environ\.get\(\s*\"([A-Z_]+)\"", source))
    explained = set(re.findall(r"^# ([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M))
    helps = re.findall(r"##.*", (ROOT / "Makefile").read_text())
    told = set(re.findall(r"\b[A-Z]{2,}\b", " ".join(helps)))
    assert explained <= read
    # Read by the settings of tests alone, from those who start processes.
    tests_alone = {"DJANGO_SETTINGS_MODULE", "COUNTS_FOLDER", "PYTEST_XDIST_WORKER"}
    assert read - explained - tests_alone <= told


def test_readme_tells_every_variable_and_every_demo_login():
    readme = (ROOT / "README.md").read_text()
    for line in (ROOT / ".env.example").read_text().splitlines():
        if "=" in line and line[2:].split("=")[0].isupper():
            assert f"| `{line[2:].split('=')[0]}` |" in readme
    for account in DEMO_ACCOUNTS:
        assert f"| `{account.username}` | `{account.password}` |" in readme
