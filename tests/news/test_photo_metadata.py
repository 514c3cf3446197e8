"""What a camera wrote into a picture helps to fill its fields, and is then in no file of ours."""

from datetime import date
from io import BytesIO
from random import Random

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override
from PIL import Image
from wagtail.models import Collection, UploadedFile
from wagtail.users.models import UserProfile

from news.images import NewsImage
from news.photo_metadata import Malformed, clean
from news.picture_making import make_renditions
from tests.factories import UserFactory
from tests.news.photographs import (
    AGENCY,
    ARTIST,
    CAPTION,
    FORMATS,
    GPS_BYTES,
    MARK,
    RIGHTS,
    TURNED,
    XMP,
    exif,
    is_red,
    photograph,
    pixels,
    png_chunk,
)

pytestmark = pytest.mark.django_db
ADMIN_SPECS = ("max-165x165", "max-800x600", "original", "width-40|format-webp")


def tells(content: bytes) -> list[str]:
    """What of the planted data is in `content`, packed or not."""
    found = [word for word in ("Zyx",) if word.encode() in content]
    found += [word for word in ("Zyx",) if word.encode("utf-16-le") in content]
    with Image.open(BytesIO(content)) as picture:
        picture.load()
        found += [
            name for name in ("exif", "xmp", "comment", "photoshop") if picture.info.get(name)
        ]
        found += [str(name) for name in dict(picture.getexif())]
        found += [name for name, value in picture.info.items() if MARK.decode() in str(value)]
    return found


def stored(file) -> bytes:
    with default_storage.open(file.name) as opened:
        return opened.read()


def make(kind: str, orientation: int = 1, size: tuple[int, int] = (120, 80)) -> NewsImage:
    upload = SimpleUploadedFile(f"fleuve.{kind}", photograph(kind, orientation, size))
    return NewsImage.objects.create(title="Fleuve", file=upload)


@pytest.fixture
def desk(client):
    client.force_login(UserFactory(is_superuser=True))
    return client


def sent(kind: str = "jpeg", prefix: str = "", **fields: str) -> dict[str, object]:
    root = Collection.get_first_root_node().pk
    data = {f"{prefix}title": "Fleuve", f"{prefix}collection": root}
    data |= {f"{prefix}{name}": value for name, value in fields.items()}
    return data | {f"{prefix}file": SimpleUploadedFile(f"a.{kind}", photograph(kind))}


@pytest.mark.parametrize("kind", FORMATS)
def test_planted_photograph_tells_before_it_is_cleaned(kind):
    content = photograph(kind)
    assert tells(content)
    if kind in ("jpeg", "webp", "png", "heic", "avif"):
        assert GPS_BYTES in content


@pytest.mark.parametrize("orientation", [1, TURNED])
@pytest.mark.parametrize("kind", FORMATS)
def test_nothing_of_it_is_in_any_file_that_is_kept(kind, orientation):
    image = make(kind, orientation)
    make_renditions(image)
    for spec in ADMIN_SPECS:
        image.get_rendition(spec)
    assert tells(stored(image.file)) == []
    for rendition in image.renditions.all():
        assert tells(stored(rendition.file)) == [], rendition.filter_spec


@pytest.mark.parametrize("kind", [kind for kind in FORMATS if kind != "gif"])
def test_turned_picture_is_stored_upright(kind):
    image = make(kind, TURNED)
    assert (image.width, image.height) == (80, 120)
    picture = Image.open(BytesIO(stored(image.file)))
    assert picture.size == (80, 120)
    # A quarter turn to the right brings the upper left corner to the upper right.
    assert is_red(picture, 0.75, 0.25)
    assert not is_red(picture, 0.25, 0.25)


@pytest.mark.parametrize("kind", [kind for kind in FORMATS if kind != "gif"])
def test_focal_point_of_a_turned_picture_is_where_it_was_set(kind):
    """It is set on the picture as the desk shows it, with the red quarter at the upper right."""
    image = make(kind, TURNED, (480, 320))
    image.focal_point_x, image.focal_point_y = 260, 60
    image.focal_point_width = image.focal_point_height = 40
    image.save()
    with image.get_rendition("fill-60x40-c100|web|format-png").file.open() as file:
        cut = Image.open(file)
        assert all(is_red(cut, across, 0.5) for across in (0.1, 0.5, 0.9))


@pytest.mark.parametrize("orientation", range(2, 9))
def test_every_orientation_is_applied_as_browsers_do(orientation):
    from PIL import ImageOps

    content = photograph("jpeg", orientation)
    with Image.open(BytesIO(content)) as picture:
        wanted = ImageOps.exif_transpose(picture)
    kept = Image.open(BytesIO(clean(content).content))
    assert kept.size == wanted.size
    places = [(0.2, 0.2), (0.8, 0.2), (0.2, 0.8), (0.8, 0.8)]
    assert [is_red(kept, *place) for place in places] == [
        is_red(wanted, *place) for place in places
    ]


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "gif"])
def test_upright_picture_keeps_every_pixel(kind):
    content = photograph(kind)
    kept = Image.open(BytesIO(clean(content).content))
    with Image.open(BytesIO(content)) as picture:
        assert kept.convert("RGB").tobytes() == picture.convert("RGB").tobytes()
        assert kept.size == picture.size


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "avif"])
def test_colour_profile_stays(kind):
    for orientation in (1, TURNED):
        kept = Image.open(BytesIO(clean(photograph(kind, orientation)).content))
        assert kept.info["icc_profile"]


