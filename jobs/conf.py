"""Times after which a silent process is no longer trusted."""

from datetime import timedelta

from django.conf import settings

BEAT_EVERY = timedelta(seconds=5)
# A notice goes to the desk once the clock has missed a minute.
CLOCK_IS_LATE_AFTER = timedelta(seconds=60)


def lease() -> timedelta:
    """Return how long a process may be silent before others take over what it held."""
    held: timedelta = getattr(settings, "JOBS_LEASE", timedelta(seconds=30))
    return held


def wait_for_room() -> timedelta:
    """Return how long a task waits after a full disk: half a lease, as a person must make room."""
    return lease() / 2


def beat_every() -> timedelta:
    """Return how often a process gives a sign of life: several times a lease."""
    return min(BEAT_EVERY, lease() / 4)
