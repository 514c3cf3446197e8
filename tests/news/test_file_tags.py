"""A tag of pictures and documents is one, however it is written."""

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from taggit.models import Tag
from wagtail.documents.models import Document

from news.images import NewsImage
from tests.factories import NewsImageFactory, UserFactory
from tests.forms import read_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(UserFactory(is_superuser=True))
    return client


@pytest.fixture
def picture() -> NewsImage:
    picture: NewsImage = NewsImageFactory()
    picture.tags.add("Économie")
    return picture


@pytest.fixture
def document() -> Document:
    document = Document(title="Budget")
    document.file.save("budget.txt", ContentFile(b"Le budget"))
    return document


def names(asset: NewsImage | Document) -> list[str]:
    return sorted(type(asset).objects.get(pk=asset.pk).tags.names())


def test_forms_take_the_tag_that_is_there(
    desk: Client, picture: NewsImage, document: Document
) -> None:
    for asset, name in ((picture, "wagtailimages:edit"), (document, "wagtaildocs:edit")):
        url = reverse(name, args=[asset.pk])
        form = f"form[action='{url}']"
        fields = read_form(desk, url, form) | {"tags": 'economie, ECO-NOMIE, "Marché de gros"'}
        fields.pop("file", None)
        assert desk.post(url, fields).status_code == 302
        assert names(asset) == ["Marché de gros", "Économie"]


def test_so_do_several_at_once(desk: Client, picture: NewsImage, document: Document) -> None:
    for asset in (picture, document):
        meta = asset._meta
        url = reverse("wagtail_bulk_action", args=[meta.app_label, meta.model_name, "add_tags"])
        desk.post(f"{url}?id={asset.pk}", {"tags": 'economie,"Marché de gros, petit"'})
        assert names(asset) == ["Marché de gros, petit", "Économie"]


def test_doubles_from_before_are_named_and_merged_on_demand(
    picture: NewsImage, document: Document, capsys: pytest.CaptureFixture[str]
) -> None:
    other = NewsImageFactory()
    other.tags.add("Économie")
    double = Tag.objects.create(name="Economie")
    for asset in (picture, document):
        asset.tags.add(double)
    document.tags.remove("Économie")
    call_command("double_tags")
    assert capsys.readouterr().out == "Économie (2), Economie (2)\n"
    assert Tag.objects.count() == 2
    call_command("double_tags", "--merge-files")
    assert [names(asset) for asset in (picture, other, document)] == [["Économie"]] * 3
    assert Tag.objects.count() == 1
