"""Reads an authority's list row by row, whatever its size: CSV, XLSX, or text copied from a PDF."""

from __future__ import annotations

import codecs
import csv
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from news.exam_files.keys import normal_word
from news.typed_text import clean_text

MOST_BYTES = 80 * 1024 * 1024
MOST_UNPACKED = 800 * 1024 * 1024
SAMPLE_BYTES = 64 * 1024
SAMPLE_ROWS = 12
MOST_COLUMNS = 30
LONGEST_CELL = 120
GAP = re.compile(r"\s{2,}|\t")
REPLACED = "\ufffd"


class Column(NamedTuple):
    """also: words by which authorities head the column."""

    key: str
    label: str | Promise
    also: tuple[str, ...]


COLUMNS = (
    Column(
        "number",
        gettext_lazy("Candidate number"),
        (
            *("numero", "num", "no", "n", "matricule"),
            *("numero de table", "no de table", "no table", "numero candidat", "no candidat"),
            *("numero de place", "no de place", "numero du candidat", "no du candidat"),
        ),
    ),
    Column("series", gettext_lazy("Series"), ("serie", "series", "option", "filiere")),
    Column(
        "centre", gettext_lazy("Centre"), ("centre", "centre d examen", "etablissement", "ecole")
    ),
    Column("academy", gettext_lazy("Academy"), ("academie", "ae", "cap", "region")),
    Column("name", gettext_lazy("Name"), ("nom", "noms", "nom et prenom", "nom et prenoms")),
    Column("first_name", gettext_lazy("First name"), ("prenom", "prenoms")),
    Column("mention", gettext_lazy("Mention"), ("mention", "mentions", "observation", "decision")),
)


# What readers of zip archives and of XML say of a damaged or encrypted workbook.
BROKEN = (
    *(BadZipFile, InvalidFileException, ParseError, zlib.error),
    *(KeyError, ValueError, OSError, IndexError, RuntimeError, EOFError, TypeError),
)


class UnreadableList(Exception):
    """Says, in words for people, why a file was not taken."""


@dataclass(frozen=True)
class Sample:
    """The first rows of a list, and what its columns seem to be: a key of COLUMNS or ""."""

    rows: list[list[str]]
    columns: list[str]
    has_head: bool


class Row(NamedTuple):
    line: int
    cells: list[str]


def sample_of(path: Path) -> Sample:
    """Raises UnreadableList."""
    rows = [row.cells for row in islice(rows_of(path), SAMPLE_ROWS)]
    if not rows:
        raise UnreadableList(_("This list is empty."))
    width = max(map(len, rows))
    rows = [row + [""] * (width - len(row)) for row in rows]
    head = [_key_of(cell) for cell in rows[0]]
    if sum(map(bool, head)) >= 2 or "number" in head:
        return Sample(rows, _once(head), True)
    return Sample(rows, _by_look(rows), False)


def rows_of(path: Path) -> Iterator[Row]:
    """The rows of a file that are not empty, with the numbers of their lines.

    Raises UnreadableList, also between two rows.
    """
    with path.open("rb") as file:
        start = file.read(SAMPLE_BYTES)
    if start.startswith(b"PK"):
        return _sheet_rows(path)
    if b"\0" in start and not start.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableList(_("This file is neither CSV, XLSX nor text. Save it as one of them."))
    return _text_rows(path)


def _text_rows(path: Path) -> Iterator[Row]:
    with path.open(encoding=_encoding_of(path), errors="replace", newline="") as file:
        delimiter = _delimiter_in(file.read(SAMPLE_BYTES))
        file.seek(0)
        if delimiter is None:
            for number, text in enumerate(file, start=1):
                if cells := _cells(GAP.split(text.strip())):
                    yield Row(number, cells)
            return
        reader = csv.reader(file, delimiter=delimiter)
        while True:
            line = reader.line_num + 1
            try:
                raw = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise UnreadableList(_open_quote(line)) from error
            # A list has no cell of several lines: from there on, all would be one cell.
            if any("\n" in cell or "\r" in cell for cell in raw):
                raise UnreadableList(_open_quote(line))
            if cells := _cells(raw):
                yield Row(reader.line_num, cells)


def _sheet_rows(path: Path) -> Iterator[Row]:
    try:
        with ZipFile(path) as archive:
            if sum(item.file_size for item in archive.infolist()) > MOST_UNPACKED:
                raise UnreadableList(_("This workbook is too large. Save the list as CSV."))
        # By its content: it is stored without the ending of its name.
        with path.open("rb") as file:
            book = load_workbook(file, read_only=True, data_only=True)
            rows = book.worksheets[0].iter_rows(max_col=MOST_COLUMNS, values_only=True)
            for number, values in enumerate(rows, start=1):
                if cells := _cells(map(_as_text, values)):
                    yield Row(number, cells)
    # A workbook is a zip archive of XML: whatever is wrong with it, another error says so.
    except BROKEN as error:
        raise UnreadableList(_("This workbook is damaged or protected.")) from error


def _open_quote(line: int) -> str:
    message = _("Line %(line)d cannot be read as CSV: a quotation mark is left open.")
    return message % {"line": line}


def _encoding_of(path: Path) -> str:
    """UTF-8 if all of the file is, else the encoding of Windows; UTF-16 if it says so."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        while chunk := file.read(1024 * 1024):
            if chunk.startswith((b"\xff\xfe", b"\xfe\xff")):
                return "utf-16"
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                return "cp1252"
    return "utf-8-sig"


def _delimiter_in(text: str) -> str | None:
    """What parts the cells of most lines; None for columns that are only aligned."""
    lines = [line for line in text.splitlines()[:50] if line.strip()]
    counts = {mark: sum(mark in line for line in lines) for mark in ("\t", ";", "|", ",")}
    best = max(counts, key=lambda mark: counts[mark])
    return best if counts[best] * 2 > len(lines) else None


def _cells(values: Iterator[str] | Sequence[str]) -> list[str]:
    """Cleaned cells without empty ones at the end; none of an empty row."""
    cells = [
        " ".join(clean_text(value, one_line=True).split())[: LONGEST_CELL + 1]
        for value in islice(values, MOST_COLUMNS)
    ]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _key_of(cell: str) -> str:
    plain = normal_word(cell.replace("°", "o"))
    return next((column.key for column in COLUMNS if plain in column.also), "")


def _once(keys: list[str]) -> list[str]:
    return [key if key not in keys[:place] else "" for place, key in enumerate(keys)]


def _by_look(rows: list[list[str]]) -> list[str]:
    """Without names, the first column whose cells all hold a figure is the number."""
    columns = list(zip(*rows, strict=True))
    number = next(
        (place for place, cells in enumerate(columns) if all(map(_has_figure, cells))), None
    )
    return ["number" if place == number else "" for place in range(len(columns))]


def _has_figure(cell: str) -> bool:
    return any(sign.isdigit() for sign in cell)
