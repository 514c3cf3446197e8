"""What callers of the JSON interface may ask for, read strictly: a wrong value is said, not
guessed.
"""

import re
from collections.abc import Collection
from datetime import datetime
from typing import NoReturn

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext
from wagtail.api.v2.utils import BadRequestError

NUMBER = re.compile(r"\d{1,9}", re.ASCII)
# Years that every time zone can be reckoned in.
YEARS = range(2, 9000)
LONGEST_ECHO = 60


def refuse(name: str, value: str, expected: str) -> NoReturn:
    """Raise BadRequestError: `name` has `value`, where `expected` says what it can be."""
    said = {"name": name, "value": _short(value), "expected": expected}
    raise BadRequestError(gettext("%(name)s=%(value)s: %(expected)s") % said)


def check(query: QueryDict, known: Collection[str]) -> None:
    """Refuse a parameter that is not `known`, that is given twice, or that holds a NUL byte."""
    for name, values in query.lists():
        if name not in known:
            allowed = ", ".join(sorted(known)) or gettext("none")
            said = {"name": _short(name), "known": allowed}
            raise BadRequestError(
                gettext("Unknown parameter: %(name)s. This address takes: %(known)s.") % said
            )
        if len(values) > 1:
            refuse(name, values[1], gettext("this parameter was given twice"))
        if "\0" in values[0]:
            refuse(name, values[0], gettext("not a text"))


def number(query: QueryDict, name: str, *, default: int, least: int, most: int) -> int:
    """Return the whole number `name`, from `least` to `most`."""
    text = query.get(name, str(default))
    if NUMBER.fullmatch(text) and least <= int(text) <= most:
        return int(text)
    expected = gettext("a whole number from %(least)s to %(most)s is expected")
    refuse(name, text, expected % {"least": least, "most": most})


def moment(query: QueryDict, name: str) -> datetime | None:
    """Return the moment `name`, a date or a time in ISO 8601; None if it is not given.

    A date is its midnight. What has no zone is in the site's.
    """
    text = query.get(name)
    if text is None:
        return None
    try:
        # Sent as it is, the plus sign of a zone comes as a space.
        read = parse_datetime(text.replace(" ", "+") if "T" in text else text)
        if read is None and (day := parse_date(text)):
            read = datetime.combine(day, datetime.min.time())
    except ValueError:
        read = None
    if read is None or read.year not in YEARS:
        refuse(name, text, gettext("a date such as 2026-11-30 or 2026-11-30T08:00:00Z is expected"))
    return timezone.make_aware(read) if timezone.is_naive(read) else read


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_ECHO else f"{text[:LONGEST_ECHO]}…"
