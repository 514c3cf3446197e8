"""The paper's name, for mails, error pages and whatever else belongs to no page of the site.

The name is kept by a room above, which declares with `names_the_paper` who reads it.
"""

from collections.abc import Callable
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError

KEY = "paper-name"

Reader = Callable[[], str]
_readers: list[Reader] = []


def names_the_paper(reader: Reader) -> Reader:
    """Have `paper_name` ask the decorated function."""
    _readers[:] = [reader]
    return reader


def paper_name() -> str:
    """The name today; where the database does not answer, the last one that was known."""
    (reader,) = _readers
    try:
        name = reader()
    except DatabaseError:
        return last_known_name()
    keep_name(name)
    return name


def last_known_name() -> str:
    """The same without asking the database."""
    return str(cache.get(KEY) or settings.WAGTAIL_SITE_NAME)


def keep_name(name: str) -> None:
    """Note the name for the time when the database does not answer."""
    if cache.get(KEY) != name:
        cache.set(KEY, name, None)


def sender() -> str:
    """The address that mails come from: under the paper's name, unless FROM_EMAIL gives another."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    if name and name != settings.WAGTAIL_SITE_NAME:
        return settings.DEFAULT_FROM_EMAIL
    return formataddr((paper_name(), address))
