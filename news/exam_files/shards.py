"""The files in which readers look a line up: small, alike, and readable for who knows the line.

A file begins with the length of its records (two bytes) and the number of files (four), by which a
page that was opened before another list sees that it has to look elsewhere. Each record is a tag of
eight bytes and a line of that length, made unreadable by the line's own key. A file that is looked
at tells nothing of its other lines. It does not hold against who fetches all files and tries every
number.

Each file of a list is there, also without any line: what is not found costs what is found.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from itertools import groupby
from pathlib import Path

from django.conf import settings

from news.exam_files.keys import BUCKETS, TAG_BYTES, LineKey

# Lines in a file, about: together they fit what a server sends at once.
LINES_PER_FILE = 12
BLOCK = 16
LENGTH_BYTES, NUMBER_BYTES = 2, 4
HEAD = LENGTH_BYTES + NUMBER_BYTES
CURRENT = "current"


@dataclass(frozen=True)
class Found:
    """What a candidate is shown of their line."""

    number: str
    series: str
    centre: str
    academy: str
    mention: str
    name: str

    def packed(self) -> bytes:
        return "\n".join(astuple(self)).encode()

    @classmethod
    def unpacked(cls, content: bytes) -> Found:
        return cls(*content.rstrip(b"\0").decode().split("\n"))


Line = tuple[LineKey, bytes]


def folder_of(page: int) -> Path:
    return Path(settings.EXAMS_FOLDER) / str(page)


def files_for(lines: int) -> int:
    """How many files a list of so many lines has."""
    return min(BUCKETS, max(16, -(-lines // LINES_PER_FILE)))


def file_number(bucket: int, files: int) -> int:
    return bucket * files // BUCKETS


def buckets_of(number: int, files: int) -> tuple[int, int]:
    """The first bucket of a file, and the first of the next file."""
    return -(-number * BUCKETS // files), -(-(number + 1) * BUCKETS // files)


def record_length(longest: int) -> int:
    """The length of all records of a list, from that of its longest line, in bytes."""
    return max(BLOCK, -(-longest // BLOCK) * BLOCK)


def write_all(folder: Path, lines: Iterable[Line], files: int, length: int) -> None:
    """Write all files of a list into a new folder. lines: in the order of their buckets."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    written = 0
    for number, some in groupby(lines, lambda line: file_number(line[0].bucket, files)):
        for empty in range(written, number):
            _write(folder, empty, _content((), files, length))
        _write(folder, number, _content(some, files, length))
        written = number + 1
    for empty in range(written, files):
        _write(folder, empty, _content((), files, length))


def write_one(folder: Path, number: int, lines: Iterable[Line], files: int, length: int) -> None:
    """Put another file in the place of one that readers may be fetching."""
    draft = folder / f".{number}.{os.getpid()}"
    draft.write_bytes(_content(lines, files, length))
    draft.replace(folder / f"{number}.bin")


def publish(page: int, name: str) -> None:
    """Have readers find the files of the folder `name` of a page, from now on."""
    folder = folder_of(page)
    draft = folder / f".{CURRENT}.{os.getpid()}"
    draft.unlink(missing_ok=True)
    draft.symlink_to(name)
    draft.replace(folder / CURRENT)


def tidy(page: int) -> None:
    """Delete the folders of lists that were published before the one that is now."""
    folder = folder_of(page)
    current = (folder / CURRENT).resolve().name
    newest = _number_of(current)
    for other in folder.glob("list-*"):
        if _number_of(other.name) < newest:
            shutil.rmtree(other, ignore_errors=True)


def is_there(page: int) -> bool:
    """Whether a list of the page can be looked up."""
    return (folder_of(page) / CURRENT / "0.bin").exists()


def is_written(page: int, name: str) -> bool:
    return (folder_of(page) / name / "0.bin").exists()


def withdraw(page: int) -> None:
    """Have readers find no list of the page; its files stay."""
    (folder_of(page) / CURRENT).unlink(missing_ok=True)


def forget(page: int) -> None:
    shutil.rmtree(folder_of(page), ignore_errors=True)


def look_up(page: int, key: LineKey, files: int) -> Found | None:
    """The line of a published list that `key` opens; None if there is none."""
    content = _read(page, file_number(key.bucket, files))
    there_are = int.from_bytes(content[LENGTH_BYTES:HEAD], "big")
    if there_are and there_are != files:
        # Another list was published a moment ago.
        content = _read(page, file_number(key.bucket, there_are))
    for tag, line in _records(content):
        if tag == key.tag:
            return Found.unpacked(_mixed(line, key))
    return None


def _write(folder: Path, number: int, content: bytes) -> None:
    (folder / f"{number}.bin").write_bytes(content)


def _read(page: int, number: int) -> bytes:
    """A file of the published list, the first one if there is no such; b"" without a list."""
    for name in (number, 0):
        try:
            return (folder_of(page) / CURRENT / f"{name}.bin").read_bytes()
        except OSError:
            continue
    return b""


def _number_of(name: str) -> int:
    """Of a list, by the name of its folder: 3 for « list-3 »."""
    return int(name.rpartition("-")[2] or 0)


def _content(lines: Iterable[Line], files: int, length: int) -> bytes:
    records = sorted(key.tag + _mixed(line.ljust(length, b"\0"), key) for key, line in lines)
    head = length.to_bytes(LENGTH_BYTES, "big") + files.to_bytes(NUMBER_BYTES, "big")
    return head + b"".join(records)


def _records(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    length = int.from_bytes(content[:LENGTH_BYTES], "big")
    for start in range(HEAD, len(content) - TAG_BYTES - length + 1, TAG_BYTES + length):
        line = start + TAG_BYTES
        yield content[start:line], content[line : line + length]


def _mixed(line: bytes, key: LineKey) -> bytes:
    pad = key.pad(len(line))
    return bytes(one ^ other for one, other in zip(line, pad, strict=True))
