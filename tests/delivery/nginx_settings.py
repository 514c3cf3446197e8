"""The tests' settings for a site behind nginx, which readers reach by https."""

from config.settings.test import *  # noqa: F403
from config.settings.test import ALLOWED_HOSTS, TASKS

ALLOWED_HOSTS = [*ALLOWED_HOSTS, "actujet.example", ".other.example"]
BASE_URL = "https://actujet.example"
CSRF_TRUSTED_ORIGINS = [BASE_URL]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
TASKS["default"]["OPTIONS"].pop("after_commit")
