"""The icon of the site, and the files that machines ask for by name."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from PIL import Image
from wagtail.models import Site

from home.icons import SIZES
from home.models import HomePage, Identity
from home.models.identity import Accent
from home.share_card import ACCENTS
from news.models import MachineSettings
from tests.factories import NewsImageFactory

pytestmark = pytest.mark.django_db


def opened(reader: Client, path: str) -> Image.Image:
    answer = reader.get(path)
    assert answer.status_code == 200, path
    return Image.open(BytesIO(answer.content))


def colours(picture: Image.Image) -> set[tuple[int, ...]]:
    found = picture.convert("RGB").getcolors(picture.width * picture.height)
    return {colour for _count, colour in found}


def test_each_name_that_browsers_ask_for_answers_with_the_icon(
    home_page: HomePage, reader: Client
) -> None:
    sizes = {f"/icone-{size}.png": (size, size) for size in SIZES}
    sizes |= {"/apple-touch-icon.png": (180, 180), "/favicon.ico": (48, 48)}
    sizes |= {"/apple-touch-icon-precomposed.png": (180, 180)}
    assert {path: opened(reader, path).size for path in sizes} == sizes
    assert reader.get("/icone-5000.png").status_code == 404


def test_the_icon_is_the_papers_and_its_address_changes_with_it(
    home_page: HomePage, reader: Client
) -> None:
    identity = Identity.for_site(Site.objects.get())
    addresses = set()
    for accent in (Accent.LEAF, Accent.INK):
        identity.name, identity.accent = "Le Fleuve", accent
        identity.save()
        page = reader.get("/").content.decode()
        address = page.partition('rel="icon" href="')[2].partition('"')[0]
        addresses.add(address)
        ground = tuple(bytes.fromhex(ACCENTS[accent][1:]))
        assert ground in colours(opened(reader, address))
    assert len(addresses) == 2


def test_a_logo_that_fits_a_square_is_the_icon(home_page: HomePage, reader: Client) -> None:
    identity = Identity.for_site(Site.objects.get())
    for size, is_shown in [((200, 180), True), ((600, 80), False)]:
        identity.logo = NewsImageFactory(
            file__width=size[0], file__height=size[1], file__color="#00ff00"
        )
        identity.save()
        found = colours(opened(reader, "/icone-96.png"))
        assert any(red < 60 and green > 200 for red, green, _ in found) == is_shown


def test_a_logo_whose_file_is_gone_leaves_the_initial(home_page: HomePage, reader: Client) -> None:
    identity = Identity.for_site(Site.objects.get())
    identity.logo = NewsImageFactory(file__width=100, file__height=100)
    identity.save()
    identity.logo.file.storage.delete(identity.logo.file.name)
    assert opened(reader, "/icone-96.png").size == (96, 96)


def test_security_and_advertising_files_are_there_once_the_newsroom_has_filled_them_in(
    home_page: HomePage, reader: Client
) -> None:
    paths = ["/.well-known/security.txt", "/ads.txt"]
    assert [reader.get(path).status_code for path in paths] == [404, 404]
    machines = MachineSettings.for_site(Site.objects.get())
    machines.security_contact = "securite@lefleuve.example"
    machines.ads = "exchange.example, 12, DIRECT\r\n"
    machines.full_clean()
    machines.save()
    security, ads = (reader.get(path) for path in paths)
    assert "Contact: mailto:securite@lefleuve.example\nExpires: 20" in security.content.decode()
    assert ads.content == b"exchange.example, 12, DIRECT\n"
    assert ads["Content-Type"].startswith("text/plain")
    machines.security_contact = "javascript:alert(1)"
    with pytest.raises(ValidationError):
        machines.full_clean()
