"""A4 documents as PDF, for the pieces that an article links to.

The font that Pillow carries has no accents, so the text is set in Helvetica, which every
PDF reader has (ISO 32000-1, 9.6.2.2). It stays text: small, selectable, read aloud.
"""

import unicodedata
from dataclasses import dataclass, field

WIDTH, HEIGHT, MARGIN = 595.0, 842.0, 72.0
REGULAR, BOLD = "F1", "F2"
# Advance widths of ASCII 32 to 126, in thousandths of the size (Helvetica.afm).
_WIDTHS = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip
_WIDER = {"’": 222, "‘": 222, "“": 333, "”": 333, "—": 1000, "…": 1000, "œ": 944, "Œ": 1000,
          "æ": 889, "Æ": 1000, "°": 400, "\xa0": 278}  # fmt: skip
# Helvetica lacks four letters of Bambara: these are their spellings before 1982.
_BAMBARA = str.maketrans(
    {"ɛ": "è", "Ɛ": "È", "ɔ": "ò", "Ɔ": "Ò", "ɲ": "ny", "Ɲ": "Ny", "ŋ": "ng", "Ŋ": "Ng",
     "\u202f": "\xa0", "\u2011": "-"}
)  # fmt: skip
_BOLD_WIDENS = 1.08


def document_pdf(title: str, text: str) -> bytes:
    """Return an A4 PDF of as many pages as `text` needs, the same for the same arguments.

    Blank lines part the paragraphs of `text`; a paragraph that starts with "# " is a heading.
    The title is also the document's title. Letters that Windows-1252 lacks become "?".
    """
    setter = _Setter()
    setter.lines(title, BOLD, 22, 27)
    setter.rule(60, 2)
    for paragraph in text.strip().split("\n\n"):
        words = " ".join(part for part in paragraph.split(" ") if part).replace("\n", " ")
        if words.startswith("# "):
            setter.heading(words[2:])
        elif words:
            setter.lines(words, REGULAR, 11, 16.5)
            setter.y -= 8
    return _file(title, setter.close())


@dataclass
class _Setter:
    """Sets lines down the page (lengths in points), and turns the page when it is full."""

    pages: list[list[str]] = field(default_factory=lambda: [[]])
    y: float = HEIGHT - MARGIN

    def _turn(self) -> None:
        self.pages.append([])
        self.y = HEIGHT - MARGIN

    def heading(self, words: str) -> None:
        """Set a heading, kept with the lines that follow."""
        if self.y < MARGIN * 2:
            self._turn()
        self.y -= 8
        self.lines(words, BOLD, 13, 19)
        self.y -= 3

    def lines(self, words: str, font: str, size: float, leading: float) -> None:
        """Set a paragraph in lines `leading` apart."""
        for line in _wrap(words, size * (_BOLD_WIDENS if font == BOLD else 1)):
            if self.y - leading < MARGIN:
                self._turn()
            self.y -= leading
            self.put(line, MARGIN, self.y, font, size)

    def put(self, line: str, x: float, y: float, font: str, size: float) -> None:
        """Set one line with its baseline at (`x`, `y`)."""
        self.pages[-1].append(
            f"BT /{font} {size:g} Tf {x:.2f} {y:.2f} Td <{_encode(line).hex()}> Tj ET"
        )

    def rule(self, long: float, weight: float) -> None:
        """Draw a rule, and leave room under it."""
        self.y -= 16
        self.pages[-1].append(
            f"{weight:g} w {MARGIN} {self.y:.2f} m {MARGIN + long} {self.y:.2f} l S"
        )
        self.y -= 18

    def close(self) -> list[bytes]:
        """Number the pages and return their content streams."""
        count = len(self.pages)
        for number, page in enumerate(self.pages, 1):
            folio = _encode(f"{number} / {count}").hex()
            page.append(f"0.45 g BT /{REGULAR} 9 Tf {WIDTH - MARGIN - 22} 42 Td <{folio}> Tj ET")
        return ["\n".join(page).encode("ascii") for page in self.pages]


def _encode(line: str) -> bytes:
    return line.translate(_BAMBARA).encode("cp1252", "replace")


def _length(line: str, size: float) -> float:
    """Return the length of `line`, in points, set in Helvetica at `size`."""
    total = 0
    for letter in line.translate(_BAMBARA):
        base = unicodedata.normalize("NFD", letter)[0]
        plain = _WIDTHS[ord(base) - 32] if 32 <= ord(base) < 127 else 556
        total += _WIDER.get(letter, plain)
    return total * size / 1000


def _wrap(words: str, size: float) -> list[str]:
    """Break `words` into lines that fit between the margins."""
    lines: list[str] = []
    line = ""
    for word in words.split(" "):
        longer = f"{line} {word}".strip(" ")
        if line and _length(longer, size) > WIDTH - 2 * MARGIN:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line]


def _file(title: str, contents: list[bytes]) -> bytes:
    """Assemble the objects of the file and its cross-reference table (ISO 32000-1, 7.5)."""
    fonts = f"/{REGULAR} 3 0 R /{BOLD} 4 0 R"
    kids = " ".join(f"{6 + 2 * index} 0 R" for index in range(len(contents)))
    helvetica = "<< /Type /Font /Subtype /Type1 /BaseFont /{} /Encoding /WinAnsiEncoding >>"
    heading = b"\xfe\xff" + title.encode("utf-16-be")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (fr) /ViewerPreferences "
        b"<< /DisplayDocTitle true >> >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>".encode(),
        helvetica.format("Helvetica").encode(),
        helvetica.format("Helvetica-Bold").encode(),
        f"<< /Title <{heading.hex()}> >>".encode(),
    ]
    for index, content in enumerate(contents):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH:g} {HEIGHT:g}] /Resources "
            f"<< /Font << {fonts} >> >> /Contents {7 + 2 * index} 0 R >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content))
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    offsets: list[int] = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info 5 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        table,
    )
    return bytes(out)
