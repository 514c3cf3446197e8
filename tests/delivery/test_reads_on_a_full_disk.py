"""No page needs to write: on a disk that is full indeed, every address opens that opens otherwise.

Database, pictures, cache and temporary files are all on it.
"""

import re
import tempfile
from random import Random
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from accounts.models import User
from config.env import cache
from home.models import HomePage, Identity
from news.models import ArticleIndexPage, ArticlePage
from tests.editorial.conftest import member
from tests.editorial.doors import ARTICLE, doors
from tests.editorial.junk import forms_in
from tests.editorial.one_of_each import one_of_each
from tests.factories import SectionFactory, UserFactory
from tests.forms import PAGE_FORM, read_form
from tests.jobs.full_disk import SmallDisk
from tests.scale import scaled

# PostgreSQL keeps its files elsewhere.
pytestmark = pytest.mark.sqlite
real = pytest.mark.usefixtures("transactional_db")
HERE = Random(20261130)  # noqa: S311
# A picture that is made for whoever asks, of any size: there is no room to make it. And what ends
# the walk, or fails by trade.
LEFT_OUT = re.compile(r"/admin/(images/\d+/preview|logout|failwhale|test404)/")
# What every walk asks: the forms in which people write.
FORMS = re.compile(
    r"/(account|une)/$|/edit/(\d+/)?$|/add/(news/.*)?$|/settings/.*\d/$|/images/\d+/$"
)


@pytest.fixture
def disk(small_disk: SmallDisk, settings: Any, monkeypatch: pytest.MonkeyPatch) -> SmallDisk:
    media, cached, uploads = (small_disk.folder / name for name in ("media", "cache", "tmp"))
    uploads.mkdir()
    files = settings.STORAGES["default"] | {"OPTIONS": {"location": str(media)}}
    settings.STORAGES = settings.STORAGES | {"default": files}
    settings.CACHES = {"default": cache(f"filecache://{cached}")}
    monkeypatch.setattr(tempfile, "tempdir", str(uploads))
    return small_disk


@pytest.fixture
def section(disk: SmallDisk, home_page: HomePage) -> ArticleIndexPage:
    return SectionFactory(parent=home_page)


@pytest.fixture
def newsroom(section: ArticleIndexPage, home_page: HomePage) -> ArticlePage:
    """One of everything that an address may name, but for the row of the identity."""
    with transaction.atomic():
        one_of_each(home_page, section, member("Writers"), member("Chief editors"))
    Identity.objects.all().delete()
    article: ArticlePage = ArticlePage.objects.live().public().first()
    return article


@pytest.fixture
def admin(disk: SmallDisk) -> User:
    return UserFactory(is_superuser=True, is_staff=True)


