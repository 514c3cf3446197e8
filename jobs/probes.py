"""What `/readyz` asks of the clock and the queue: a sentence on what is wrong, or nothing."""

from datetime import timedelta

from django.utils.translation import gettext as _

from jobs import health

# Mail that has waited this long is mail that nobody is sending.
LONGEST_WAIT = timedelta(minutes=5)


def clock() -> str | None:
    if not health.clock_is_late():
        return None
    return health.clock_sentence()


def queue() -> str | None:
    waiting = health.oldest_waiting()
    if waiting is None or waiting < LONGEST_WAIT:
        return None
    return _("The oldest task in the queue has waited for %(minutes)d minutes.") % {
        "minutes": waiting.total_seconds() // 60
    }
