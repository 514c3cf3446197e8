"""Reads runners out of what people have: cells of a spreadsheet, a CSV or XLSX file, the text of an
official programme with tabs, semicolons or aligned columns.

What could not be read is given back beside what could.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from io import BytesIO, StringIO
from typing import IO, Any
from zipfile import BadZipFile

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from news.race_tables.runners import (
    FORM,
    HORSE,
    JOCKEY,
    MARK,
    NUMBER,
    ODDS,
    OUT,
    RUNNERS,
    SEX_AGE,
    TRAINER,
    WEIGHT,
    number_of,
)
from news.slugs import spelled_out
from news.typed_tables.tables import Column, Row
from news.typed_text import clean_text

MOST_LINES = 200
MOST_BYTES = 2_000_000
MOST_CHARACTERS = 40_000
# A line of aligned columns: two spaces or more between them.
GAP = re.compile(r"\s{2,}")
# A number before a name: « 7. », « 7 - », « 7) », « N° 7 ».
LEADING = re.compile(r"^\s*(?:n\s?[°o]\s*)?(\d{1,2})\s*[.):\-–—]?\s+(?=\D)", re.IGNORECASE)
SEX = re.compile(r"(?:[hfm]|[hfm]ongre|jument|mâle|male|femelle)\.?\s?\d{1,2}(?:\s?ans)?", re.I)
WEIGHED = re.compile(r"\d{2}(?:[.,]\d)?\s?(?:kg)?|\d[\s.]?\d{3}\s?m?", re.IGNORECASE)
PLACINGS = re.compile(
    r"(?:\(?\d{2}\)?|[0-9DATR][aphmsc])(?:[\s,]*(?:\(\d{2}\)|[0-9DATR][aphmsc]))+"
)
ONE_PLACING = re.compile(r"[0-9DATR][aphmsc]")
CHANCES = re.compile(r"\d{1,3}\s?/\s?\d{1,2}|\d{1,3}[.,]\d")
NON_RUNNER = re.compile(r"\(?\b(?:NP|non[\s-]partante?|forfait)\b\)?", re.IGNORECASE)
Cells = Sequence[str]


@dataclass
class Reading:
    """rows: what was read. unread: the lines that say something else, as they were."""

    rows: list[Row] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


class UnreadableFile(Exception):
    """Says, in words for people, why a file was not taken."""


def read_text(text: str) -> Reading:
    """Runners in pasted text, each on a line of its own."""
    lines = [line.rstrip() for line in clean_text(text[:MOST_CHARACTERS]).split("\n")]
    filled = [line for line in lines if line.strip()][:MOST_LINES]
    return read_cells([_cells_of(line) for line in filled], filled)


def read_file(file: IO[bytes], name: str) -> Reading:
    """Runners in a CSV or XLSX file; raises UnreadableFile."""
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise UnreadableFile(_("This file is too large for a list of runners (2 MB at most)."))
    if content.startswith(b"PK"):
        return read_cells(_sheet(content))
    if b"\x00" in content[:1000]:
        message = _("“%(name)s” is neither CSV nor XLSX. Save the list as one of them.")
        raise UnreadableFile(message % {"name": name})
    return read_cells(_comma_separated(_decoded(content)))


def read_cells(lines: Sequence[Cells], as_typed: Sequence[str] = ()) -> Reading:
    """Runners in lines of cells; the first line may name the columns."""
    reading, keys = Reading(), None
    for number, line in enumerate(lines[:MOST_LINES]):
        typed = as_typed[number] if as_typed else "  ".join(filter(None, line))
        if keys is None and (named := _named(line)):
            keys = named
            continue
        row = _row_by_name(line, keys) if keys else _row_by_look(line)
        if row is None:
            reading.unread.append(typed.strip())
        else:
            reading.rows.append(row)
    return reading


def _cells_of(line: str) -> Cells:
    for delimiter in ("\t", ";", "|"):
        if delimiter in line:
            return [cell.strip() for cell in line.split(delimiter)]
    cells = [cell for cell in GAP.split(line.strip()) if cell]
    leading = LEADING.match(cells[0]) if cells else None
    return [leading[1], cells[0][leading.end() :], *cells[1:]] if leading else cells


def _named(line: Cells) -> list[str] | None:
    """The keys of the columns that a line names, "" for others; None if it is no such line."""
    known = {
        _plain(name): column.key
        for column in RUNNERS.columns
        for name in (column.name, str(column.label), *column.also)
    }
    keys = [known.get(_plain(cell), "") for cell in line]
    found = [key for key in keys if key]
    return keys if len(set(found)) >= 2 and HORSE.key in found else None


def _row_by_name(line: Cells, keys: Sequence[str]) -> Row | None:
    rows = RUNNERS.rows_from([line], keys)
    row = rows[0] if rows else {}
    row = row | {NUMBER.key: row.get(NUMBER.key, "").rstrip(".) ")}
    if not row.get(HORSE.key) or number_of(row[NUMBER.key]) is None:
        return None
    return row | {OUT.key: MARK if row.get(OUT.key) or _is_out(line) else ""}


def _row_by_look(line: Cells) -> Row | None:
    """A row of cells without names: its number first, the rest by what they look like."""
    if not line or number_of(line[0].strip().rstrip(".)")) is None:
        return None
    row = {column.key: "" for column in RUNNERS.columns}
    row[NUMBER.key] = line[0].strip().rstrip(".)")
    row[OUT.key] = MARK if _is_out(line) else ""
    names = []
    for cell in line[1:]:
        text = " ".join(NON_RUNNER.sub("", cell).split())
        fitting = next((c for c, fits in LOOKS if not row[c.key] and fits(text)), None)
        if not text:
            continue
        if fitting is not None:
            row[fitting.key] = text
        else:
            names.append(text)
    for column, name in zip((HORSE, JOCKEY, TRAINER), names, strict=False):
        row[column.key] = name
    return row if row[HORSE.key] and len(names) <= 3 else None


def _whole(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda text: bool(pattern.fullmatch(text))


# In this order: « 57,5 » is a weight before it is a chance.
LOOKS: tuple[tuple[Column, Callable[[str], bool]], ...] = (
    (SEX_AGE, _whole(SEX)),
    (WEIGHT, _whole(WEIGHED)),
    (FORM, _whole(PLACINGS)),
    (ODDS, _whole(CHANCES)),
)


def _is_out(line: Iterable[str]) -> bool:
    return any(NON_RUNNER.search(cell) for cell in line)


def _plain(text: str) -> str:
    """In lower case without accents and signs: « N° » and « Sexe/âge » are « no », « s/a »."""
    bare = spelled_out(text.lower().replace("°", "o").replace("/", " "))
    letters = bare.translate(str.maketrans("àâäéèêëîïôöùûüç", "aaaeeeeiioouuuc"))
    return " ".join(re.sub(r"[^a-z ]", " ", letters).split())


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def _comma_separated(text: str) -> list[Cells]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(";\t,|", key=first.count)
    lines = csv.reader(StringIO(text), delimiter=delimiter)
    try:
        return [line for line in lines if any(cell.strip() for cell in line)]
    except csv.Error as error:
        raise UnreadableFile(_("This file cannot be read as CSV.")) from error


def _sheet(content: bytes) -> list[Cells]:
    """The cells of the first sheet of a workbook."""
    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
        found = book.worksheets[0].iter_rows(max_row=MOST_LINES, max_col=30, values_only=True)
        lines = [[_as_text(cell) for cell in row] for row in found]
    # A workbook is a zip archive of XML: whatever is wrong with it, another error says so.
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError, IndexError) as error:
        raise UnreadableFile(_("This workbook is damaged or protected.")) from error
    return [line for line in lines if any(line)]


def _as_text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else str(cell).replace(".", ",")
    return str(cell).strip()
