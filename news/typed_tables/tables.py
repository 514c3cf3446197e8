"""Small tables kept as text: a line of names, then a line for each row, with semicolons between.

The text is what a spreadsheet saves as CSV, so that versions are compared line by line, and what
was stored once can always be read.
"""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO

from django.utils.functional import Promise

from news.typed_text import clean_text

DELIMITER = ";"
Row = dict[str, str]


@dataclass(frozen=True)
class Column:
    """A column of a table.

    key: its name in the code. name: what it is called in the stored text, never changed. label:
    what people read. also: other names by which programmes head it, in lower case without accents.
    width: of its cells in the grid, in characters.
    """

    key: str
    name: str
    label: str | Promise
    also: tuple[str, ...] = ()
    width: int = 8
    is_number: bool = False
    is_mark: bool = False


@dataclass(frozen=True)
class Table:
    columns: tuple[Column, ...]

    def rows_of(self, text: str) -> list[Row]:
        """The rows of a stored or typed text; a line without its names is read in our order."""
        lines = list(csv.reader(StringIO(clean_text(text)), delimiter=DELIMITER))
        lines = [line for line in lines if any(cell.strip() for cell in line)]
        if not lines:
            return []
        keys = self._keys_in(lines[0])
        if keys is None:
            return self.rows_from(lines, [column.key for column in self.columns])
        return self.rows_from(lines[1:], keys)

    def rows_from(self, lines: Iterable[Sequence[str]], keys: Sequence[str]) -> list[Row]:
        """Rows made of cells that stand in the order of `keys`; "" for a column to leave out."""
        rows = []
        for line in lines:
            cells = {key: _cell(cell) for key, cell in zip(keys, line, strict=False) if key}
            rows.append({column.key: cells.get(column.key, "") for column in self.columns})
        return [row for row in rows if any(row.values())]

    def text_of(self, rows: Iterable[Row]) -> str:
        """The text that is stored: without empty rows, "" without any row."""
        filled = [row for row in rows if any(row.get(column.key) for column in self.columns)]
        if not filled:
            return ""
        out = StringIO()
        writer = csv.writer(out, delimiter=DELIMITER, lineterminator="\n")
        writer.writerow([column.name for column in self.columns])
        for row in filled:
            writer.writerow([_cell(row.get(column.key, "")) for column in self.columns])
        return out.getvalue().rstrip("\n")

    def normal(self, text: str) -> str:
        """`text` as it is stored."""
        return self.text_of(self.rows_of(text))

    def _keys_in(self, line: Sequence[str]) -> list[str] | None:
        """The keys that `line` names, if it is the line of names."""
        keys = {column.name: column.key for column in self.columns}
        found = [keys.get(_cell(cell), "") for cell in line]
        return found if sum(map(bool, found)) >= min(2, len(self.columns)) else None


def _cell(text: str) -> str:
    return " ".join(clean_text(str(text), one_line=True).split())
