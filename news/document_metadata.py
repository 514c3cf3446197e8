"""Personal metadata of documents: found, shown, and taken out on request.

PDF: document information and XMP (ISO 32000-1, 14.3), small pictures of pages. Word and Excel:
ECMA-376 part 2, core, extended and custom properties, the small picture of the first page.
OpenDocument: `meta.xml` (OASIS ODF 1.2 part 1, 4.3), the same picture. Names in comments and
tracked changes are the text's: they are found, and stay.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile, ZipInfo

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
LARGEST_TEXT = 30_000_000
LARGEST_WHOLE = 400_000_000
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
# Programs built on .NET put the core properties under a name of their own.
PARTS = re.compile(r"docProps/(core|app|custom)\d*\.xml|meta\.xml|.*\.psmdcp", re.IGNORECASE)
# What a form of the house or a system for documents has added: of any name and any content.
CUSTOM = ("lpwstr", "lpstr", "bstr", "user-defined")
# Numbers, dates and keys in such a property name nobody.
NO_NAME = re.compile(r"(?=.*\d|\W*$)[\da-fx{}:.,+\-TZ'\s]*|true|false", re.IGNORECASE)
SMALL_PICTURES = re.compile(r"docProps/thumbnail\.\w+|Thumbnails/.*", re.IGNORECASE)
POINTERS = ("_rels/.rels", "META-INF/manifest.xml")
POINTER = re.compile(r"<(?:[\w-]+:)?(?:Relationship|file-entry)\b[^>]*[Tt]humbnail[^>]*/>")
# Where comments and tracked changes are kept, and how they name people.
SPOKEN = re.compile(r"word/.*\.xml|xl/(comments|persons|threadedComments).*\.xml|content\.xml")
SPEAKER = re.compile(
    r"\b(?:\w+:)?(?:author|displayName)=\"([^\"]*)\"|<(?:\w+:)?(?:author|creator)>([^<]*)</"
)


class Unreadable(ValueError):
    """The file is damaged, or protected by a password."""


@dataclass(frozen=True)
class Names:
    """`people` and `programs` can be taken out; `speakers`, in comments and changes, stay."""

    people: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()

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
    return Names(_each_once(people), _each_once(programs), _each_once(_annotators(reader)))


# Of the dictionary of information, what names nobody (ISO 32000-1, table 317).
IMPERSONAL = {
    *("/Author", "/Title", "/Subject", "/Keywords", "/Creator", "/Producer"),
    *("/CreationDate", "/ModDate", "/Trapped"),
}


def _custom(information: dict[str, object]) -> Iterable[object]:
    """Return what programs have added to the information: a company, a manager, an account."""
    values = (value for key, value in information.items() if key not in IMPERSONAL)
    return (value for value in values if not NO_NAME.fullmatch(str(value).removeprefix("D:")))


def _annotators(reader: PdfReader) -> Iterator[object]:
    """Return the authors of comments beside the text; the name of a form's field is none."""
    for page in reader.pages:
        for annotation in page.get("/Annots") or ():
            entry: Any = annotation.get_object()
            if entry.get("/Subtype") not in ("/Widget", "/Link"):
                yield entry.get("/T")


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
        for key in ("/Metadata", "/PieceInfo", "/Thumb"):
            part.pop(key, None)
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
        entries = archive.infolist()
        texts = [_part(archive, entry) for entry in entries if PARTS.fullmatch(entry.filename)]
        spoken = [
            _part(archive, entry, LARGEST_TEXT)
            for entry in entries
            if SPOKEN.fullmatch(entry.filename)
        ]
    text = "\n".join(texts)
    people = [*_values(text, PEOPLE), *_custom_values(text)]
    speakers = (one or other for part in spoken for one, other in SPEAKER.findall(part))
    return Names(
        _each_once(people),
        _each_once(_values(text, PROGRAMS)),
        # Excel names a thread of comments, beside its author.
        _each_once(unescape(name) for name in speakers if not name.startswith("tc={")),
    )


def _custom_values(text: str) -> Iterator[str]:
    return (value for value in _values(text, CUSTOM) if not NO_NAME.fullmatch(value))


def _part(archive: ZipFile, entry: ZipInfo, largest: int = LARGEST_PART) -> str:
    if entry.file_size > largest:
        raise ValueError(entry.filename)
    content = archive.read(entry)
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    return content.decode(encoding, errors="replace")


def _parts_without_names(content: bytes) -> bytes:
    file = BytesIO()
    with ZipFile(BytesIO(content)) as archive, ZipFile(file, "w") as cleaned:
        entries = archive.infolist()
        if sum(entry.file_size for entry in entries) > LARGEST_WHOLE:
            raise ValueError("whole")
        for entry in entries:
            # What a program has put beside an entry, in the archive's own lists.
            entry.extra, entry.comment = b"", b""
            if SMALL_PICTURES.fullmatch(entry.filename):
                continue
            if PARTS.fullmatch(entry.filename):
                cleaned.writestr(entry, _nameless(_part(archive, entry)))
            elif entry.filename in POINTERS:
                cleaned.writestr(entry, POINTER.sub("", _part(archive, entry)))
            else:
                with archive.open(entry) as old, cleaned.open(entry, "w") as new:
                    while block := old.read(1 << 16):
                        new.write(block)
    return file.getvalue()


def _nameless(text: str) -> str:
    for name in (*PEOPLE, *PROGRAMS, *CUSTOM):
        text = _element(name).sub(r"\1\3", text)
    # It may have been written in another encoding, and is UTF-8 now.
    return re.sub(r"(<\?xml[^>]*encoding=.)[\w-]+", r"\1UTF-8", text, count=1)


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
