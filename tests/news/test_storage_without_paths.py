"""A storage without folders on this machine, as a bucket: nothing asks it for a path."""

from datetime import timedelta
from posixpath import normpath

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import override_settings
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.models import Collection, UploadedFile
from wagtail.users.models import UserProfile

from news import cleaning_up
from news.images import NewsImage
from news.kept_uploads import forget_old
from tests.factories import UserFactory
from tests.news.photographs import TURNED, photograph
from tests.news.test_document_metadata import (
    FILES,
    kept,
    press,
    send_several,
    unfolded,
)
from tests.news.test_photo_metadata import stored, tells
from tests.news.test_pictures_not_public import (  # noqa: F401 (fixtures)
    commits,
    draft,
    fresh,
    old_site,
    picture,
    publish,
    section,
)

pytestmark = pytest.mark.django_db


class NoPaths(InMemoryStorage):
    """Django's storage in memory makes paths up, for itself and for whoever asks."""

    def path(self, name):
        raise NotImplementedError("no path")

    def _relative_path(self, name):
        return normpath(name or ".")


@pytest.fixture(autouse=True)
def memory(settings):
    backend = f"{__name__}.{NoPaths.__name__}"
    media = {"BACKEND": backend, "OPTIONS": {"base_url": "/media/"}}
    with override_settings(STORAGES=settings.STORAGES | {"default": media}):
        yield


@pytest.fixture
def desk(client):
    client.force_login(UserFactory(is_superuser=True))
    return client


def folders(image):
    """Where the sizes for readers are; a bucket serves them, and not the site."""
    sizes = [size for size in fresh(image).renditions.all() if "web" in size.filter_spec]
    assert all(default_storage.exists(size.file.name) for size in sizes)
    return {size.file.name.partition("/")[0] for size in sizes}


def test_pictures_from_before_are_cleaned_and_put_in_their_place(request, commits):  # noqa: F811
    published, turned, waiting = request.getfixturevalue("old_site")
    with commits():
        call_command("clean_pictures")
    assert cleaning_up.probe() is None
    for image in (published, turned, waiting):
        assert tells(stored(fresh(image).file)) == []
    assert folders(published) == {"images"}
    assert folders(waiting) == {"staff_images"}


def test_sizes_come_out_and_go_back_with_the_text(section, commits):  # noqa: F811
    image = picture()
    page = draft(section, image)
    assert folders(image) == {"staff_images"}
    publish(page, commits)
    assert folders(image) == {"images"}
    page.refresh_from_db()
    with commits():
        page.unpublish()
    assert folders(image) == {"staff_images"}


def test_sizes_of_no_picture_and_portraits_are_cleaned(commits, monkeypatch):  # noqa: F811
    monkeypatch.setattr("news.stray_pictures.IN_THE_MAKING", timedelta(seconds=-1))
    stray = default_storage.save("images/0f3a/a.jpg", ContentFile(photograph("jpeg")))
    profile = UserProfile.get_for_user(UserFactory())
    old = default_storage.save("avatar_images/moi.jpg", ContentFile(photograph("jpeg", TURNED)))
    UserProfile.objects.filter(pk=profile.pk).update(avatar=old)
    with commits():
        call_command("clean_pictures")
    profile.refresh_from_db()
    assert tells(stored(profile.avatar)) == []
    assert not default_storage.exists(stray) and not default_storage.exists(old)


@pytest.mark.parametrize("kind", ["jpeg", "heic"])
def test_picture_is_uploaded_replaced_and_shown_in_the_library(desk, kind):
    data = {"title": "F", "collection": Collection.get_first_root_node().pk}
    data |= {"description": "", "credit": "", "rights_note": "", "tags": ""}
    upload = SimpleUploadedFile(f"a.{kind}", photograph(kind, TURNED))
    assert desk.post(reverse("wagtailimages:add"), data | {"file": upload}).status_code == 302
    image = NewsImage.objects.get()
    page = reverse("wagtailimages:edit", args=[image.pk])
    assert desk.get(page).status_code == 200
    again = SimpleUploadedFile("b.png", photograph("png"))
    assert desk.post(page, data | {"file": again}).status_code == 302
    assert tells(stored(fresh(image).file)) == []
    assert desk.get(reverse("wagtailimages:index")).status_code == 200


def test_documents_are_uploaded_cleaned_and_served(desk, commits):  # noqa: F811
    row = send_several(desk)
    assert press(desk, row, strip_names=None).json()["success"]
    assert kept() == FILES["pdf"]
    document = Document.objects.get()
    edit = reverse("wagtaildocs:edit", args=[document.pk])
    assert "Zyx" in desk.get(edit).text
    with commits():
        call_command("clean_documents", "--take-out")
    assert b"Zyx" not in unfolded(kept())
    assert b"".join(desk.get(document.url)).startswith(b"%PDF")


def test_waiting_uploads_are_forgotten(desk, monkeypatch):
    send_several(desk)
    monkeypatch.setattr("news.kept_uploads.KEPT_APART", timedelta(seconds=-1))
    assert forget_old() == 1
    assert not UploadedFile.objects.exists()


def test_picture_whose_storage_does_not_answer_is_cleaned_the_next_time(request, monkeypatch):
    published, turned, waiting = request.getfixturevalue("old_site")
    answer = NoPaths._open

    def silent(storage, name, mode="rb"):
        if name == turned.file.name:
            raise ConnectionError("away")
        return answer(storage, name, mode)

    monkeypatch.setattr(NoPaths, "_open", silent)
    assert cleaning_up.clean_some() == 2
    assert list(NewsImage.objects.filter(is_clean=False)) == [turned]
    monkeypatch.undo()
    assert cleaning_up.clean_some() == 1
    assert tells(stored(fresh(turned).file)) == []
