"""The names that programs write into documents: found, shown, and taken out on request.

PDF: document information and XMP (ISO 32000-1, 14.3). Word and Excel: ECMA-376 part 2, core and
extended properties. OpenDocument: `meta.xml` (OASIS ODF 1.2 part 1, 4.3). Names inside a text, in
its comments and tracked changes, are the text's and stay.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

# What hostile or broken bytes make pypdf and zipfile raise.
TROUBLE = (
    PyPdfError,
    BadZipFile,
    OSError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    RecursionError,
    NotImplementedError,
    RuntimeError,
)
# No properties of a real document are as large; what unfolds to more is a trap.
LARGEST_PART = 1_000_000
PEOPLE = (
    "creator",
    "lastModifiedBy",
    "initial-creator",
    "printed-by",
    "Company",
    "Manager",
    "author",
)
PROGRAMS = ("Application", "AppVersion", "generator", "Template", "CreatorTool", "Producer")
PARTS = ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml", "meta.xml")


class Unreadable(ValueError):
    """The file is damaged, or protected by a password."""


@dataclass(frozen=True)
class Names:
    people: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.people or self.programs)


def names_in(content: bytes) -> Names:
    """The people and programs that a PDF or an office file names beside its text.

    Nothing for other files. Raises Unreadable.
    """
    try:
        if content.startswith(b"%PDF"):
            return _names_in_pdf(content)
        if content.startswith(b"PK\x03\x04"):
            return _names_in_parts(content)
    except TROUBLE as error:
        raise Unreadable from error
    return Names()


def without_names(content: bytes) -> bytes:
    """`content` without what names people and programs. Raises Unreadable."""
    try:
        if content.startswith(b"%PDF"):
            return _pdf_without_names(content)
        if content.startswith(b"PK\x03\x04"):
            return _parts_without_names(content)
    except TROUBLE as error:
        raise Unreadable from error
    return content


def _names_in_pdf(content: bytes) -> Names:
    reader = _reader(content)
    information: Any = reader.metadata or {}
    people = [information.get("/Author"), *_custom(information)]
    programs = [information.get("/Creator"), information.get("/Producer")]
    metadata = reader.root_object.get("/Metadata")
    if metadata is not None:
        packet = metadata.get_object().get_data()[:LARGEST_PART].decode(errors="replace")
        people += _values(packet, PEOPLE)
        programs += _values(packet, PROGRAMS)
    return Names(_each_once(people), _each_once(programs))


def _custom(information: dict[str, object]) -> Iterable[object]:
    return (information.get(f"/{name}") for name in ("Company", "Manager", "SourceModified"))


def _reader(content: bytes) -> PdfReader:
    reader = PdfReader(BytesIO(content))
    if reader.is_encrypted:
        raise Unreadable
    # Opens the tree of pages: a file cut short fails here and not on the way out.
    len(reader.pages)
    return reader


def _pdf_without_names(content: bytes) -> bytes:
    writer = PdfWriter(clone_from=_reader(content))
    writer.metadata = None
    for part in _dictionaries(writer.root_object):
        # Pages and pictures may have descriptions of their own.
        part.pop("/Metadata", None)
        part.pop("/PieceInfo", None)
    writer.compress_identical_objects(remove_duplicates=False, remove_unreferenced=True)
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def _dictionaries(root: DictionaryObject) -> Iterator[DictionaryObject]:
    waiting: list[Any] = [root]
    seen = set()
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, IndirectObject):
            if thing.idnum in seen:
                continue
            seen.add(thing.idnum)
            thing = thing.get_object()
        if isinstance(thing, DictionaryObject):
            yield thing
            waiting += [thing.raw_get(key) for key in thing]
        elif isinstance(thing, ArrayObject):
            waiting += list.__iter__(thing)


def _names_in_parts(content: bytes) -> Names:
    with ZipFile(BytesIO(content)) as archive:
        texts = [_part(archive, name) for name in PARTS if name in archive.namelist()]
    text = "\n".join(texts)
    return Names(_each_once(_values(text, PEOPLE)), _each_once(_values(text, PROGRAMS)))


def _part(archive: ZipFile, name: str) -> str:
    with archive.open(name) as part:
        return part.read(LARGEST_PART).decode(errors="replace")


def _parts_without_names(content: bytes) -> bytes:
    file = BytesIO()
    with ZipFile(BytesIO(content)) as archive, ZipFile(file, "w") as cleaned:
        for entry in archive.infolist():
            if entry.filename in PARTS:
                text = _part(archive, entry.filename)
                for name in (*PEOPLE, *PROGRAMS):
                    text = _element(name).sub(r"\1\3", text)
                cleaned.writestr(entry, text)
            else:
                with archive.open(entry) as old, cleaned.open(entry, "w") as new:
                    while block := old.read(1 << 16):
                        new.write(block)
    return file.getvalue()


def _element(name: str) -> re.Pattern[str]:
    # An attribute may hold a slash; an element that ends in one is empty.
    return re.compile(
        rf"(<(?:[\w-]+:)?{name}\b(?:[^>]*[^/>])?>)(.*?)(</(?:[\w-]+:)?{name}>)", re.DOTALL
    )


def _values(text: str, names: Iterable[str]) -> list[str]:
    found = []
    for name in names:
        found += [re.sub(r"<[^>]*>", " ", match[1]) for match in _element(name).findall(text)]
        found += re.findall(rf"\b{name}=\"([^\"]*)\"", text)
    return [unescape(value) for value in found]


def _each_once(values: Iterable[object]) -> tuple[str, ...]:
    texts = (" ".join(str(value or "").split())[:80] for value in values)
    return tuple(dict.fromkeys(filter(None, texts)))
