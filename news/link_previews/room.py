"""How much of a text fits the lines that a network gives it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

# In thousandths of the type's size, of the sans serif that these sites are set in (Helvetica, and
# Arial which is as wide); bold type is a little wider.
WIDTHS = {
    191: "'",
    222: "ijl’‘",
    260: "|",
    278: " !,./:;I[\\]ft\u00a0\u202f",
    333: "()-`r“”{}",
    370: '"*^',
    500: "Jckvxyszŋ",
    556: "L#$0123456789?_abdeghnopqu«»–€",
    584: "+<=>~",
    611: "FTZ",
    667: "&ABEKPSVXY",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm",
    889: "%",
    944: "Wœæ",
    1000: "@—…Œ",
}
WIDTH_OF = {letter: width for width, letters in WIDTHS.items() for letter in letters}
USUAL = 556
BOLD = 1.06
ELLIPSIS = "…"


@dataclass(frozen=True)
class Cut:
    """A text as it is shown: `kept`, and what is left out behind it."""

    kept: str
    lost: str

    @property
    def shown(self) -> str:
        return f"{self.kept} {ELLIPSIS}" if self.lost else self.kept


@dataclass(frozen=True)
class Room:
    """`lines` of `width` pixels, in type of `size` pixels."""

    size: int
    width: int
    lines: int = 1
    is_bold: bool = False

    def cut(self, text: str) -> Cut:
        """`text` cut after the last word that fits, with room for the ellipsis."""
        words = text.split(" ")
        if self._fitting(words, "") == len(words):
            return Cut(text, "")
        # A first word that is longer than the line is cut by the browser.
        count = max(self._fitting(words, f" {ELLIPSIS}"), 1)
        return Cut(" ".join(words[:count]).rstrip(" ,;:.–—-"), " ".join(words[count:]))

    def _fitting(self, words: list[str], end: str) -> int:
        """The number of words that fit if the last line ends with `end`."""
        line, filled = "", 1
        for number, word in enumerate(words):
            longer = f"{line} {word}" if line else word
            room = self.width - (self.length(end) if filled == self.lines else 0)
            if line and self.length(longer) > room:
                if filled == self.lines:
                    return number
                filled, line = filled + 1, word
            else:
                line = longer
        return len(words)

    def length(self, text: str) -> float:
        """How long `text` is on one line, in pixels, give or take some."""
        letters = unicodedata.normalize("NFD", text)
        plain = (letter for letter in letters if not unicodedata.combining(letter))
        width = sum(WIDTH_OF.get(letter, USUAL) for letter in plain)
        return width * self.size / 1000 * (BOLD if self.is_bold else 1)
