"""Template filters for the figures of the desk."""

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext

register = template.Library()


@register.filter
def figure(value: float | None, unit: str = "") -> str:
    """A number as people read it; unit: `percent`, `seconds` or none. Without one: a dash."""
    if value is None:
        return "–"
    if unit == "seconds":
        return duration(round(value))
    number = str(number_format(round(value), force_grouping=True))
    return gettext("%(number)s%%") % {"number": number} if unit == "percent" else number


def duration(seconds: int) -> str:
    """Minutes and seconds, such as “2 min 05 s”."""
    minutes, rest = divmod(seconds, 60)
    return f"{minutes} min {rest:02} s" if minutes else f"{rest} s"


@register.filter
def signed(value: int) -> str:
    """A change with its sign; a minus as wide as a plus."""
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return sign + figure(abs(value), "percent")
