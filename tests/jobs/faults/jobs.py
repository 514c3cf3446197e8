"""Periodic work of the tests."""

import time
from datetime import timedelta

from jobs.periodic import Tick, periodic
from tests.jobs.faults.folder import is_asked, note


@periodic(every=timedelta(hours=1), name="faults.hourly")
def hourly(tick: Tick) -> None:
    note("hourly", tick.now)
    if is_asked("hourly-raises"):
        raise RuntimeError("The hour is not good")
    while is_asked("hourly-hangs"):
        time.sleep(0.05)