@pytest.mark.parametrize("kind", FORMATS)
def test_clean_picture_is_left_byte_for_byte(kind):
    once = clean(photograph(kind, TURNED))
    assert clean(once.content).content == once.content


@pytest.mark.parametrize("frames", ["WEBP", "GIF", "PNG"])
def test_moving_picture_goes_on_moving(frames):
    file = BytesIO()
    colours = [Image.new("RGB", (40, 30), name) for name in ("red", "green", "blue")]
    colours[0].save(file, frames, save_all=True, append_images=colours[1:], duration=80)
    kept = Image.open(BytesIO(clean(file.getvalue()).content))
    assert kept.n_frames == 3


def test_heic_of_a_telephone_becomes_a_picture_that_browsers_show():
    image = make("heic")
    assert image.file.name.endswith(".jpg")
    assert Image.open(BytesIO(stored(image.file))).format == "JPEG"


def test_size_and_hash_are_those_of_the_stored_file():
    from hashlib import sha1

    image = make("jpeg")
    content = stored(image.file)
    assert image.file_size == len(content)
    assert image.file_hash == sha1(content, usedforsecurity=False).hexdigest()
    image.refresh_from_db()
    assert image.file_size == len(content)
    assert image.is_clean


FILLED = {
    "description": CAPTION,
    "credit": f"{ARTIST} / {AGENCY}",
    "rights_note": RIGHTS,
    "taken_on": date(2026, 11, 3),
}


@pytest.mark.parametrize(
    ("camera", "xmp", "agency"),
    [(True, False, False), (False, True, False), (False, False, True)],
    ids=["exif", "xmp", "iptc"],
)
def test_each_way_of_writing_fills_the_empty_fields(camera, xmp, agency):
    content = photograph("jpeg", camera=camera, xmp=xmp, agency=agency)
    image = NewsImage.objects.create(title="F", file=SimpleUploadedFile("a.jpg", content))
    image.refresh_from_db()
    # EXIF has no field for an agency.
    wanted = FILLED | ({"credit": ARTIST} if camera else {})
    assert {name: getattr(image, name) for name in FILLED} == wanted


def test_what_a_person_wrote_is_not_replaced():
    upload = SimpleUploadedFile("a.jpg", photograph("jpeg"))
    image = NewsImage.objects.create(title="F", file=upload, credit="Photo : M. Touré")
    assert image.credit == "Photo : M. Touré"
    assert image.rights_note == RIGHTS


def test_long_and_odd_texts_fit_the_fields():
    data = Image.Exif()
    # Pillow writes ASCII only, cameras and programs whatever they like.
    data[0x010E], data[0x013B] = ("é" * 900).encode(), "A. Keïta\0\0\r\n <b>".encode()
    file = BytesIO()
    pixels().save(file, "JPEG", exif=data)
    upload = SimpleUploadedFile("a.jpg", file.getvalue())
    image = NewsImage.objects.create(title="F", file=upload)
    assert image.description == "é" * 255
    assert image.credit == "A. Keïta <b>"


def test_name_of_a_camera_is_no_caption():
    data = Image.Exif()
    data[0x010E] = "OLYMPUS DIGITAL CAMERA         "
    file = BytesIO()
    pixels().save(file, "JPEG", exif=data)
    assert clean(file.getvalue()).facts.description == ""


def test_entities_of_a_packet_are_not_unfolded():
    bomb = XMP.replace(
        b"<x:xmpmeta", b"<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><x:xmpmeta", 1
    ).replace(ARTIST.encode(), b"&b;")
    file = BytesIO()
    pixels().save(file, "JPEG", xmp=bomb)
    assert clean(file.getvalue()).facts.creator == ""


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "gif", "avif"])
def test_broken_bytes_are_cleaned_or_refused_and_nothing_else(kind):
    whole, chance = photograph(kind, size=(48, 32)), Random(3)  # noqa: S311
    cases = [whole[: chance.randrange(len(whole))] for _ in range(60)]
    for _ in range(120):
        broken = bytearray(whole)
        for _ in range(4):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        cases.append(bytes(broken))
    for case in cases:
        try:
            kept = clean(case).content
        except Malformed:
            continue
        assert ARTIST.encode() not in kept and GPS_BYTES not in kept


def test_unheard_of_pieces_go_as_well():
    jpeg, png = photograph("jpeg"), photograph("png")
    odd = b"\xff\xeb" + (2 + 12).to_bytes(2) + b"Zyxinconnu__"
    assert MARK not in clean(jpeg[:2] + odd + jpeg[2:]).content
    assert MARK not in clean(png[:33] + png_chunk(b"zyXx", b"Zyxinconnu") + png[33:]).content


