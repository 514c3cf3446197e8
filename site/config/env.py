"""The one place that reads the environment. `.env.example` says what each variable means."""

import os
import re
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import environ

ROOT = Path(__file__).resolve().parents[2]

env = environ.Env()
# Tests look at their own environment only, never at what this machine's site is set to.
if os.environ.get("DJANGO_SETTINGS_MODULE") != "config.settings.test":
    environ.Env.read_env(ROOT / ".env")

# What this machine keeps: database, media, secret key, cache, mail.
VAR = Path(env.str("DATA_DIR", default=str(ROOT / "var"))).resolve()

ENVIRONMENT = env.str("ACTUJET_ENV", default="embedded")
if ENVIRONMENT not in ("embedded", "production", "test"):
    raise environ.ImproperlyConfigured("ACTUJET_ENV is embedded, production or test.")

# Of its pages each connection keeps 2 MB, and each thread has a connection: the system keeps the
# whole file for all of them at once, at the cost of a copy.
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
    "PRAGMA foreign_keys=ON; PRAGMA cache_size=-2000;"
)
# No statement of a page takes half a minute: one that does is ended rather than piled up on. A
# migration or a move may take as long as it takes.
UNLIMITED = ("migrate", "move_database")
POSTGRES_LIMITS = (
    "-c statement_timeout=30s -c lock_timeout=10s -c idle_in_transaction_session_timeout=60s"
)


def database(url: str) -> dict[str, Any]:
    """Connection settings for a database address, tuned for its engine.

    SQLite runs in WAL with IMMEDIATE transactions, so that readers never wait for a writer and two
    writers queue (for up to 20 s) rather than fail. PostgreSQL keeps its connections and checks
    them, so that a restart of the server costs no reader an error page; `?options=…` in the address
    replaces its limits. Raises ImproperlyConfigured for any other engine.
    """
    config: dict[str, Any] = env.db_url_config(url)
    if config["ENGINE"] == "django.db.backends.sqlite3":
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": SQLITE_PRAGMAS,
        }
        # Each thread keeps its connection, but none for so long that a read which was left open by
        # mistake would hold an old state of the database for long.
        return config | {"CONN_MAX_AGE": 60}
    if config["ENGINE"] != "django.db.backends.postgresql":
        raise environ.ImproperlyConfigured(
            "DATABASE_URL: sqlite:////folder/file or postgres://user:password@host/database"
        )
    # The folder of a Unix socket stands in an address as libpq has it, %2F for /.
    config["HOST"] = unquote(config["HOST"])
    options = config.setdefault("OPTIONS", {})
    if not set(UNLIMITED) & set(sys.argv[1:2]):
        options.setdefault("options", POSTGRES_LIMITS)
    return config | {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}


def cache(url: str) -> dict[str, Any]:
    """Settings of the cache at an address: a folder, or a Valkey or Redis server.

    A lost server or a full disk costs speed, not pages: `delivery.caches` takes errors for misses.
    """
    if url.startswith(("valkey", "redis")):
        scheme, _, rest = url.partition("://")
        config: dict[str, Any] = env.cache_url_config(
            ("rediss" if scheme in ("valkeys", "rediss") else "redis") + f"://{rest}"
        )
        return config | {"BACKEND": "delivery.caches.ForgivingRedisCache"}
    config = env.cache_url_config(url)
    if config["BACKEND"].endswith("FileBasedCache"):
        config["BACKEND"] = "delivery.caches.ForgivingFileCache"
    # Django's folder and memory caches throw entries out from 300 on.
    config.setdefault("OPTIONS", {}).setdefault("MAX_ENTRIES", 2000)
    return config


