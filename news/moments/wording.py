"""Moments in words: day, hour, time zone, distance from now."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from news.moments.dates import long_day


def format_relative(moment: datetime, now: datetime | None = None) -> str:
    """« jeudi 4 juin 2026 à 17 h 00, heure de Bamako, dans 2 h 10 », in the reader's time zone."""
    return _("%(day)s at %(hour)s, %(zone)s, %(distance)s") % {
        "day": long_day(moment),
        "hour": hour(moment),
        "zone": zone_name(),
        "distance": distance(moment, now),
    }


def format_moment(moment: datetime) -> str:
    """« jeudi 4 juin 2026 à 17 h 00, heure de Bamako », for who reads it later, as in mail."""
    return _("%(day)s at %(hour)s, %(zone)s") % {
        "day": long_day(moment),
        "hour": hour(moment),
        "zone": zone_name(),
    }


def short(moment: datetime, now: datetime | None = None) -> str:
    """« lundi 30 novembre à 8 h », « 8 h 30 » if it is not the full hour, the year if another."""
    local, today = timezone.localtime(moment), timezone.localtime(now or timezone.now())
    styles = {
        (True, False): pgettext("date format of this year", "l j F"),
        (True, True): pgettext("date format of this year, first day of the month", "l j F"),
        (False, False): pgettext("date format", "l j F Y"),
        (False, True): pgettext("date format, first day of the month", "l j F Y"),
    }
    full_hour = pgettext("time format of a full hour", "H:i")
    return _("%(day)s at %(hour)s") % {
        "day": date_format(local, styles[local.year == today.year, local.day == 1]),
        "hour": hour(moment) if local.minute else date_format(local, full_hour),
    }


def format_relative_day(day: date, today: date | None = None) -> str:
    """« lundi 30 novembre 2026, demain », « mardi 1er décembre 2026, dans 2 jours »."""
    days = (day - (today or timezone.localdate())).days
    near = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}
    away = near.get(days)
    if away is None:
        pattern = _("in %(span)s") if days > 0 else _("%(span)s ago")
        count = ngettext("%(count)d day", "%(count)d days", abs(days)) % {"count": abs(days)}
        away = pattern % {"span": count}
    return f"{long_day(day)}, {away}"


def hour_of(value: time) -> str:
    """« 18 h 30 »."""
    return time_format(value, pgettext("time format", "H:i"))


def hour(moment: datetime) -> str:
    """« 17 h 00 »."""
    return date_format(timezone.localtime(moment), pgettext("time format", "H:i"))


def zone_name() -> str:
    """« heure de Bamako »: the city that names the time zone in force."""
    zone = timezone.get_current_timezone_name()
    if "/" not in zone:
        return _("%(zone)s time") % {"zone": zone}
    city = zone.rpartition("/")[2].replace("_", " ")
    return _("%(city)s time") % {"city": city}


def distance(moment: datetime, now: datetime | None = None) -> str:
    """Return the distance of `moment` from `now`: « dans 2 h 10 », « il y a 3 minutes »."""
    ahead = moment - (now or timezone.now())
    if abs(ahead) < timedelta(minutes=1):
        return _("in less than a minute") if ahead > timedelta(0) else _("just now")
    pattern = _("in %(span)s") if ahead > timedelta(0) else _("%(span)s ago")
    return pattern % {"span": _span(abs(ahead))}


def _span(span: timedelta) -> str:
    """To the minute below a day, to the hour below a week."""
    minutes = int(span.total_seconds() // 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days >= 7:
        return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
    if days:
        count_of_days = ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
        return f"{count_of_days} {hours} h" if hours else count_of_days
    if hours:
        return _("%(hours)d h %(minutes)02d") % {"hours": hours, "minutes": minutes}
    return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
