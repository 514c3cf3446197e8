"""A form of the libraries keeps its file while another field is mended."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, UploadedFile

from news.images import NewsImage
from news.kept_uploads import MOST_PER_PERSON
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PICTURE, DOCUMENT = "image-chooser-upload", "document-chooser-upload"
CREATE = {PICTURE: "wagtailimages_chooser:create", DOCUMENT: "wagtaildocs_chooser:create"}


def editor() -> Client:
    client = Client()
    client.force_login(UserFactory(is_superuser=True))
    return client


@pytest.fixture
def desk(db: None) -> Client:
    return editor()


def upload(client: Client, prefix: str, **fields: Any) -> dict[str, Any]:
    root = Collection.get_first_root_node()
    data = {f"{prefix}-collection": root.pk, f"{prefix}-kept_upload": ""}
    data |= {f"{prefix}-{name}": value for name, value in fields.items()}
    answer = client.post(reverse(CREATE[prefix]), data)
    assert answer.status_code == 200
    return answer.json()


def kept_in(answer: dict[str, Any], prefix: str) -> str:
    assert answer["step"] == "reshow_creation_form"
    form = BeautifulSoup(answer["htmlFragment"], "html.parser")
    return str(form.select_one(f"[name={prefix}-kept_upload]").get("value", ""))


def picture(name: str = "berge.png", size: tuple[int, int] = (40, 30)) -> ContentFile:
    return ContentFile(get_test_image_file(size=size).file.getvalue(), name)


def test_a_picture_is_sent_once_though_its_title_was_missing(desk: Client) -> None:
    refused = upload(desk, PICTURE, file=picture(), title="")
    assert "berge.png" in refused["htmlFragment"] and "est gardé" in refused["htmlFragment"]
    assert "Champ requis" in refused["htmlFragment"]
    upload(desk, PICTURE, title="La berge", kept_upload=kept_in(refused, PICTURE))
    saved = NewsImage.objects.get(title="La berge")
    assert (saved.width, saved.height) == (40, 30)
    assert not UploadedFile.objects.exists()


def test_a_file_outlives_several_errors(desk: Client) -> None:
    kept = kept_in(upload(desk, PICTURE, file=picture(), title=""), PICTURE)
    again = kept_in(upload(desk, PICTURE, title="", kept_upload=kept), PICTURE)
    assert UploadedFile.objects.count() == 1
    upload(desk, PICTURE, title="La berge", kept_upload=again)
    assert NewsImage.objects.filter(title="La berge").exists()


def test_another_file_takes_the_place_of_the_kept_one(desk: Client) -> None:
    kept = kept_in(upload(desk, PICTURE, file=picture(), title=""), PICTURE)
    upload(desk, PICTURE, title="Autre", file=picture("autre.png", (64, 48)), kept_upload=kept)
    assert NewsImage.objects.get().width == 64


def test_a_document_is_kept_as_well(desk: Client) -> None:
    budget = ContentFile(b"%PDF-1.4 budget", "budget.pdf")
    kept = kept_in(upload(desk, DOCUMENT, file=budget, title=""), DOCUMENT)
    upload(desk, DOCUMENT, title="Budget", kept_upload=kept)
    document = get_document_model().objects.get()
    assert document.filename.startswith("budget") and document.file.read() == b"%PDF-1.4 budget"


def test_a_file_that_is_wrong_itself_is_not_kept(desk: Client) -> None:
    broken = ContentFile(b"no picture", "berge.png")
    assert kept_in(upload(desk, PICTURE, file=broken, title=""), PICTURE) == ""
    assert not UploadedFile.objects.exists()


def test_nobody_takes_up_another_persons_file(desk: Client) -> None:
    kept = kept_in(upload(desk, PICTURE, file=picture(), title=""), PICTURE)
    refused = upload(editor(), PICTURE, title="La berge", kept_upload=kept)
    assert "Champ requis" in refused["htmlFragment"]
    assert not NewsImage.objects.exists()


@pytest.mark.parametrize("token", ["", "1", "WzFd:x:y", "\x00"])
def test_an_invented_token_is_no_file(desk: Client, token: str) -> None:
    assert upload(desk, PICTURE, title="La berge", kept_upload=token)["step"] == (
        "reshow_creation_form"
    )


def test_a_person_keeps_a_few_files_at_most(desk: Client) -> None:
    for _ in range(MOST_PER_PERSON + 2):
        upload(desk, PICTURE, file=picture(), title="")
    assert UploadedFile.objects.count() == MOST_PER_PERSON