def storage(url: str) -> dict[str, Any]:
    """Storage settings for a media address.

    `file:///srv/media` is a folder; `s3://key:secret@host:port/bucket?region=…&tls=0&domain=…` an
    S3-compatible bucket, shown to readers under `domain` where one is named. Raises
    ImproperlyConfigured on any other scheme.
    """
    parts = urlsplit(url)
    if parts.scheme == "file":
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": unquote(parts.path)},
        }
    if parts.scheme != "s3" or not parts.hostname or not parts.path.strip("/"):
        raise environ.ImproperlyConfigured(
            "MEDIA_STORAGE_URL: file:///folder or s3://key:secret@host/bucket"
        )
    query = parse_qs(parts.query)
    return {
        "BACKEND": "delivery.buckets.NewsroomBucket",
        "OPTIONS": {
            "access_key": unquote(parts.username or "") or None,
            "secret_key": unquote(parts.password or "") or None,
            "bucket_name": parts.path.strip("/"),
            "endpoint_url": _endpoint(url),
            "region_name": query.get("region", [None])[0],
            "custom_domain": query.get("domain", [None])[0],
            "querystring_auth": False,
            "file_overwrite": False,
        },
    }


def cdn_tag_header(header: str, purge_url: str, max_age: int) -> str:
    """The header in which a CDN reads tags, or "".

    Raises ImproperlyConfigured for one that none reads, and where a CDN is to keep pages for long
    that nobody would purge.
    """
    if header not in ("", "Surrogate-Key", "Cache-Tag"):
        raise environ.ImproperlyConfigured("CDN_TAG_HEADER is Surrogate-Key or Cache-Tag.")
    if purge_url and not header:
        raise environ.ImproperlyConfigured("CDN_PURGE_URL needs CDN_TAG_HEADER.")
    if max_age and not purge_url:
        raise environ.ImproperlyConfigured("CDN_MAX_AGE needs CDN_PURGE_URL: nobody would purge.")
    return header


def frontend_cache(url: str) -> dict[str, dict[str, Any]]:
    """Wagtail's settings of a cache that is purged by address.

    `http://127.0.0.1:6081` takes PURGE requests, as Varnish does; `cloudflare://token@zone` is
    Cloudflare. Raises ImproperlyConfigured on any other scheme.
    """
    if not url:
        return {}
    backends = "wagtail.contrib.frontend_cache.backends"
    parts = urlsplit(url)
    if parts.scheme in ("http", "https") and parts.hostname:
        return {"default": {"BACKEND": f"{backends}.HTTPBackend", "LOCATION": url}}
    if parts.scheme == "cloudflare" and parts.hostname and parts.username:
        keys = {"ZONEID": parts.hostname, "BEARER_TOKEN": unquote(parts.username)}
        return {"default": {"BACKEND": f"{backends}.CloudflareBackend", **keys}}
    raise environ.ImproperlyConfigured(
        "FRONTEND_CACHE_URL: http://host:port or cloudflare://token@zone"
    )


def days_or_off(value: str) -> int | None:
    """A number of days, 0 or more, or None for "off". Raises ImproperlyConfigured otherwise."""
    value = value.strip().lower()
    if value == "off":
        return None
    if not value.isdecimal():
        raise environ.ImproperlyConfigured(f"“{value}” is neither a number of days nor off.")
    return int(value)


def location(value: str) -> str:
    """A location of nginx, such as /inside/, or "". Raises ImproperlyConfigured otherwise."""
    if value and not re.fullmatch(r"/[a-z0-9_/-]+/", value, re.IGNORECASE):
        raise environ.ImproperlyConfigured(f"ACCEL_LOCATION: “{value}” is no /location/ of nginx.")
    return value


def media_sources(url: str) -> list[str]:
    """The origins beside our own that pictures of a media address come from, for the CSP."""
    parts = urlsplit(url)
    if parts.scheme != "s3":
        return []
    domain = parse_qs(parts.query).get("domain", [None])[0]
    return [f"https://{domain}" if domain else _endpoint(url)]


def _endpoint(url: str) -> str:
    parts = urlsplit(url)
    scheme = "http" if parse_qs(parts.query).get("tls") == ["0"] else "https"
    return f"{scheme}://{parts.hostname}" + (f":{parts.port}" if parts.port else "")
