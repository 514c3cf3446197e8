"""Those of the tests' processes, with a mail server that kills on demand."""

from tests.jobs.settings import *  # noqa: F403

EMAIL_BACKEND = "tests.editorial.notices.faults.DeadlyBackend"
