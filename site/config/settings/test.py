"""Fast and closed: nothing is kept, nothing leaves the process."""

import atexit
import os
import re
import shutil
import tempfile
from pathlib import Path

from config.env import cache, database, env, storage
from config.settings.base import *  # noqa: F403
from config.settings.base import STORAGES, TASKS

SECRET_KEY = "test-only"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Each test empties the cache first: those that run beside each other have a database each.
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
_cache_url = env.str("CACHE_URL", default="locmemcache://")
CACHES = {"default": cache(re.sub("/0$", f"/{WORKER}", _cache_url))}
SCRATCH = tempfile.mkdtemp(prefix="actujet-test-")
atexit.register(shutil.rmtree, SCRATCH, ignore_errors=True)
STATIC_ROOT = Path(SCRATCH, "static")
STATIC_ROOT.mkdir()
STORAGES = STORAGES | {
    "default": storage(env.str("MEDIA_STORAGE_URL", default=f"file://{SCRATCH}/media")),
    # Tests render pages without a collected manifest.
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Most tests see what they saved from inside one transaction, which is never committed.
TASKS["default"]["OPTIONS"]["after_commit"] = False
_database = database(env.str("DATABASE_URL", default=f"sqlite:///{SCRATCH}/unused.sqlite3"))
if _database["ENGINE"].endswith("sqlite3"):
    # A file rather than memory: the tests of the clock and the worker start real processes on it.
    _database["TEST"] = {"NAME": f"{SCRATCH}/test.sqlite3"}
DATABASES = {"default": _database}
# However small the disk is that the tests run on.
DISK_LOW_MB = DISK_LOW_FILES = 0
# Tests sign in with a password alone, unless the second factor is what they look at.
SECOND_FACTOR_GRACE_DAYS = None
COUNTS_FOLDER = Path(env.str("COUNTS_FOLDER", default=f"{SCRATCH}/counts"))
EXAMS_FOLDER = Path(f"{SCRATCH}/results")
EXAM_LISTS_FOLDER = Path(f"{SCRATCH}/exam-lists")
# No page is made behind a test's back.
PAGE_LAG = 0
