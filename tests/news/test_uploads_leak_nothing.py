"""Made-up files of all kinds, through the library's door: kept without what tells of people, or
refused in words; no error page, and sizes of what was kept.
"""

import struct
import zlib
from io import BytesIO
from random import Random

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from wagtail.models import Collection

from news.forms import PictureField
from news.images import NewsImage
from tests.factories import UserFactory
from tests.made_once import made_once
from tests.news.photographs import (
    ARTIST,
    COMMENT,
    FORMATS,
    TURNED,
    XMP,
    exif,
    exif_tail,
    photograph,
    pixels,
    png_chunk,
)
from tests.news.test_document_metadata import FILES
from tests.news.test_photo_metadata import stored, tells
from tests.scale import scaled

pytestmark = pytest.mark.django_db
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><metadata>Zyxauteur</metadata>'
    b"<script>alert(1)</script></svg>"
)
SPECS = ("max-165x165", "width-320|web|format-webp", "width-320|web|format-jpeg")


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    file = BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def moving(kind: str, **options: object) -> bytes:
    frames = [pixels((60, 40)).rotate(turn) for turn in (0, 90, 180)]
    return saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=80, **options)


def two_pictures() -> bytes:
    """MPO, as cameras with two lenses write it."""
    return saved(
        pixels(), "MPO", save_all=True, append_images=[pixels((60, 40))], exif=exif(TURNED)
    )


def with_words() -> PngInfo:
    words = PngInfo()
    words.add_text("Author", ARTIST)
    words.add_text("Comment", COMMENT, zip=True)
    words.add_itxt("XML:com.adobe.xmp", XMP.decode())
    return words


def deep_png(channels: int) -> bytes:
    """Sixteen bits a channel: grey (1) or coloured (3), which Pillow does not write."""
    width, height = 40, 30
    row = b"\0" + bytes(range(256))[: width * channels * 2].ljust(width * channels * 2, b"\x7f")
    head = struct.pack(">IIBBBBB", width, height, 16, 0 if channels == 1 else 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", head)
        + png_chunk(b"tEXt", b"Author\0Zyxauteur")
        + png_chunk(b"IDAT", zlib.compress(row * height))
        + png_chunk(b"IEND", b"")
    )


def heavy(megabytes: int) -> bytes:
    """Noise, which no coding makes smaller, and in which no word stands by chance."""
    side = int((megabytes * 1_000_000 / 0.9) ** 0.5)
    noise = Random(3).randbytes(side * side * 3)  # noqa: S311
    return saved(Image.frombytes("RGB", (side, side), noise), "JPEG", quality=90, exif=exif())


def thumbnailed() -> bytes:
    """Its camera data hold a small picture with camera data of its own."""
    data = exif()
    data[0x9C9D] = "Zyxauteur".encode("utf-16-le")  # as Windows writes authors
    return saved(pixels(), "JPEG", exif=data, progressive=True) + exif_tail()


