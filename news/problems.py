"""The parts of a loaded page or snippet that could not be read, in words for its writers."""

from collections.abc import Iterator

from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from news.fields import BodyField, RichField
from news.html_repair import RepairedHtml
from news.unreadable import problems_of


def problems_of_content(holder: Model) -> list[str]:
    """One sentence for each thing that is wrong, in the order of the fields."""
    return list(dict.fromkeys(_problems(holder)))


def _problems(holder: Model) -> Iterator[str]:
    for label in getattr(holder, "unread_parts", ()):
        yield _("“%(field)s” could not be read.") % {"field": label}
    for field in holder._meta.concrete_fields:
        value = holder.__dict__.get(field.attname)
        if isinstance(field, BodyField) and value is not None:
            yield from (problem.message for problem in problems_of(value))
        elif isinstance(field, RichField) and isinstance(value, RepairedHtml):
            message = _("Part of the text in “%(field)s” could not be read.")
            yield message % {"field": capfirst(str(field.verbose_name))}