# Every door.


def test_single_upload(desk):
    desk.post(reverse("wagtailimages:add"), sent())
    image = NewsImage.objects.get()
    assert tells(stored(image.file)) == []
    assert image.credit == FILLED["credit"]


def test_field_emptied_by_a_person_who_saw_what_the_file_says_stays_empty(desk):
    desk.post(reverse("wagtailimages:add"), sent(credit="", rights_note="Agence", facts_shown="1"))
    image = NewsImage.objects.get()
    assert (image.credit, image.rights_note) == ("", "Agence")


def test_upload_of_several_shows_what_was_read(desk):
    data = sent()
    data["files[]"] = data.pop("file")
    answer = desk.post(reverse("wagtailimages:add_multiple"), data).json()
    image = NewsImage.objects.get(pk=answer["image_id"])
    assert tells(stored(image.file)) == []
    assert f"{ARTIST} / {AGENCY}" in answer["form"]
    assert 'value="2026-11-03"' in answer["form"] or "3 novembre 2026" in answer["form"]


def test_upload_of_several_that_waits_for_a_title(desk):
    data = sent(title="x" * 300)
    data["files[]"] = data.pop("file")
    desk.post(reverse("wagtailimages:add_multiple"), data)
    pending = UploadedFile.objects.get()
    desk.post(
        reverse("wagtailimages:create_multiple_from_uploaded_image", args=[pending.pk]),
        sent(prefix=f"uploaded-image-{pending.pk}-"),
    )
    image = NewsImage.objects.get()
    assert tells(stored(image.file)) == []
    image.refresh_from_db()
    assert image.file_size == len(stored(image.file))


def test_upload_while_choosing(desk):
    prefix = "image-chooser-upload-"
    desk.post(reverse("wagtailimages_chooser:create"), sent(prefix=prefix))
    assert tells(stored(NewsImage.objects.get().file)) == []


def test_kept_upload(desk):
    prefix = "image-chooser-upload-"
    url = reverse("wagtailimages_chooser:create")
    first = desk.post(url, sent(prefix=prefix, title="", kept_upload="")).json()
    from bs4 import BeautifulSoup

    form = BeautifulSoup(first["htmlFragment"], "html.parser")
    data = sent(prefix=prefix, kept_upload=form.select_one(f"[name={prefix}kept_upload]")["value"])
    del data[f"{prefix}file"]
    desk.post(url, data)
    assert tells(stored(NewsImage.objects.get().file)) == []


def test_replaced_file(desk):
    image = make("png")
    desk.post(reverse("wagtailimages:edit", args=[image.pk]), sent("jpeg"))
    image.refresh_from_db()
    assert image.file.name.endswith((".jpg", ".jpeg"))
    assert tells(stored(image.file)) == []


def test_programs():
    image = NewsImage(title="F")
    image.file.save("a.jpg", ContentFile(photograph("jpeg")), save=True)
    assert tells(stored(image.file)) == []
    (made,) = NewsImage.objects.bulk_create(
        [NewsImage(title="G", file=ContentFile(photograph("jpeg"), "b.jpg"))]
    )
    assert tells(stored(made.file)) == []


def test_portrait_of_an_account(desk):
    profile = UserProfile.get_for_user(UserFactory())
    profile.avatar = SimpleUploadedFile("moi.jpg", photograph("jpeg", TURNED))
    profile.save()
    assert tells(stored(profile.avatar)) == []


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp"])
def test_form_is_told_what_the_chosen_file_says_before_it_is_sent(desk, kind):
    start = photograph(kind, agency=kind == "jpeg")[: 128 * 1024]
    with override("fr"):
        answer = desk.post(
            reverse("read_picture"), start, content_type="application/octet-stream"
        ).json()
    assert answer["fields"]["credit"].startswith(ARTIST)
    assert answer["fields"]["taken_on"]
    assert answer["words"]


@pytest.mark.parametrize("start", [b"", b"no picture", photograph("jpeg")[:300]])
def test_start_that_says_nothing_fills_nothing(desk, start):
    url = reverse("read_picture")
    answer = desk.post(url, start, content_type="application/octet-stream")
    assert answer.status_code == 200


def test_reading_is_for_the_newsroom(client):
    url = reverse("read_picture")
    answer = client.post(url, photograph("jpeg"), content_type="application/octet-stream")
    assert answer.status_code == 302


def test_size_of_an_original_that_was_never_cleaned_holds_pixels_only():
    image = make("png")
    name = default_storage.save("original_images/avant.jpg", ContentFile(photograph("jpeg")))
    NewsImage.objects.filter(pk=image.pk).update(file=name)
    image = NewsImage.objects.get(pk=image.pk)
    for spec in ADMIN_SPECS:
        assert tells(stored(image.get_rendition(spec).file)) == [], spec


def test_camera_data_of_a_turned_picture_do_not_turn_it_twice():
    content = clean(photograph("jpeg", TURNED)).content
    assert dict(Image.open(BytesIO(content)).getexif()) == {}
    assert exif(TURNED)[0x0112] == TURNED
