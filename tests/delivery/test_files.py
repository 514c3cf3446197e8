"""A download that broke off goes on where it ended, whoever sends the file."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from wagtail.documents.models import Document

from home.models import HomePage
from tests.factories import article_showing
from tests.made_once import made_once
from tests.response_body import body

CONTENT = bytes(range(256)) * 1000
SIZE = len(CONTENT)
pytestmark = pytest.mark.django_db


@pytest.fixture
@made_once
def document(home_page: HomePage) -> Document:
    document = Document(title="Le budget")
    document.file.save("budget.pdf", ContentFile(CONTENT))
    document.get_file_hash()
    article_showing(document, home_page)
    return document


@pytest.fixture
@made_once
def picture() -> str:
    name = default_storage.save("images/clef/fleuve.webp", ContentFile(CONTENT))
    return f"/media/{name}"


@pytest.mark.parametrize(
    ("asked", "status", "first", "last"),
    [
        ("bytes=0-0", 206, 0, 0),
        ("bytes=100-199", 206, 100, 199),
        ("Bytes = 100-199", 206, 100, 199),
        ("bytes=70000-", 206, 70_000, SIZE - 1),
        ("bytes=255999-9999999", 206, SIZE - 1, SIZE - 1),
        ("bytes=-500", 206, SIZE - 500, SIZE - 1),
        ("bytes=-9999999", 206, 0, SIZE - 1),
        ("bytes=0-99,200-299", 200, 0, SIZE - 1),
        ("bytes=9-5", 200, 0, SIZE - 1),
        ("bytes=-", 200, 0, SIZE - 1),
        ("bytes=a-b", 200, 0, SIZE - 1),
        ("bytes=²-", 200, 0, SIZE - 1),
        ("bytes=" + "9" * 5000 + "-", 200, 0, SIZE - 1),
        ("lines=1-2", 200, 0, SIZE - 1),
    ],
)
def test_range_is_sent_as_the_rfc_has_it(
    reader: Client, picture: str, asked: str, status: int, first: int, last: int
) -> None:
    answer = reader.get(picture, headers={"range": asked})
    assert answer.status_code == status
    assert body(answer) == CONTENT[first : last + 1]
    assert answer["Content-Length"] == str(last - first + 1)
    assert answer["Accept-Ranges"] == "bytes"
    expected = f"bytes {first}-{last}/{SIZE}" if status == 206 else None
    assert answer.get("Content-Range") == expected


@pytest.mark.parametrize("asked", [f"bytes={SIZE}-", "bytes=999999999-", "bytes=-0"])
def test_range_behind_the_end_is_refused_with_the_size(
    reader: Client, picture: str, asked: str
) -> None:
    answer = reader.get(picture, headers={"range": asked})
    assert answer.status_code == 416
    assert answer["Content-Range"] == f"bytes */{SIZE}"
    assert answer.content == b""


def test_empty_file_is_sent_whole(reader: Client) -> None:
    name = default_storage.save("images/vide.webp", ContentFile(b""))
    answer = reader.get(f"/media/{name}", headers={"range": "bytes=0-"})
    assert answer.status_code == 200
    assert answer["Content-Length"] == "0"


def test_document_and_its_part_come_with_the_same_headers(
    reader: Client, document: Document
) -> None:
    whole = reader.get(document.url)
    part = reader.get(document.url, headers={"range": "bytes=1000-"})
    assert (whole.status_code, part.status_code) == (200, 206)
    assert body(whole) == CONTENT
    assert body(part) == CONTENT[1000:]
    differing = {"Content-Range", "Content-Length", "X-Request-ID"}
    for name in (set(whole.headers) | set(part.headers)) - differing:
        assert part.get(name) == whole.get(name), name
    assert part["Content-Type"] == "application/pdf"
    assert part["Content-Disposition"] == f'attachment; filename="{document.filename}"'
    assert part["Content-Security-Policy"] == "default-src 'none'"
    assert part["X-Content-Type-Options"] == "nosniff"
    assert "Content-Encoding" not in part


def test_download_goes_on_only_with_the_same_file(reader: Client, document: Document) -> None:
    whole = reader.get(document.url)
    body(whole)

    def status(condition: str) -> int:
        headers = {"range": "bytes=1000-", "if-range": condition}
        answer = reader.get(document.url, headers=headers)
        assert body(answer) == (CONTENT[1000:] if answer.status_code == 206 else CONTENT)
        return answer.status_code

    assert status(whole["ETag"]) == 206
    assert status(whole["Last-Modified"]) == 206
    assert status('"autre"') == 200
    assert status("W/" + whole["ETag"]) == 200
    assert status("Sun, 06 Nov 1994 08:49:37 GMT") == 200
    assert status("hier") == 200


def test_conditions_come_before_ranges(reader: Client, document: Document) -> None:
    tag = reader.head(document.url)["ETag"]

    def status(**headers: str) -> int:
        return reader.get(document.url, headers={"range": "bytes=1000-"} | headers).status_code

    assert status(**{"if-none-match": tag}) == 304
    assert status(**{"if-match": '"autre"'}) == 412
    assert status(**{"if-none-match": '"autre"'}) == 206


def test_head_tells_the_size_and_knows_no_ranges(reader: Client, document: Document) -> None:
    answer = reader.head(document.url, headers={"range": "bytes=1000-"})
    assert answer.status_code == 200
    assert answer["Content-Length"] == str(SIZE)
    assert answer["Accept-Ranges"] == "bytes"


def test_part_of_a_withdrawn_document_is_as_private_as_the_whole(
    reader: Client, document: Document, settings: Any
) -> None:
    for location in ("", "/inside/"):
        settings.ACCEL_LOCATION = location
        answer = reader.get(document.url, headers={"range": "bytes=1000-"})
        assert "private" not in answer["Cache-Control"]
        body(answer)
    for page in HomePage.objects.get().get_descendants().specific():
        page.unpublish()
    for location in ("", "/inside/"):
        settings.ACCEL_LOCATION = location
        answer = reader.get(document.url, headers={"range": "bytes=1000-"})
        assert answer.status_code == 404
        assert "X-Accel-Redirect" not in answer


def test_nginx_is_told_which_file_to_send_and_how(
    reader: Client, document: Document, picture: str, settings: Any
) -> None:
    whole = reader.get(document.url)
    body(whole)
    settings.ACCEL_LOCATION = "/inside/"
    answer = reader.get(document.url, headers={"range": "bytes=1000-", "if-match": '"nginx"'})
    assert answer.status_code == 200
    assert answer["X-Accel-Redirect"] == f"/inside/{document.file.name}"
    assert answer.content == b""
    for name in ("Content-Type", "Content-Disposition", "Content-Security-Policy", "Cache-Control"):
        assert answer[name] == whole[name]
    assert reader.get(picture)["X-Accel-Redirect"] == "/inside/" + picture.removeprefix("/media/")


def test_file_that_is_gone_is_not_found(reader: Client, document: Document) -> None:
    default_storage.delete(document.file.name)
    assert reader.get(document.url).status_code == 404
