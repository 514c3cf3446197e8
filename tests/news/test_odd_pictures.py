"""Pictures that some format cannot hold, that move, or that no browser shows."""

from io import BytesIO
from typing import Any

import pillow_heif
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from PIL import Image
from wagtail.models import Collection, UploadedFile

from news.images import SHAPES, NewsImage
from news.picture_making import make_renditions
from news.renditions import served_files
from tests.factories import UserFactory
from tests.made_once import made_once
from tests.news.photographs import TURNED, is_red, photograph

pytestmark = pytest.mark.django_db
STANDS_STILL = "Cette image est animée"


def saved(size: tuple[int, int], fmt: str, frames: int = 1, **options: Any) -> bytes:
    content = BytesIO()
    several = [Image.new("RGB", size, (90 * number, 60, 30)) for number in range(frames)]
    if frames > 1:
        options |= {"save_all": True, "append_images": several[1:], "duration": 80, "loop": 0}
    several[0].save(content, fmt, **options)
    return content.getvalue()


def deep_heic() -> bytes:
    """Ten bits to a colour, as newer telephones and cameras write."""
    content = BytesIO()
    red = (60_000).to_bytes(2, "little") + bytes(4)
    pillow_heif.from_bytes("RGB;16", (64, 48), red * 64 * 48).save(content)
    return content.getvalue()


def stored(name: str, content: bytes) -> NewsImage:
    upload = SimpleUploadedFile(name, content)
    return NewsImage.objects.create(title="Fleuve", file=upload)


@pytest.fixture
@made_once
def desk(db: None) -> Client:
    client = Client()
    client.force_login(UserFactory(is_superuser=True))
    return client


def form(prefix: str = "", **fields: object) -> dict[str, object]:
    data = {"title": "Fleuve", "collection": Collection.get_first_root_node().pk, **fields}
    return {f"{prefix}{name}": value for name, value in data.items()}


# Very long pictures.


def test_format_that_cannot_hold_a_long_picture_gets_what_it_can() -> None:
    image = stored("fil.png", saved((1080, 16_400), "PNG"))
    make_renditions(image, ["inline"])
    served = served_files(image, SHAPES["inline"])
    assert served is not None
    sizes = {name: [file.width for file in files] for name, files in served.sources.items()}
    assert sizes == {"avif": [480, 800, 1080], "webp": [480, 800]}
    assert (served.fallback.width, served.largest.width) == (800, 1080)


def test_picture_that_is_longer_than_any_format_breaks_no_page_and_no_queue() -> None:
    image = stored("fil.png", saved((12, 70_000), "PNG"))
    assert make_renditions(image, ["inline"]) == 0
    source = "{% load news_pictures %}{% news_picture image shape='inline' %}"
    assert Template(source).render(Context({"image": image})).strip() == ""
    assert make_renditions(image, ["card"]) > 0


def test_other_formats_are_made_when_one_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object) -> None:
        raise ValueError("encoding error 5")

    monkeypatch.setitem(Image.SAVE, "WEBP", refuse)
    image = stored("a.png", saved((400, 300), "PNG"))
    make_renditions(image, ["card"])
    made = {str(spec).rpartition("-")[2] for spec in image.renditions.values_list("filter_spec")}
    assert {name.rstrip("',)") for name in made} == {"avif", "jpeg"}


def test_longest_pictures_are_refused_in_words(desk: Client) -> None:
    upload = SimpleUploadedFile("fil.png", saved((12, 70_000), "PNG"))
    answer = desk.post(reverse("wagtailimages:add"), form(file=upload))
    assert "Coupez-la en plusieurs images" in str(answer.context["form"].errors["file"])
    assert not NewsImage.objects.exists()


# What is said when a picture is chosen, before it is sent, and afterwards.


def said_of(desk: Client, start: bytes) -> dict[str, Any]:
    url = reverse("read_picture")
    answer: dict[str, Any] = desk.post(url, start, content_type="application/octet-stream").json()
    return answer