# The name, the content, and whether it is kept.
CASES = {
    **{
        f"{kind} entire": (f"a.{kind}", lambda kind=kind: photograph(kind), True)
        for kind in FORMATS
    },
    **{
        f"{kind} on its side": (f"a.{kind}", lambda kind=kind: photograph(kind, TURNED), True)
        for kind in FORMATS
    },
    **{
        f"{kind} cut at {share} %": (
            f"a.{kind}",
            lambda kind=kind, share=share: photograph(kind, size=(400, 300))[
                : len(photograph(kind, size=(400, 300))) * share // 100
            ],
            None,
        )
        for kind in FORMATS
        for share in (3, 40, 90)
    },
    "gif that moves": ("a.gif", lambda: moving("GIF", comment=COMMENT.encode()), True),
    "webp that moves": ("a.webp", lambda: moving("WEBP", exif=exif(), xmp=XMP), True),
    "avif that moves": ("a.avif", lambda: moving("AVIF", exif=exif(), xmp=XMP), False),
    "png that moves": ("a.png", lambda: moving("PNG", pnginfo=with_words(), exif=exif()), False),
    "two lenses": ("a.jpg", two_pictures, True),
    "two lenses named mpo": ("a.mpo", two_pictures, None),
    "lossless webp": ("a.webp", lambda: saved(pixels(), "WEBP", lossless=True, exif=exif()), True),
    "four inks": ("a.jpg", lambda: saved(pixels().convert("CMYK"), "JPEG", exif=exif(6)), True),
    "deep grey": ("a.png", lambda: deep_png(1), True),
    "deep colours": ("a.png", lambda: deep_png(3), True),
    "palette": ("a.png", lambda: saved(pixels().quantize(9), "PNG", pnginfo=with_words()), True),
    "see-through": (
        "a.png",
        lambda: saved(pixels().convert("LA"), "PNG", pnginfo=with_words(), exif=exif(TURNED)),
        True,
    ),
    "picture within": ("a.jpg", thumbnailed, True),
    "png named jpg": ("a.jpg", lambda: photograph("png"), True),
    "jpeg named png": ("a.png", lambda: photograph("jpeg"), True),
    "heic named jpg": ("a.jpg", lambda: photograph("heic"), True),
    "webp named gif": ("a.gif", lambda: photograph("webp"), True),
    "jpeg of 12 MB": (
        "a.jpg",
        lambda: heavy(12) if scaled(0, 1) else photograph("jpeg") + bytes(12 * 1024 * 1024),
        True,
    ),
    "jpeg of 16 MB": ("a.jpg", lambda: photograph("jpeg") + bytes(16 * 1024 * 1024), False),
    "60 megapixels": ("a.jpg", lambda: saved(Image.new("L", (10_000, 6_000)), "JPEG"), True),
    "61 megapixels": ("a.jpg", lambda: saved(Image.new("L", (10_000, 6_100)), "JPEG"), False),
    "tiff": ("a.tif", lambda: saved(pixels(), "TIFF", exif=exif()), False),
    "tiff named jpg": ("a.jpg", lambda: saved(pixels(), "TIFF", exif=exif()), False),
    "bmp named png": ("a.png", lambda: saved(pixels(), "BMP"), False),
    "svg": ("a.svg", lambda: SVG, False),
    "svg named png": ("a.png", lambda: SVG, False),
    "page named jpg": ("a.jpg", lambda: b"<html><script>alert(1)</script>", False),
    "pdf named jpg": ("a.jpg", lambda: FILES["pdf"], False),
    "nothing": ("a.jpg", lambda: b"", False),
    "zeros": ("a.jpg", lambda: bytes(4000), False),
}


@pytest.fixture
@made_once
def person(db):
    return UserFactory(is_superuser=True)


@pytest.fixture
def desk(client, person):
    client.force_login(person)
    return client


@pytest.mark.parametrize("name", CASES)
def test_picture_is_kept_without_what_tells_of_people_or_refused_in_words(desk, name):
    file_name, make, kept = CASES[name]
    data = {"title": "F", "collection": Collection.get_first_root_node().pk}
    data |= {"description": "", "credit": "", "rights_note": "", "tags": ""}
    answer = desk.post(
        reverse("wagtailimages:add"), data | {"file": ContentFile(make(), file_name)}
    )
    image = NewsImage.objects.first()
    if image is None:
        assert not kept
        assert answer.status_code == 200
        (words,) = answer.context["form"].errors["file"]
        assert len(words) > 20 and "Error" not in words
        assert ("moves" in name) is (words == PictureField().error_messages["moving"])
        return
    assert kept is not False
    assert answer.status_code == 302
    assert tells(stored(image.file)) == []
    # Each format has its whole photograph made into every size, the rest into the newsroom's.
    every = name.endswith("entire") or "moves" in name
    for spec in SPECS if every else SPECS[: 1 if image.width > 5000 else scaled(1, 3)]:
        assert tells(stored(image.get_rendition(spec).file)) == [], spec
