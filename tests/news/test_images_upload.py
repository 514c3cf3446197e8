"""Whatever is uploaded as a picture is taken or refused in plain words, on every route."""

import struct
import zlib
from functools import cache
from io import BytesIO
from random import Random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.models import Collection, UploadedFile

from accounts.models import User
from news.images import NewsImage
from tests.factories import NewsImageFactory, UserFactory
from tests.made_once import made_once
from tests.scale import scaled

pytestmark = pytest.mark.django_db

FORMATS = {"png": "PNG", "gif": "GIF", "jpg": "JPEG", "webp": "WEBP", "avif": "AVIF"}
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@cache
def encoded(fmt: str, size: tuple[int, int] = (240, 160), **options: object) -> bytes:
    noise = Random(1).randbytes(size[0] * size[1] * 3)  # noqa: S311
    content = BytesIO()
    Image.frombytes("RGB", size, noise).save(content, fmt, **options)
    return content.getvalue()


def bomb() -> bytes:
    """A PNG of a few bytes that says it is 50,000 pixels wide and as high."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes(10_000), 9)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


def text_bomb() -> bytes:
    """A PNG whose comment unfolds to 100 MB."""
    png = encoded("PNG", (8, 8))
    data = b"Comment\0\0" + zlib.compress(bytes(100_000_000), 9)
    body = b"zTXt" + data
    comment = struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))
    return png[:33] + comment + png[33:]


def cut(fmt: str, share: float) -> bytes:
    whole = encoded(fmt)
    return whole[: max(1, int(len(whole) * share))]


HOSTILE = {
    "bomb.png": bomb(),
    "script.svg": SVG,
    "script.png": SVG,
    "text.png": b"Ceci n\xe2\x80\x99est pas une image.",
    "page.jpg": b"<html><script>alert(1)</script></html>",
    "empty.png": b"",
    "psd.png": b"8BPS\0\1" + bytes(300),
    "bmp.png": encoded("BMP"),
    "signature.gif": b"GIF89a",
    "frame.avif": b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf",
    "riff.webp": b"RIFF\xff\xff\xff\xffWEBPVP8 ",
} | {
    f"cut-{int(share * 1000)}.{extension}": cut(fmt, share)
    for extension, fmt in FORMATS.items()
    for share in (0.004, 0.02, 0.1, 0.37, 0.6, 0.85, 0.97)
}


# One for each reason: the form that refuses them all is the same on every route.
REASONS = [
    name
    for name in HOSTILE
    if scaled(0, 1) or name in {"bomb.png", "script.png", "empty.png", "cut-20.jpg", "cut-850.avif"}
]


@pytest.fixture
@made_once
def person(db: None) -> User:
    return UserFactory(is_superuser=True)


@pytest.fixture
def editor(client: Client, person: User) -> Client:
    client.force_login(person)
    client.raise_request_exception = False
    return client


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def form(prefix: str = "") -> dict[str, object]:
    collection = Collection.get_first_root_node().pk
    return {f"{prefix}title": "Le fleuve", f"{prefix}collection": collection}


def test_upload_of_several_refuses_in_words(editor):
    taken = []
    for name, content in HOSTILE.items():
        response = editor.post(
            reverse("wagtailimages:add_multiple"), form() | {"files[]": upload(name, content)}
        )
        answer = response.json() if response.status_code == 200 else {}
        if answer.get("success") is not False or not answer["error_message"]:
            taken.append(name)
    assert taken == []
    assert not NewsImage.objects.exists()
    assert not UploadedFile.objects.exists()


def test_single_upload_keeps_what_was_typed(editor):
    for name in REASONS:
        response = editor.post(
            reverse("wagtailimages:add"), form() | {"file": upload(name, HOSTILE[name])}
        )
        assert response.status_code == 200, name
        assert response.context["form"].errors["file"], name
        assert "Le fleuve" in response.text, name
    assert not NewsImage.objects.exists()


def test_upload_while_choosing_refuses_in_words(editor):
    for name in REASONS:
        file = {"image-chooser-upload-file": upload(name, HOSTILE[name])}
        response = editor.post(
            reverse("wagtailimages_chooser:create"), form("image-chooser-upload-") | file
        )
        assert response.status_code == 200, name
        assert response.json()["step"] == "reshow_creation_form", name
        assert "error-message" in response.json()["htmlFragment"], name
    assert not NewsImage.objects.exists()


def test_replaced_file_is_kept_when_the_new_one_is_refused(editor):
    image = NewsImageFactory()
    before = image.file.name
    for name in REASONS:
        response = editor.post(
            reverse("wagtailimages:edit", args=[image.pk]),
            form() | {"file": upload(name, HOSTILE[name])},
        )
        assert response.status_code == 200, name
        assert response.context["form"].errors["file"], name
        image.refresh_from_db()
        assert image.file.name == before, name
        assert image.file.storage.exists(before), name


@pytest.mark.parametrize("extension", FORMATS)
def test_cut_anywhere_is_never_a_500(editor, extension):
    """Taken or refused: a picture that lost its last bytes may still be whole to the eye."""
    whole = encoded(FORMATS[extension], (64, 48))
    for end in range(0, len(whole), max(1, len(whole) // scaled(14, 60))):
        response = editor.post(
            reverse("wagtailimages:add_multiple"),
            form() | {"files[]": upload(f"a.{extension}", whole[:end])},
        )
        assert response.status_code == 200, end
        if response.json()["success"]:
            image = NewsImage.objects.get(pk=response.json()["image_id"])
            for spec in ("max-165x165", "width-32|web|format-avif"):
                assert image.get_rendition(spec).width


@pytest.mark.parametrize("extension", FORMATS)
def test_broken_bytes_are_never_a_500(editor, extension):
    whole = encoded(FORMATS[extension], (64, 48))
    chance = Random(7)  # noqa: S311
    for _ in range(scaled(5, 400)):
        broken = bytearray(whole)
        for _ in range(6):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        response = editor.post(
            reverse("wagtailimages:add_multiple"),
            form() | {"files[]": upload(f"a.{extension}", bytes(broken))},
        )
        assert response.status_code == 200
        if response.json()["success"]:
            image = NewsImage.objects.get(pk=response.json()["image_id"])
            for spec in ("max-165x165", "width-32|web|format-avif"):
                assert image.get_rendition(spec).width


@pytest.mark.parametrize("extension", FORMATS)
def test_whole_picture_is_taken(editor, extension):
    content = encoded(FORMATS[extension])
    response = editor.post(
        reverse("wagtailimages:add"), form() | {"file": upload(f"a.{extension}", content)}
    )
    assert response.status_code == 302
    image = NewsImage.objects.get()
    assert image.file_size == len(content)
    with image.file.open() as stored:
        assert stored.read() == content


def test_content_decides_and_the_name_follows(editor):
    """Phones and messengers call everything `.jpg`."""
    editor.post(reverse("wagtailimages:add"), form() | {"file": upload("a.jpg", encoded("WEBP"))})
    assert NewsImage.objects.get().file.name.endswith(".webp")


def test_more_pixels_than_the_limit_are_refused_before_they_are_unfolded(editor, settings):
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 10_000
    response = editor.post(
        reverse("wagtailimages:add"), form() | {"file": upload("a.png", encoded("PNG"))}
    )
    assert "10000" in str(response.context["form"].errors["file"]).replace("\u202f", "")


def test_comment_that_unfolds_to_megabytes_is_refused(editor):
    response = editor.post(
        reverse("wagtailimages:add"), form() | {"file": upload("a.png", text_bomb())}
    )
    assert response.status_code == 200
    assert response.context["form"].errors["file"]


def test_unreadable_camera_data_are_never_a_500(editor):
    exif = b"Exif\0\0MM\0*\0\0\0\x08" + b"\xff" * 60
    for fmt, name in (("JPEG", "a.jpg"), ("WEBP", "a.webp"), ("PNG", "a.png")):
        content = encoded(fmt, exif=exif, icc_profile=b"no profile at all" * 20)
        response = editor.post(
            reverse("wagtailimages:add_multiple"), form() | {"files[]": upload(name, content)}
        )
        assert response.status_code == 200
        assert editor.get(reverse("wagtailimages:index")).status_code == 200


def test_title_that_is_too_long_is_asked_for_again(editor):
    response = editor.post(
        reverse("wagtailimages:add_multiple"),
        form() | {"title": "x" * 300, "files[]": upload("a.png", encoded("PNG"))},
    )
    assert response.json()["success"]
    pending = UploadedFile.objects.get()
    response = editor.post(
        reverse("wagtailimages:create_multiple_from_uploaded_image", args=[pending.pk]),
        form(f"uploaded-image-{pending.pk}-"),
    )
    assert response.json()["success"]
    assert NewsImage.objects.get().title == "Le fleuve"


def test_form_asks_in_the_order_of_work(editor):
    fields = list(editor.get(reverse("wagtailimages:add")).context["form"].fields)
    assert fields[:6] == [
        "file",
        "title",
        "description",
        "credit",
        "rights_note",
        "rights_expire_on",
    ]
