"""What the site's health report says of the clock and the queue."""

from datetime import timedelta

from django.utils.translation import gettext as _

from jobs import health

QUEUE_IS_LATE_AFTER = timedelta(minutes=5)


def clock() -> str | None:
    age = health.clock_age()
    if age is None:
        return _("No clock is running: nothing is published.")
    if health.clock_is_late():
        return _("The clock stopped %(seconds)d seconds ago: nothing is published.") % {
            "seconds": age.total_seconds()
        }
    return None


def queue() -> str | None:
    waiting = health.oldest_waiting()
    if waiting and waiting > QUEUE_IS_LATE_AFTER:
        return _("The oldest task of the queue has waited for %(minutes)d minutes.") % {
            "minutes": waiting.total_seconds() // 60
        }
    return None
