"""Fast and closed: nothing is kept, nothing leaves the process."""

import tempfile

from config.env import database, env
from config.settings.base import *  # noqa: F403
from config.settings.base import STORAGES

SECRET_KEY = "test-only"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
MEDIA_ROOT = tempfile.mkdtemp(prefix="actujet-media-")
STORAGES = STORAGES | {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": MEDIA_ROOT},
    },
    # Tests render pages without a collected manifest.
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATABASES = {
    "default": {
        **database(env.str("DATABASE_URL", default=f"sqlite:///{MEDIA_ROOT}/unused.sqlite3")),
    }
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file rather than memory: the tests of the clock and the worker start real processes on it.
    DATABASES["default"]["TEST"] = {"NAME": f"{MEDIA_ROOT}/test.sqlite3"}
