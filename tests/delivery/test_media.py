"""Which uploaded files the world may fetch, and how long it may keep them."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

PAGE = b"<script>alert(1)</script>"


@pytest.fixture
def stored():
    """Puts a file into the media folder and takes it away again."""
    names = []

    def store(name: str, content: bytes = b"RIFF....WEBP") -> str:
        names.append(default_storage.save(name, ContentFile(content)))
        return names[-1]

    yield store
    for name in names:
        default_storage.delete(name)


def test_picture_is_kept_for_a_year(reader, stored, db):
    response = reader.get(f"/media/{stored('images/fleuve.width-320.webp')}")
    assert response.status_code == 200
    assert response["Content-Type"] == "image/webp"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert not response.cookies


def test_picture_is_kept_by_editors_as_well(client, stored, django_user_model):
    client.force_login(django_user_model.objects.create(username="redaction"))
    response = client.get(f"/media/{stored('images/fleuve.width-320.webp')}")
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"


def test_known_picture_is_not_sent_again(reader, stored, db):
    address = f"/media/{stored('images/fleuve.width-320.webp')}"
    first = reader.get(address)
    again = reader.get(address, headers={"if-modified-since": first["Last-Modified"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    "name",
    [
        "documents/contrat.pdf",
        "original_images/avec-position.jpg",
        "health/probe",
        "staff_images/attente.webp",
        "avatar_images/moi.jpg",
    ],
)
def test_what_is_not_for_readers_stays_inside(reader, stored, name, home_page):
    assert reader.get(f"/media/{stored(name)}").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "images/",
        "images",
        "",
        "images/../documents/contrat.pdf",
        "images/%2e%2e/documents/contrat.pdf",
        "images/..%2fdocuments/contrat.pdf",
        "images//etc/passwd",
        "images/" + "a" * 5000,
    ],
)
def test_no_list_and_no_way_out_of_the_folder(reader, stored, path, home_page):
    stored("documents/contrat.pdf")
    assert reader.get(f"/media/{path}").status_code == 404
