"""The files in which readers look a line up: small, alike, and readable for who knows the line.

A file begins with the length of its records (two bytes); each record is a tag of eight bytes and a
line of that length, made unreadable by the line's own key. A file that is looked at tells nothing
of its other lines. It does not hold against who fetches all files and tries every number.

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
HEAD = 2
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
            _write(folder, empty, _content((), length))
        _write(folder, number, _content(some, length))
        written = number + 1
    for empty in range(written, files):
        _write(folder, empty, _content((), length))


def write_one(folder: Path, number: int, lines: Iterable[Line], length: int) -> None:
    """Put another file in the place of one that readers may be fetching."""
    draft = folder / f".{number}.{os.getpid()}"
    draft.write_bytes(_content(lines, length))
    draft.replace(folder / f"{number}.bin")


def publish(page: int, name: str) -> None:
    """Have readers find the files of the folder `name` of a page, from now on."""
    folder = folder_of(page)
    draft = folder / f".{CURRENT}.{os.getpid()}"
    draft.unlink(missing_ok=True)
    draft.symlink_to(name)
    draft.replace(folder / CURRENT)
    for other in folder.iterdir():
        if other.is_dir() and not other.is_symlink() and other.name != name:
            shutil.rmtree(other, ignore_errors=True)


def is_there(page: int) -> bool:
    """Whether a list of the page can be looked up."""
    return (folder_of(page) / CURRENT / "0.bin").exists()


def forget(page: int) -> None:
    shutil.rmtree(folder_of(page), ignore_errors=True)


def look_up(page: int, key: LineKey, files: int) -> Found | None:
    """The line of a published list that `key` opens; None if there is none."""
    file = folder_of(page) / CURRENT / f"{file_number(key.bucket, files)}.bin"
    try:
        content = file.read_bytes()
    except OSError:
        return None
    for tag, line in _records(content):
        if tag == key.tag:
            return Found.unpacked(_mixed(line, key))
    return None


def _write(folder: Path, number: int, content: bytes) -> None:
    (folder / f"{number}.bin").write_bytes(content)


def _content(lines: Iterable[Line], length: int) -> bytes:
    records = sorted(key.tag + _mixed(line.ljust(length, b"\0"), key) for key, line in lines)
    return length.to_bytes(HEAD, "big") + b"".join(records)


def _records(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    length = int.from_bytes(content[:HEAD], "big")
    for start in range(HEAD, len(content) - TAG_BYTES - length + 1, TAG_BYTES + length):
        line = start + TAG_BYTES
        yield content[start:line], content[line : line + length]


def _mixed(line: bytes, key: LineKey) -> bytes:
    pad = key.pad(len(line))
    return bytes(one ^ other for one, other in zip(line, pad, strict=True))
