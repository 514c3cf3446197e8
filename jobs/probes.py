"""Health probes of the clock and the queue."""

from django.utils.translation import gettext as _

from jobs import count_files, health


def clock() -> str | None:
    if not health.clock_is_late():
        return None
    return health.clock_sentence()


def queue() -> str | None:
    waiting = health.oldest_waiting()
    if waiting is None or waiting < health.LONGEST_WAIT:
        return None
    return _("The oldest task in the queue has waited for %(minutes)d minutes.") % {
        "minutes": waiting.total_seconds() // 60
    }


def mail() -> str | None:
    failing = health.mails_failing()
    if not failing:
        return None
    return _("The mail server takes no mail; waiting: %(count)d.") % {"count": failing}


def counts() -> str | None:
    waiting = count_files.oldest_waiting()
    if waiting is None or waiting < health.LONGEST_WAIT:
        return None
    return _("What readers did has not been added up for %(minutes)d minutes on this machine.") % {
        "minutes": waiting.total_seconds() // 60
    }
