"""Media in an S3-compatible bucket, over HTTP."""

from io import BytesIO
from pathlib import Path

import pytest
import requests
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.test import override_settings
from PIL import Image
from wagtail.documents.models import Document
from wagtail.models import Collection

from config.env import storage
from news.models import Author, NewsImage
from news.public_pictures import settle
from tests.factories import UserFactory, article_showing
from tests.news.photographs import photograph
from tests.news.test_document_metadata import FILES, unfolded
from tests.news.test_photo_metadata import stored, tells

ROOT = Path(__file__).resolve().parents[2]

pytestmark = [pytest.mark.django_db, pytest.mark.processes]


@pytest.fixture(scope="module")
def s3():
    # It takes seconds to load, and whoever collects the tests would load it.
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    yield server.get_host_and_port()
    server.stop()


@pytest.fixture
def bucket(s3, settings):
    """The site's media in a new bucket, as MEDIA_STORAGE_URL would have them."""
    import boto3

    host, port = s3
    url = f"s3://key:secret@{host}:{port}/press?region=us-east-1&tls=0"
    client = boto3.client(
        "s3",
        endpoint_url=f"http://{host}:{port}",
        region_name="us-east-1",
        aws_access_key_id="key",
        aws_secret_access_key="secret",
    )
    client.create_bucket(Bucket="press")
    policy = (ROOT / "deploy" / "bucket-policy.json").read_text().replace("BUCKET", "press")
    client.put_bucket_policy(Bucket="press", Policy=policy)
    with override_settings(STORAGES=settings.STORAGES | {"default": storage(url)}):
        yield client


@pytest.fixture
def picture(bucket):
    file = BytesIO()
    Image.new("RGB", (420, 280), "teal").save(file, "JPEG")
    return NewsImage.objects.create(
        title="Le fleuve", file=ImageFile(file, name="fleuve.jpg"), width=420, height=280
    )


def shown_to_readers(picture):
    Author.objects.create(name="Awa", portrait=picture)
    settle([picture.pk])


def test_picture_and_its_rendition_are_in_the_bucket(picture, bucket):
    rendition = picture.get_rendition("width-320|format-webp")
    names = {entry["Key"] for entry in bucket.list_objects_v2(Bucket="press")["Contents"]}
    assert {picture.file.name, rendition.file.name} <= names


def test_readers_fetch_a_rendition_from_the_bucket_and_keep_it(picture, s3):
    rendition = picture.get_rendition("width-320|web|format-webp")
    assert rendition.url == f"/media/{rendition.file.name}"
    shown_to_readers(picture)
    address = picture.get_rendition("width-320|web|format-webp").url
    assert address.startswith(f"http://{s3[0]}:{s3[1]}/press/images/")
    assert "Signature" not in address
    response = requests.get(address, timeout=10)
    assert response.status_code == 200
    assert Image.open(BytesIO(response.content)).width == 320
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_what_is_not_for_readers_stays_inside_the_bucket(picture, s3, client):
    inside = picture.get_rendition("width-320|web|format-webp").file.name
    for name in (picture.file.name, inside):
        address = f"http://{s3[0]}:{s3[1]}/press/{name}"
        assert requests.get(address, timeout=10).status_code == 403
    assert client.get(f"/media/{inside}").status_code == 404
    client.force_login(UserFactory(is_superuser=True))
    answer = client.get(f"/media/{inside}")
    assert Image.open(BytesIO(b"".join(answer.streaming_content))).width == 320


def test_two_pictures_of_one_name_are_both_kept(picture):
    file = BytesIO()
    Image.new("RGB", (60, 40), "maroon").save(file, "JPEG")
    other = NewsImage.objects.create(
        title="Autre", file=ImageFile(file, name="fleuve.jpg"), width=60, height=40
    )
    assert other.file.name != picture.file.name


def test_private_document_goes_through_the_site(bucket, reader, client, home_page):
    collection = Collection.get_first_root_node().add_child(name="Juridique")
    collection.view_restrictions.create(restriction_type="login")
    name = default_storage.save("documents/contrat.txt", BytesIO(b"confidentiel"))
    document = Document.objects.create(title="Contrat", file=name, collection=collection)
    article_showing(document, home_page)
    refused = reader.get(document.url)
    assert refused.status_code == 302
    assert "press" not in refused["Location"]


def test_public_document_is_served_by_the_site(bucket, reader, home_page):
    name = default_storage.save("documents/programme.txt", BytesIO(b"programme"))
    document = Document.objects.create(title="Programme", file=name)
    article_showing(document, home_page)
    response = reader.get(document.url)
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == b"programme"


def test_bucket_has_no_media_route(picture, reader, home_page):
    shown_to_readers(picture)
    name = picture.get_rendition("width-320|web|format-webp").file.name
    assert reader.get(f"/media/{name}").status_code == 404


def test_what_was_there_before_is_cleaned_in_the_bucket(
    picture, django_capture_on_commit_callbacks
):
    photo = default_storage.save("original_images/a.jpg", ContentFile(photograph("jpeg")))
    NewsImage.objects.filter(pk=picture.pk).update(file=photo, is_clean=False)
    picture.refresh_from_db()
    picture.get_rendition("max-165x165")
    name = default_storage.save("documents/budget.pdf", ContentFile(FILES["pdf"]))
    document = Document.objects.create(title="Budget", file=name)
    with django_capture_on_commit_callbacks(execute=True):
        call_command("clean_pictures")
        call_command("clean_documents", "--take-out")
    picture.refresh_from_db()
    assert tells(stored(picture.file)) == []
    document.refresh_from_db()
    with default_storage.open(document.file.name) as file:
        assert b"Zyx" not in unfolded(file.read())
    assert not default_storage.exists(photo) and not default_storage.exists(name)


def test_part_of_a_document_is_read_from_the_bucket_alone(bucket, reader, home_page):
    name = default_storage.save("documents/programme.txt", BytesIO(b"programme du jour"))
    document = Document.objects.create(title="Programme", file=name)
    article_showing(document, home_page)
    response = reader.get(document.url, headers={"range": "bytes=10-"})
    assert response.status_code == 206
    assert b"".join(response.streaming_content) == b"du jour"
    assert response["Content-Range"] == "bytes 10-16/17"
    default_storage.delete(name)
    assert reader.get(document.url).status_code == 404
