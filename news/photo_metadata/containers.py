"""Parsing of picture files into their segments, and writing them without personal metadata.

The coded pixels are copied as they are: nothing is lost. What is kept is named, so that a kind of
comment that nobody has heard of yet goes as well.
"""

import re
from collections.abc import Callable, Iterator
from zlib import crc32

HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")


class Malformed(ValueError):
    """The file is not built as its format wants it."""


def kind_of(content: bytes) -> str | None:
    """`jpeg`, `png`, `gif`, `webp`, `avif` or `heic` by the first bytes; None for another file."""
    if content.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "webp"
    if content[4:8] == b"ftyp":
        brands = content[8 : int.from_bytes(content[:4])]
        if b"avif" in brands or b"avis" in brands:
            return "avif"
        if any(brand in brands for brand in HEIC_BRANDS):
            return "heic"
    return None


def moves(content: bytes) -> bool:
    """Whether a GIF or WebP file holds several pictures, as far as `content` goes.

    A GIF that is cut off within its first picture moves if it says that it is to be repeated.
    """
    kind = kind_of(content)
    if kind == "webp":
        return content[12:16] == b"VP8X" and bool(content[20] & ANIMATION)
    try:
        return kind == "gif" and _several_pictures(content)
    except IndexError:
        return b"NETSCAPE2.0" in content


def _several_pictures(content: bytes) -> bool:
    pictures = 0
    at = 13 + _colours(content[10])
    while content[at] != 0x3B and pictures < 2:
        if content[at] == 0x2C:
            pictures += 1
            at = _after_blocks(content, at + 11 + _colours(content[at + 9]))
        elif content[at] == 0x21:
            at = _after_blocks(content, at + 2)
        else:
            break
    return pictures > 1


def strip(content: bytes, kind: str) -> bytes:
    """`content` without camera data, comments, thumbnails and what follows its end.

    Colour profiles stay. Raises Malformed if the file cannot be taken apart, or is of a format
    that has to be coded anew to lose its metadata.
    """
    try:
        return STRIPPERS[kind](content)
    except (IndexError, KeyError) as error:
        raise Malformed(kind) from error


# JPEG: https://www.w3.org/Graphics/JPEG/itu-t81.pdf, annex B.

SOI, EOI, SOS = 0xD8, 0xD9, 0xDA
STANDALONE = {0x01, *range(0xD0, 0xD8)}
# Frames and tables, arithmetic coding, restart intervals, hierarchical frames.
CODED = {*range(0xC0, 0xD0), SOS, 0xDB, 0xDC, 0xDD, 0xDE, 0xDF} - {0xC8}
SCAN_ENDS = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]", re.DOTALL)


def _jpeg(content: bytes) -> bytes:
    kept = [content[:2]]
    at = 2
    while at < len(content):
        if content[at] != 0xFF:
            raise Malformed("jpeg")
        while content[at + 1] == 0xFF:
            at += 1
        marker = content[at + 1]
        if marker == EOI:
            break
        if marker in STANDALONE:
            kept.append(content[at : at + 2])
            at += 2
            continue
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4])
        if end < at + 4 or end > len(content):
            raise Malformed("jpeg")
        kept.append(_jpeg_segment(marker, content[at:end]))
        at = end
        if marker == SOS:
            found = SCAN_ENDS.search(content, at)
            at = found.start() if found else len(content)
            kept.append(content[end:at])
    # Phones hang a second picture, or a film, behind the end: each with its own camera data.
    return b"".join([*kept, b"\xff\xd9"])


def _jpeg_segment(marker: int, segment: bytes) -> bytes:
    """The segment as it is kept; empty if it is not."""
    if marker in CODED:
        return segment
    if marker == 0xE0 and segment[4:9] == b"JFIF\0":
        # Without its thumbnail, which may show what was cut away.
        return b"\xff\xe0\x00\x10" + segment[4:16] + b"\0\0"
    profile = marker == 0xE2 and segment[4:16] == b"ICC_PROFILE\0"
    # Says how colours are coded.
    adobe = marker == 0xEE and segment[4:9] == b"Adobe"
    return segment if profile or adobe else b""


# PNG: https://www.w3.org/TR/png-3/#11Chunks

PNG_CHUNKS = set(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV mDCv cLLI cLLi bKGD pHYs "
    b"acTL fcTL fdAT".split()
)


def _png(content: bytes) -> bytes:
    kept = [content[:8]]
    at, name = 8, b""
    while name != b"IEND":
        length = int.from_bytes(content[at : at + 4])
        name, end = content[at + 4 : at + 8], at + 12 + length
        if end > len(content) or len(name) < 4:
            raise Malformed("png")
        if name == b"iCCP":
            kept.append(_unnamed_profile(content[at + 8 : end - 4]))
        elif name in PNG_CHUNKS:
            kept.append(content[at:end])
        at = end
    return b"".join(kept)


