"""A card for shared links: the title of an article on the newsroom's colours."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, features

from news.languages import is_right_to_left
from news.typed_text import RIGHT_TO_LEFT

WIDTH, HEIGHT = 1200, 630  # https://ogp.me, and what X and Facebook show in full
MARGIN = 72
SERIF = Path(__file__).parent / "fonts" / "DejaVuSerif-Bold.ttf"
# With Arabic, N'Ko and Tifinagh, which the one above has not.
SANS = SERIF.with_name("DejaVuSans-Bold.ttf")
# Joins the letters of Arabic and N'Ko, and sets them from right to left:
# https://pillow.readthedocs.io/en/stable/installation/building-from-source.html
JOINS_LETTERS = features.check_feature("raqm")
PAPER, INK, SOFT = "#fdfbf7", "#1c1814", "#5d554b"
# The accents by day of static/css/tokens.css.
ACCENTS = {
    "brick": "#9f2b14",
    "river": "#0f5478",
    "leaf": "#23602e",
    "ochre": "#7a5006",
    "plum": "#7c2860",
    "indigo": "#3d3a99",
    "ink": "#1c1814",
}
TITLE_SIZES = (68, 60, 52, 46, 40)
MOST_LINES = 5


@dataclass(frozen=True)
class Card:
    title: str
    kicker: str
    paper: str
    accent: str

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(repr(self).encode()).hexdigest()


def draw(card: Card) -> bytes:
    """The card as a PNG file of sixteen colours, some fifteen kilobytes."""
    if not lettering(card.title):
        card = Card(card.paper, "", "", card.accent)
    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(picture)
    accent = ACCENTS.get(card.accent, ACCENTS["brick"])
    is_mirrored = is_right_to_left(card.title)

    def write(
        text: str, font: ImageFont.FreeTypeFont, top: int, fill: str, runs_left: bool
    ) -> None:
        direction = ("rtl" if runs_left else "ltr") if JOINS_LETTERS else None
        place, anchor = (WIDTH - MARGIN, "ra") if is_mirrored else (MARGIN, "la")
        pen.text((place, top), text, fill, font, anchor, direction=direction)

    pen.rectangle((0, 0, WIDTH, 14), fill=accent)
    # The double rule of the nameplate.
    pen.rectangle((MARGIN, 528, WIDTH - MARGIN, 530), fill=INK)
    pen.rectangle((MARGIN, 534, WIDTH - MARGIN, 535), fill=INK)
    for text, size, top, fill in ((card.kicker, 34, 76, accent), (card.paper, 36, 552, SOFT)):
        if drawn := lettering(text):
            words, path = drawn
            write(words, ImageFont.truetype(path, size), top, fill, is_right_to_left(words))
    font, lines = fitted(card.title)
    step = round(font.size * (1.16 if font.path == str(SERIF) else 1.3))
    for number, line in enumerate(lines):
        write(line, font, 138 + number * step, INK, is_mirrored)
    file = BytesIO()
    picture.quantize(16).save(file, "PNG", optimize=True)
    return file.getvalue()


def lettering(text: str) -> tuple[str, Path] | None:
    """`text` as it can be drawn, and the font for it; None if that would be boxes or broken words.

    Signs that are no letters and in no font, such as emoji, are left out.
    """
    if RIGHT_TO_LEFT.search(text) and not JOINS_LETTERS:
        return None
    for path in (SERIF, SANS):
        if all(_is_in(path, sign) for sign in text if sign.isalnum()):
            kept = "".join(sign for sign in text if _is_in(path, sign))
            return (re.sub(" +", " ", kept).strip(" "), path) if kept.strip() else None
    return None


@cache
def _is_in(path: Path, sign: str) -> bool:
    """Whether a font has a letter or sign: it draws all that it lacks alike."""
    if sign.isspace() or unicodedata.category(sign) == "Cf":
        return True
    font = ImageFont.truetype(path, 24)
    return bytes(font.getmask(sign)) != bytes(font.getmask("\uffff"))


def fitted(title: str) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """The largest type in which `title` fits, and its lines; cut short if it fits in none."""
    title, path = lettering(title) or ("", SERIF)
    for size in TITLE_SIZES:
        font = ImageFont.truetype(path, size)
        lines = _lines(title, font)
        if len(lines) <= MOST_LINES - (size > 60):
            return font, lines
    return font, [*lines[: MOST_LINES - 1], f"{lines[MOST_LINES - 1]} …"]


def _lines(title: str, font: ImageFont.FreeTypeFont) -> list[str]:
    lines: list[str] = []
    # Where a no-break space stands, no line ends.
    for word in title.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= WIDTH - 2 * MARGIN:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