@pytest.fixture
def desk(admin: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(admin, backend="django.contrib.auth.backends.ModelBackend")
    return client


def addresses() -> list[str]:
    """One for each route, in the order of the configuration."""
    found = {door.addresses[0].partition("?")[0] for door in doors((ARTICLE,)) if door.addresses}
    return sorted(at for at in found if not LEFT_OUT.match(at))


def walked(usual: int) -> list[str]:
    """`usual` of the admin's addresses, and all that hold a form in which people write."""
    left = [at for at in addresses() if at.startswith("/admin/")]
    forms = [at for at in left if FORMS.search(at)]
    return sorted({*forms, *HERE.sample(left, min(len(left), scaled(usual, len(left))))})


def failures(client: Client, asked: list[str]) -> dict[str, int]:
    found = {}
    for address in asked:
        answer = client.get(address)
        if answer.streaming:
            b"".join(answer)
        if answer.status_code >= 500:
            found[address] = answer.status_code
    return found


@real
def test_every_page_of_the_site_opens_and_goes_on_when_every_connection_was_closed(
    disk: SmallDisk, newsroom: ArticlePage, section: ArticleIndexPage, reader: Client, desk: Client
) -> None:
    """Also the very first page of a new site, which makes the row of its identity."""
    desk.get(reverse("wagtailadmin_home"))
    Identity.objects.all().delete()
    disk.brim()
    assert not Identity.objects.exists()
    public = [at for at in addresses() if not at.startswith("/admin/")]
    assert failures(reader, ["/", section.url, newsroom.url, *public]) == {}
    assert not Identity.objects.exists()

    connection.close()
    disk.fill()  # with what the files beside the database have left
    assert failures(desk, ["/", "/admin/"]) == {}


@real
def test_every_page_of_the_desk_opens_and_a_form_that_cannot_be_saved_keeps_what_was_typed(
    disk: SmallDisk, newsroom: ArticlePage, desk: Client
) -> None:
    desk.get(reverse("wagtailadmin_home"))
    disk.brim()
    failed: dict[str, int] = {}
    forms: dict[str, list[tuple[str, str]]] = {}
    for address in walked(20):
        answer = desk.get(address)
        if answer.streaming:
            b"".join(answer)
        if answer.status_code >= 500:
            failed[address] = answer.status_code
        elif FORMS.search(address):
            forms |= dict(forms_in(answer, address))
    assert failed == {}

    forms.pop(reverse("wagtailadmin_logout"), None)
    refused = 0
    for action, pairs in forms.items():
        if not action.startswith("/admin/") or "csrfmiddlewaretoken" not in dict(pairs):
            continue
        answer = desk.post(action, by_name(pairs))
        assert answer.status_code in (200, 302, 400, 404, 507), action
        if answer.status_code == 507:
            refused += 1
            typed = {pair for pair in pairs if pair[0] != "csrfmiddlewaretoken"}
            assert typed <= kept(answer), action
    assert refused >= 10


def by_name(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    data: dict[str, list[str]] = {}
    for name, value in pairs:
        data.setdefault(name, []).append(value)
    return data


def kept(answer: Any) -> set[tuple[str, str]]:
    main = BeautifulSoup(answer.content, "html.parser").find("main")
    assert main is not None and "Le disque du serveur est plein" in main.text
    return {(str(field["name"]), str(field.get("value", ""))) for field in main.select("[name]")}


@real
def test_what_is_new_is_sent_again_once_there_is_room(
    disk: SmallDisk, section: ArticleIndexPage, desk: Client
) -> None:
    article = f"/admin/pages/add/news/articlepage/{section.pk}/"
    identity = f"/admin/settings/home/identity/{Site.objects.get().pk}/"
    new = {
        article: {"title": "Le pont", "slug": "pont"},
        "/admin/snippets/news/author/add/": {"name": "Awa Sidibé", "slug": "awa"},
        "/admin/snippets/news/tag/add/": {"name": "Marché", "slug": "marche"},
        "/admin/account/": {"name_email-first_name": "Awa", "name_email-last_name": "B"},
        identity: {"tagline": "Le journal du fleuve"},
    }
    disk.brim()
    again = {}
    for address, typed in new.items():
        fields = read_form(desk, address, f'{PAGE_FORM}, form[action="{address}"]') | typed
        answer = desk.post(address, fields)
        assert answer.status_code == 507, address
        again[address] = kept(answer)
        assert set(typed.items()) <= again[address], address
    disk.make_room()
    saved = {
        address: desk.post(address, by_name(sorted(pairs))).status_code
        for address, pairs in again.items()
    }
    assert saved == dict.fromkeys(new, 302)


@real
def test_an_autosave_of_a_new_page_is_told_in_json(
    disk: SmallDisk, section: ArticleIndexPage, desk: Client
) -> None:
    address = reverse("wagtailadmin_pages:add", args=["news", "articlepage", section.pk])
    disk.brim()
    fields = read_form(desk, address) | {"title": "Le pont ferme"}
    answer = desk.post(address, fields, headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["error_code"]) == (507, "disk_full")
