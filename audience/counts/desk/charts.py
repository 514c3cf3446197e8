"""A chart of bars, drawn on the server as an image that screen readers can name.

It has no text but its name, its description and the tip of each bar: text in it would shrink with
it on a phone. What stands beside it, the greatest value and the first and last day, is HTML; a
table says the same in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe

# In units of the image, which is as wide as its place; its height is that of its place as well.
STEP = 10.0
HEIGHT = 100.0
# Between two bars, unless they are so many that nothing would be left of them.
GAP = 2.0
# A day with little is not a day with nothing.
LEAST = 0.75


@dataclass(frozen=True)
class Bar:
    """A bar of two parts, one on the other. said: what its tip says."""

    lower: int
    upper: int
    said: str

    @property
    def value(self) -> int:
        return self.lower + self.upper


def bar_chart(bars: Sequence[Bar], name: str, title: str, description: str) -> SafeString:
    """Return the image as SVG.

    name: begins the `id` of its parts, so that a page may hold several. title, description: what
    screen readers say (https://www.w3.org/TR/svg-aam-1.0/#mapping_additional_nd).
    """
    greatest = max((bar.value for bar in bars), default=0)
    drawn = "".join(_bar(place, bar, greatest) for place, bar in enumerate(bars))
    lines = "".join(
        f'<line class="actujet-chart__line" x1="0" x2="{_number(len(bars) * STEP)}"'
        f' y1="{_number(HEIGHT * part)}" y2="{_number(HEIGHT * part)}"/>'
        for part in (0, 0.5, 1)
    )
    return mark_safe(  # noqa: S308 (numbers, and texts that are escaped)
        f'<svg class="actujet-chart" role="img" aria-labelledby="{escape(name)}-title"'
        f' aria-describedby="{escape(name)}-description"'
        f' viewBox="0 0 {_number(max(len(bars), 1) * STEP)} {_number(HEIGHT)}"'
        ' preserveAspectRatio="none" focusable="false">'
        f'<title id="{escape(name)}-title">{escape(title)}</title>'
        f'<desc id="{escape(name)}-description">{escape(description)}</desc>'
        f"{lines}{drawn}</svg>"
    )


def _bar(place: int, bar: Bar, greatest: int) -> str:
    """One group, so that its tip is shown wherever the pointer is above that day."""
    left = place * STEP
    whole = _height(bar.value, greatest)
    lower = min(_height(bar.lower, greatest), whole)
    return (
        f"<g><title>{escape(bar.said)}</title>"
        f'<rect class="actujet-chart__day" x="{_number(left)}" y="0"'
        f' width="{_number(STEP)}" height="{_number(HEIGHT)}"/>'
        f"{_part('lower', left, HEIGHT - lower, lower)}"
        f"{_part('upper', left, HEIGHT - whole, whole - lower)}</g>"
    )


def _part(kind: str, left: float, top: float, height: float) -> str:
    if not height:
        return ""
    return (
        f'<rect class="actujet-chart__{kind}" x="{_number(left + GAP / 2)}" y="{_number(top)}"'
        f' width="{_number(STEP - GAP)}" height="{_number(height)}"/>'
    )


def _height(value: int, greatest: int) -> float:
    return max(HEIGHT * value / greatest, LEAST) if value else 0.0


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