def _unnamed_profile(data: bytes) -> bytes:
    """A profile's chunk without the name that the program has given it."""
    _name, _zero, profile = data.partition(b"\0")
    body = b"iCCP" + b"ICC\0" + profile
    return (len(body) - 4).to_bytes(4) + body + crc32(body).to_bytes(4)


# WebP: https://developers.google.com/speed/webp/docs/riff_container

WEBP_CHUNKS = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}
EXIF_AND_XMP = 0b1100
ANIMATION = 0b10


def _webp(content: bytes) -> bytes:
    kept = [b"WEBP"]
    end = min(len(content), 8 + int.from_bytes(content[4:8], "little"))
    at = 12
    while at + 8 <= end:
        name, length = content[at : at + 4], int.from_bytes(content[at + 4 : at + 8], "little")
        if at + 8 + length > len(content):
            raise Malformed("webp")
        chunk = content[at : at + 8 + length]
        if name == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~EXIF_AND_XMP]) + chunk[9:]
        if name in WEBP_CHUNKS:
            kept.append(chunk + b"\0" * (length % 2))
        at += 8 + length + length % 2
    body = b"".join(kept)
    return b"RIFF" + len(body).to_bytes(4, "little") + body


# GIF: https://www.w3.org/Graphics/GIF/spec-gif89a.txt

GIF_APPLICATIONS = {b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012"}


def _gif(content: bytes) -> bytes:
    at = 13 + _colours(content[10])
    kept = [content[:at]]
    while content[at] != 0x3B:
        start = at
        if content[at] == 0x2C:
            at = _after_blocks(content, at + 11 + _colours(content[at + 9]))
            kept.append(content[start:at])
        elif content[at] == 0x21:
            label = content[at + 1]
            at = _after_blocks(content, at + 2)
            loops = label == 0xFF and content[start + 3 : start + 14] in GIF_APPLICATIONS
            if label == 0xF9 or loops:
                kept.append(content[start:at])
        else:
            raise Malformed("gif")
    return b"".join([*kept, b";"])


def _colours(packed: int) -> int:
    """The bytes of the table of colours that a packed field announces."""
    return 3 * 2 ** ((packed & 0b111) + 1) if packed & 0b1000_0000 else 0


def _after_blocks(content: bytes, at: int) -> int:
    while content[at]:
        at += 1 + content[at]
    return at + 1


# AVIF: ISO/IEC 23008-12 (HEIF). Its metadata are items whose places the whole file points to.

AVIF_BOXES = {b"ftyp", b"meta", b"mdat", b"moov", b"free", b"skip"}
AVIF_ITEMS = {b"av01", b"grid", b"iden", b"iovl", b"tmap"}
AVIF_NAMES = {b"", b"Color", b"Alpha", b"Image"}


def _avif(content: bytes) -> bytes:
    """The file as it is if it holds nothing but pictures; raises Malformed otherwise."""
    for name, start, end in _boxes(content, 0, len(content)):
        if name not in AVIF_BOXES or (name in (b"free", b"skip") and any(content[start:end])):
            raise Malformed("avif")
        if name == b"meta" and not all(_is_picture(item) for item in _items(content, start, end)):
            raise Malformed("avif")
        if name == b"moov" and any(word in content[start:end] for word in (b"udta", b"uuid")):
            raise Malformed("avif")
    return content


def _boxes(content: bytes, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """The name, start and end of the content of each box."""
    while at + 8 <= end:
        size, head = int.from_bytes(content[at : at + 4]), 8
        if size == 1:
            size, head = int.from_bytes(content[at + 8 : at + 16]), 16
        after = end if size == 0 else at + size
        if after > end or after < at + head:
            raise Malformed("box")
        yield content[at + 4 : at + 8], at + head, after
        at = after
    if at != end:
        raise Malformed("box")


def _items(content: bytes, start: int, end: int) -> Iterator[tuple[bytes, bytes]]:
    """The type and the name of each item of a `meta` box."""
    for name, at, after in _boxes(content, start + 4, end):
        if name in (b"uuid", b"udta"):
            raise Malformed("avif")
        if name == b"iinf":
            head = 6 if content[at] == 0 else 8
            for _infe, entry, entry_end in _boxes(content, at + head, after):
                wide = 4 if content[entry] >= 3 else 2
                kind = content[entry + 6 + wide : entry + 10 + wide]
                yield kind, content[entry + 10 + wide : entry_end].rstrip(b"\0")


def _is_picture(item: tuple[bytes, bytes]) -> bool:
    return item[0] in AVIF_ITEMS and item[1] in AVIF_NAMES


STRIPPERS: dict[str, Callable[[bytes], bytes]] = {
    "jpeg": _jpeg,
    "png": _png,
    "webp": _webp,
    "gif": _gif,
    "avif": _avif,
}
