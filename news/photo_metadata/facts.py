"""The facts in a file's metadata that fill the fields of its form.

In the order of trust: XMP, which editing programs write last, then IPTC, then the camera's EXIF.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from struct import error as StructError
from typing import Any

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from PIL import Image, IptcImagePlugin
from PIL.ExifTags import IFD, Base

# What Pillow raises on bytes that are no camera data.
TROUBLE = (
    OSError,
    ValueError,
    SyntaxError,
    TypeError,
    LookupError,
    ArithmeticError,
    AttributeError,
    EOFError,
    RuntimeError,
    Image.DecompressionBombError,
    StructError,
)
SPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "exif": "http://ns.adobe.com/exif/1.0/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}
# What cameras write of themselves where a caption belongs.
NO_CAPTION = {
    "default",
    "digital camera",
    "exif_jpeg_picture",
    "kodak digital still camera",
    "minolta digital camera",
    "olympus digital camera",
    "samsung camera pictures",
    "screenshot",
    "sony dsc",
    "untitled",
}


@dataclass(frozen=True)
class Facts:
    """Of one picture; empty where the file says nothing."""

    creator: str = ""
    credit: str = ""
    rights: str = ""
    description: str = ""
    taken_on: date | None = None
    has_place: bool = False

    @property
    def credit_line(self) -> str:
        """Creator and agency as a newspaper names them: “A. Keïta / AFP”."""
        names = [name for name in (self.creator, self.credit) if name]
        if len(names) == 2 and self.creator.casefold() in self.credit.casefold():
            names = names[1:]
        return " / ".join(names)


def read(picture: Image.Image) -> Facts:
    """The facts in the camera data of an opened picture, whatever state these are in."""
    xmp, iptc, exif = _xmp(picture), _iptc(picture), _exif(picture)
    named = {
        name: next((texts[name] for texts in (xmp, iptc, exif) if texts.get(name)), "")
        for name in ("creator", "credit", "rights", "description", "taken_on")
    }
    if named["description"].casefold() in NO_CAPTION:
        named["description"] = ""
    taken_on = _day(named.pop("taken_on"))
    has_place = bool(xmp.get("place") or exif.get("place"))
    return Facts(taken_on=taken_on, has_place=has_place, **named)


def _exif(picture: Image.Image) -> dict[str, str]:
    try:
        exif = picture.getexif()
        details = exif.get_ifd(IFD.Exif)
        place = exif.get_ifd(IFD.GPSInfo)
        return {
            "creator": _unmangled(exif.get(Base.Artist)),
            "rights": _unmangled(exif.get(Base.Copyright)),
            "description": _unmangled(exif.get(Base.ImageDescription)),
            "taken_on": _unmangled(details.get(Base.DateTimeOriginal)),
            "place": "yes" if place else "",
        }
    except TROUBLE:
        return {}


def _unmangled(text: Any) -> str:
    """Pillow reads Latin-1, as the standard has it; programs write UTF-8."""
    if not isinstance(text, str):
        return ""
    try:
        text = text.encode("latin-1").decode()
    except UnicodeError:
        pass
    return _one_line(text)


def _iptc(picture: Image.Image) -> dict[str, str]:
    try:
        records = IptcImagePlugin.getiptcinfo(picture) or {}  # type: ignore[arg-type]
    except TROUBLE:
        return {}
    # https://www.iptc.org/std/photometadata/specification/ (IIM record 2)
    places = {"creator": 80, "credit": 110, "rights": 116, "description": 120, "taken_on": 55}
    return {name: _listed(records.get((2, number))) for name, number in places.items()}


def _listed(value: bytes | list[bytes] | None) -> str:
    values = value if isinstance(value, list) else [value or b""]
    return ", ".join(filter(None, (_decoded(entry) for entry in values)))


def _decoded(value: bytes) -> str:
    try:
        return _one_line(value.decode())
    except UnicodeDecodeError:
        return _one_line(value.decode("cp1252", "replace"))


def _xmp(picture: Image.Image) -> dict[str, str]:
    packet = picture.info.get("xmp") or picture.info.get("XML:com.adobe.xmp") or b""
    try:
        if isinstance(packet, str):
            packet = packet.encode()
        start, end = packet.find(b"<x:xmpmeta"), packet.rfind(b">") + 1
        root = fromstring(packet[max(start, 0) : end].partition(b"<?xpacket end")[0])
    except (ParseError, DefusedXmlException, *TROUBLE):
        return {}
    places = {
        "creator": "dc:creator",
        "credit": "photoshop:Credit",
        "rights": "dc:rights",
        "description": "dc:description",
    }
    found = {name: ", ".join(_values(root, place)) for name, place in places.items()}
    found["taken_on"] = _first(root, ["photoshop:DateCreated", "exif:DateTimeOriginal"])
    found["place"] = _first(root, ["exif:GPSLatitude", "exif:GPSLongitude"])
    return found


def _first(root: Any, places: Iterable[str]) -> str:
    return next((value for place in places for value in _values(root, place)), "")


def _values(root: Any, place: str) -> Iterator[str]:
    """Yield the values of a property: an attribute, an element's text, or its list's entries.

    Of a text in several languages, the first one.
    """
    prefix, _colon, name = place.partition(":")
    tag, rdf = f"{{{SPACES[prefix]}}}{name}", f"{{{SPACES['rdf']}}}"
    for element in root.iter():
        if text := _one_line(element.get(tag) or ""):
            yield text
        if element.tag == tag:
            entries = list(element.iter(f"{rdf}li"))
            if element.find(f"{rdf}Alt") is not None:
                entries = entries[:1]
            texts = [_one_line(entry.text or "") for entry in entries or [element]]
            yield from filter(None, texts)


def _one_line(text: str) -> str:
    return " ".join(text.replace("\0", " ").split())


def _day(text: str) -> date | None:
    """The day of `2026:11:30 10:12:00`, `2026-11-30T10:12` or `20261130`."""
    digits = "".join(character for character in text[:10] if character.isdigit())[:8]
    try:
        day = date.fromisoformat(digits)
    except ValueError:
        return None
    return day if day.year > 1825 else None
