"""The one place that reads the environment. `.env.example` says what each variable means."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import environ

ROOT = Path(__file__).resolve().parents[2]

env = environ.Env()
environ.Env.read_env(ROOT / ".env")

# What this machine keeps: database, media, secret key, cache, mail.
VAR = Path(env.str("DATA_DIR", default=str(ROOT / "var")))


def database(url: str, replica: bool = False) -> dict[str, Any]:
    """Connection settings for a database address, tuned for its engine.

    SQLite runs in WAL with IMMEDIATE transactions, so that readers never wait for a writer and two
    writers queue (for up to 20 s) rather than fail. PostgreSQL keeps its connections and checks
    them, so that a restart of the server costs no reader an error page.
    """
    config: dict[str, Any] = env.db_url_config(url)
    if config["ENGINE"] == "django.db.backends.sqlite3":
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
            "PRAGMA foreign_keys=ON; PRAGMA cache_size=-32000;",
        }
    else:
        config |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
    return config


def storage(url: str) -> dict[str, Any]:
    """Storage settings for a media address.

    `file:///srv/media` is a folder; `s3://key:secret@host:port/bucket?region=…&tls=0` an
    S3-compatible bucket. Raises ImproperlyConfigured on any other scheme.
    """
    parts = urlsplit(url)
    if parts.scheme == "file":
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": unquote(parts.path)},
        }
    if parts.scheme != "s3" or not parts.hostname:
        raise environ.ImproperlyConfigured(
            "MEDIA_STORAGE_URL: file:///folder or s3://key:secret@host/bucket"
        )
    query = parse_qs(parts.query)
    scheme = "http" if query.get("tls") == ["0"] else "https"
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "access_key": unquote(parts.username or ""),
            "secret_key": unquote(parts.password or ""),
            "bucket_name": parts.path.strip("/"),
            "endpoint_url": f"{scheme}://{parts.hostname}"
            + (f":{parts.port}" if parts.port else ""),
            "region_name": query.get("region", [None])[0],
            "custom_domain": query.get("domain", [None])[0],
            "querystring_auth": False,
            "file_overwrite": False,
            "object_parameters": {"CacheControl": "public, max-age=31536000, immutable"},
        },
    }
