"""The tests' settings for the processes they start: a short lease, and faults on demand."""

from datetime import timedelta

from config.settings.test import *  # noqa: F403
from config.settings.test import INSTALLED_APPS, TASKS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.jobs.faults.apps.FaultsConfig"]
EMAIL_BACKEND = "tests.jobs.faults.mail.DeadlyBackend"
JOBS_LEASE = timedelta(seconds=2)
# What these processes save is committed, as in production.
TASKS["default"]["OPTIONS"].pop("after_commit")
