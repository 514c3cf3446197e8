"""The colours of both themes: legible, each accent included."""

import re
from pathlib import Path

import pytest

from home.models.identity import Accent

CSS = (Path(__file__).parents[2] / "static/css/tokens.css").read_text()
DAY, NIGHT = CSS.split("@media (prefers-color-scheme: dark)")
BY_SYSTEM, BY_CHOICE = NIGHT.split(':root[data-theme="dark"]')
TEXT, LARGE = 4.5, 3.0  # https://www.w3.org/TR/WCAG22/#contrast-minimum


def colours(css: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in re.findall(r"--([\w-]+): (#\w+);", css):
        found.setdefault(name, value)
    return found


def luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    digits = "".join(c * 2 for c in digits) if len(digits) == 3 else digits
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


def accents(theme: str) -> dict[str, str]:
    found = dict(re.findall(rf'\[data-accent="(\w+)"\].*--accent-by-{theme}: (#\w+);', CSS))
    return found | {"brick": colours(DAY)[f"accent-by-{theme}"]}


def test_the_system_and_the_reader_ask_for_the_same_night() -> None:
    assert colours(BY_SYSTEM) == colours(BY_CHOICE)


def test_every_accent_of_the_settings_has_a_day_and_a_night() -> None:
    assert set(accents("day")) == set(accents("night")) == set(Accent.values)


@pytest.mark.parametrize(("theme", "css"), [("day", DAY), ("night", BY_CHOICE)])
def test_text_stands_out_from_what_is_behind_it(theme: str, css: str) -> None:
    named = colours(css)
    fronts = [named["ink"], named["soft"], *accents(theme).values()]
    for front in fronts:
        for behind in ("paper", "tint"):
            assert contrast(front, named[behind]) >= TEXT, (front, behind)
    for accent in accents(theme).values():
        assert contrast(accent, named["on-accent"]) >= TEXT, accent
    for accent in accents("day").values():
        assert contrast(accent, colours(DAY)["on-alert"]) >= TEXT, accent
    # The border of a field is a control's edge.
    assert contrast(named["soft"], named["paper"]) >= LARGE
