"""A card for shared links: the title of an article on the newsroom's colours."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1200, 630  # https://ogp.me, and what X and Facebook show in full
MARGIN = 72
FONT = Path(__file__).parent / "fonts" / "DejaVuSerif-Bold.ttf"
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
    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(picture)
    accent = ACCENTS.get(card.accent, ACCENTS["brick"])
    pen.rectangle((0, 0, WIDTH, 14), fill=accent)
    if card.kicker:
        pen.text((MARGIN, 76), card.kicker, font=_font(34), fill=accent)
    font, lines = fitted(card.title)
    step = round(font.size * 1.16)
    for number, line in enumerate(lines):
        pen.text((MARGIN, 138 + number * step), line, font=font, fill=INK)
    # The double rule of the nameplate.
    pen.rectangle((MARGIN, 528, WIDTH - MARGIN, 530), fill=INK)
    pen.rectangle((MARGIN, 534, WIDTH - MARGIN, 535), fill=INK)
    pen.text((MARGIN, 552), card.paper, font=_font(36), fill=SOFT)
    file = BytesIO()
    picture.quantize(16).save(file, "PNG", optimize=True)
    return file.getvalue()


def fitted(title: str) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """The largest type in which `title` fits, and its lines; cut short if it fits in none."""
    for size in TITLE_SIZES:
        font = _font(size)
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


def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT, size)