def test_that_a_picture_will_stand_still_is_said_when_it_is_chosen(desk: Client) -> None:
    said, silent = {}, {}
    for fmt in ("GIF", "WEBP"):
        moving = saved((400, 300), fmt, frames=3)
        said |= {f"{fmt} entire": moving, f"{fmt} start": moving[: len(moving) // 3]}
        silent[fmt] = saved((400, 300), fmt)
    silent["looping GIF of one picture"] = saved((400, 300), "GIF", loop=0)
    silent["JPEG"] = photograph("jpeg")
    for name, content in said.items():
        assert STANDS_STILL in said_of(desk, content)["words"], name
    for name, content in silent.items():
        assert STANDS_STILL not in said_of(desk, content)["words"], name


def test_that_a_picture_is_too_long_for_some_browsers_is_said(desk: Client) -> None:
    words = said_of(desk, saved((30, 20_000), "PNG"))["words"]
    assert "20000 pixels" in words and "16383" in words


@pytest.mark.parametrize("fmt", ["GIF", "WEBP"])
def test_each_of_many_moving_pictures_says_it_too(desk: Client, fmt: str) -> None:
    upload = SimpleUploadedFile(f"a.{fmt.lower()}", saved((40, 30), fmt, frames=3))
    row = desk.post(reverse("wagtailimages:add_multiple"), form(**{"files[]": upload})).json()
    assert STANDS_STILL in row["form"]
    page = desk.get(reverse("wagtailimages:edit", args=[row["image_id"]])).content.decode()
    assert STANDS_STILL in page


# HEIC, as telephones name and turn it.


@pytest.mark.parametrize("name", ["IMG_0412.HEIC", "IMG_0412.heif", "DSC0412.HIF", "IMG_0412.jpg"])
def test_heic_goes_in_by_every_door_and_comes_out_upright(desk: Client, name: str) -> None:
    content = photograph("heic", TURNED, (240, 160))

    def sent() -> SimpleUploadedFile:
        return SimpleUploadedFile(name, content)

    desk.post(reverse("wagtailimages:add"), form(file=sent()))
    desk.post(reverse("wagtailimages:add_multiple"), form(**{"files[]": sent()}))
    desk.post(reverse("wagtailimages_chooser:create"), form("image-chooser-upload-", file=sent()))
    waits = form(**{"files[]": sent()}) | {"title": "x" * 300}
    desk.post(reverse("wagtailimages:add_multiple"), waits)
    waiting = UploadedFile.objects.get()
    desk.post(
        reverse("wagtailimages:create_multiple_from_uploaded_image", args=[waiting.pk]),
        form(f"uploaded-image-{waiting.pk}-"),
    )
    replaced = stored("a.png", saved((40, 30), "PNG"))
    desk.post(reverse("wagtailimages:edit", args=[replaced.pk]), form(file=sent()))
    images = list(NewsImage.objects.all())
    assert len(images) == 5
    for image in images:
        assert image.file.name.endswith(".jpg")
        assert (image.width, image.height) == (160, 240)
        with image.file.open() as file:
            picture = Image.open(file)
            assert picture.format == "JPEG"
            assert is_red(picture, 0.75, 0.25) and not is_red(picture, 0.25, 0.25)
    make_renditions(images[0], ["inline"])
    served = served_files(images[0], SHAPES["inline"])
    assert served is not None
    assert list(served.sources) == ["avif", "webp"]


def test_heic_of_ten_bits_is_taken(desk: Client) -> None:
    upload = SimpleUploadedFile("IMG_0413.HEIC", deep_heic())
    desk.post(reverse("wagtailimages:add"), form(file=upload))
    with NewsImage.objects.get().file.open() as file:
        red, green, _blue = Image.open(file).convert("RGB").getpixel((30, 20))
    assert red > 200 and green < 60


def test_start_of_a_heic_that_says_nothing_yet_leaves_its_fields_to_the_server(
    desk: Client,
) -> None:
    content = photograph("heic")
    assert said_of(desk, content[: len(content) // 2])["is_read"] is False
    assert said_of(desk, photograph("jpeg"))["is_read"] is True


def test_choosers_offer_photographs_of_telephones(desk: Client) -> None:
    for name in ("wagtailimages:add", "wagtailimages:add_multiple"):
        page = desk.get(reverse(name)).content.decode()
        assert escape("image/heic") in page, name
