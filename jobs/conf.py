"""Times after which a silent process is no longer trusted."""

from datetime import timedelta

from django.conf import settings

BEAT_EVERY = timedelta(seconds=5)
# The desk is told that the clock has stopped once it has missed a minute.
CLOCK_IS_LATE_AFTER = timedelta(seconds=60)


def lease() -> timedelta:
    """How long a process may give no sign of life before others take over what it held."""
    held: timedelta = getattr(settings, "JOBS_LEASE", timedelta(seconds=30))
    return held


def wait_for_room() -> timedelta:
    """How long a task rests that met a full disk, in half a lease: a person has to make room."""
    return lease() / 2


def beat_every() -> timedelta:
    """How often a process says that it lives: several times a lease."""
    return min(BEAT_EVERY, lease() / 4)
