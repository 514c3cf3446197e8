"""A picture file as it is kept: upright, in a format that readers' sizes are made from, and silent
about who took it where.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from threading import Lock
from typing import Any

import filetype
from PIL import Image, ImageOps
from PIL.ExifTags import Base
from pillow_heif import register_heif_opener

from news.photo_metadata.containers import Malformed, kind_of, strip
from news.photo_metadata.facts import TROUBLE, Facts, read

register_heif_opener()


class Heif(filetype.Type):
    """HEIC by all of its names; `filetype`, which Willow asks, knows those of eight bits only."""

    def __init__(self) -> None:
        super().__init__(mime="image/heic", extension="heic")

    def match(self, start: bytearray) -> bool:
        return kind_of(bytes(start)) == "heic"


filetype.add_type(Heif())

UPRIGHT = 1
# Pixels above which a process unfolds one picture at a time: sixty million of them, turned, take
# half a gigabyte of memory.
LARGE = 16_000_000
_one_large = Lock()
# What is coded anew is a little lossy once; at these no eye finds the difference.
QUALITY = {"jpeg": 94, "webp": 94, "avif": 88}


@dataclass(frozen=True)
class Cleaned:
    """`content` is of the format `kind`; `facts` is what the file said before.

    coded_anew: whether the pixels had to be turned or put into another format.
    """

    content: bytes
    kind: str
    facts: Facts
    coded_anew: bool = False


@contextmanager
def in_turn(picture: Image.Image) -> Iterator[None]:
    """Hold back other large pictures of this process while this one is unfolded."""
    if picture.width * picture.height <= LARGE:
        yield
        return
    with _one_large:
        yield


def clean(content: bytes) -> Cleaned:
    """`content` without camera data, with its orientation in the pixels.

    The coded pixels are kept as they are where the picture stands upright and its format allows
    it; HEIC and whatever else no browser shows becomes JPEG. Raises Malformed on what cannot be
    read as a picture.
    """
    kind = kind_of(content)
    try:
        with Image.open(BytesIO(content)) as picture:
            facts = read(picture)
            if kind in QUALITY or kind in ("png", "gif"):
                try:
                    if _stands_upright(picture):
                        return Cleaned(strip(content, kind), kind, facts)
                except Malformed:
                    pass
            else:
                kind = "jpeg"
            with in_turn(picture):
                anew = strip(_coded_anew(picture, kind), kind)
            return Cleaned(anew, kind, facts, coded_anew=True)
    except TROUBLE as error:
        raise Malformed(kind or "unknown") from error


def _stands_upright(picture: Image.Image) -> bool:
    """Whether nothing has to be turned; of moving pictures nothing is."""
    if getattr(picture, "n_frames", 1) > 1 and picture.format != "MPO":
        return True
    try:
        return bool(picture.getexif().get(Base.Orientation, UPRIGHT) not in range(2, 9))
    except TROUBLE:
        return True


def _coded_anew(picture: Image.Image, kind: str) -> bytes:
    options: dict[str, Any] = {"quality": QUALITY[kind]} if kind in QUALITY else {}
    if profile := picture.info.get("icc_profile"):
        options["icc_profile"] = profile
    if kind == "webp" and _is_lossless(picture):
        options["lossless"] = True
    moves = kind in ("webp", "gif", "avif") and getattr(picture, "n_frames", 1) > 1
    if moves:
        options |= {"save_all": True, "exif": b"", "xmp": b""}
        upright = picture
    else:
        upright = _upright(picture)
        transparency = picture.info.get("transparency")
        # Its pixels are not needed twice, and a large picture's fill the memory.
        picture.close()
        upright.info = {} if transparency is None else {"transparency": transparency}
    if kind == "jpeg" and upright.mode not in ("RGB", "L", "CMYK"):
        upright = upright.convert("RGB")
    file = BytesIO()
    upright.save(file, kind.upper(), **options)
    return file.getvalue()


def _upright(picture: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(picture)
    except TROUBLE:
        return picture.copy()


def _is_lossless(picture: Image.Image) -> bool:
    file: Any = picture.fp  # type: ignore[attr-defined]
    file.seek(0)
    return b"VP8L" in file.read(64)
