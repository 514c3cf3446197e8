"""A writer alone changes or deletes nothing that readers see, on any route of the libraries."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.documents import admin_urls as document_urls
from wagtail.documents.models import Document
from wagtail.images import admin_urls as image_urls
from wagtail.models import Collection, ModelLogEntry

from accounts.models import User
from editorial.assets.models import AssetProposal
from editorial.newsroom import NewsroomSettings, NewsroomSize
from news.images import NewsImage
from news.models import ArticleIndexPage
from tests.editorial.assets import (
    STATES,
    article_showing,
    document_of,
    jpeg,
    picture_data,
    picture_of,
    save_document,
    save_picture,
)
from tests.scale import scaled

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]

FOCUS = {
    "focal_point_x": 100, "focal_point_y": 90, "focal_point_width": 40, "focal_point_height": 40,
}  # fmt: skip
SEEN = {
    "description": "Autre chose",
    "credit": "Photo : personne",
    "rights_expire_on": "2030-01-01",
}


def state_of(asset: Any) -> dict[str, Any]:
    """Everything that readers may see of it, with the bytes of its file."""
    fresh = type(asset)._base_manager.get(pk=asset.pk)
    with fresh.open_file() as stored:
        content = stored.read()
    names = [*SEEN, *FOCUS] if isinstance(asset, NewsImage) else ["title"]
    return {name: getattr(fresh, name) for name in names} | {"file": content}


def prefixed(prefix: str, data: dict[str, Any]) -> dict[str, Any]:
    return {f"{prefix}-{name}": value for name, value in data.items()}


def try_everything(client: Client, picture: NewsImage, document: Document) -> None:
    """Every address of the two libraries that changes or deletes, with everything changed."""
    for changes in ({"file": jpeg()}, SEEN, FOCUS):
        save_picture(client, picture, **changes)
    save_document(client, document, title="Autre titre")
    save_document(client, document, file=SimpleUploadedFile("autre.txt", b"Autre"))
    client.post(
        reverse("wagtailimages:edit_multiple", args=[picture.pk]),
        prefixed(f"image-{picture.pk}", picture_data(picture, **SEEN, **FOCUS)),
    )
    client.post(
        reverse("wagtaildocs:edit_multiple", args=[document.pk]),
        prefixed(f"doc-{document.pk}", {"title": "Autre titre", "tags": ""}),
    )
    for asset, name, multiple in (
        (picture, "wagtailimages:delete", "wagtailimages:delete_multiple"),
        (document, "wagtaildocs:delete", "wagtaildocs:delete_multiple"),
    ):
        client.post(reverse(name, args=[asset.pk]))
        client.post(reverse(multiple, args=[asset.pk]))
        meta = asset._meta
        bulk = reverse("wagtail_bulk_action", args=[meta.app_label, meta.model_name, "delete"])
        client.post(f"{bulk}?id={asset.pk}")
        client.post(f"{bulk}?id=all")


def try_the_forms(client: Client, picture: NewsImage, document: Document) -> None:
    """The two forms and the two deletions alone, with everything changed."""
    save_picture(client, picture, **SEEN)
    save_picture(client, picture, file=jpeg(), **FOCUS)
    file = SimpleUploadedFile("autre.txt", b"Autre")
    save_document(client, document, title="Autre titre", file=file)
    client.post(reverse("wagtailimages:delete", args=[picture.pk]))
    client.post(reverse("wagtaildocs:delete", args=[document.pk]))


WALKS = [
    (who, state)
    for who in ("writer", "copy_editor", "chief", "admin")
    for state in STATES
    if scaled(0, 1) or who == "writer" or state == "live"
]


@pytest.mark.parametrize(("who", "state"), WALKS)
def test_nobody_changes_alone_what_readers_see(
    who: str,
    state: str,
    request: pytest.FixtureRequest,
    section: ArticleIndexPage,
    writer: User,
    copy_editor: User,
    sign_in: SignIn,
) -> None:
    user = request.getfixturevalue(who)
    picture, document = picture_of(user), document_of(user)
    for asset in (picture, document):
        article_showing(asset, state, section, writer, copy_editor)
    before = state_of(picture), state_of(document)
    # The routes are the same for a text in each state.
    whole = scaled(0, 1) or state == "live"
    (try_everything if whole else try_the_forms)(sign_in(user), picture, document)
    after = state_of(picture), state_of(document)
    if who != "writer":
        for name in ("credit", "rights_expire_on"):
            assert after[0].pop(name) != before[0].pop(name)
    assert after == before
    waiting = AssetProposal.objects.waiting()
    assert waiting.of(picture).exists() and waiting.of(document).exists()


def test_the_walk_knows_every_address_that_changes_a_picture_or_document() -> None:
    """A new address of Wagtail's libraries fails here, until it is walked above or named."""
    walked = {"edit", "edit_multiple", "delete", "delete_multiple"}
    harmless = {
        "index", "index_results", "add", "add_multiple", "delete_upload_multiple",
        "create_multiple_from_uploaded_image", "create_multiple_from_uploaded_document",
        "image_usage", "document_usage", "url_generator", "url_generator_output", "preview",
    }  # fmt: skip
    for library in (image_urls, document_urls):
        found = {pattern.name for pattern in library.urlpatterns}
        assert walked <= found <= walked | harmless


def test_an_unused_picture_is_changed_and_deleted_as_ever(writer: User, sign_in: SignIn) -> None:
    client, picture = sign_in(writer), picture_of(writer)
    save_picture(client, picture, **SEEN, **FOCUS, file=jpeg())
    picture.refresh_from_db()
    assert (picture.description, picture.focal_point_x) == ("Autre chose", 100)
    assert (picture.width, picture.height) == (640, 480)
    assert not AssetProposal.objects.exists()
    client.post(reverse("wagtailimages:delete", args=[picture.pk]))
    assert not NewsImage.objects.exists()


def test_what_no_reader_sees_waits_for_nobody(
    section: ArticleIndexPage, writer: User, sign_in: SignIn
) -> None:
    picture = picture_of(writer)
    article_showing(picture, "live", section, writer)
    other = Collection.get_first_root_node().add_child(name="Marchés")
    answer = save_picture(
        sign_in(writer), picture,
        title="Marché rose", tags="bamako", collection=other.pk, rights_note="Un an",
    )  # fmt: skip
    picture.refresh_from_db()
    assert answer.status_code == 302
    assert (picture.title, picture.rights_note) == ("Marché rose", "Un an")
    assert list(picture.tags.names()) == ["bamako"] and picture.collection == other
    assert not AssetProposal.objects.exists()


def test_one_save_keeps_what_may_be_kept_and_proposes_the_rest(
    section: ArticleIndexPage, writer: User, sign_in: SignIn
) -> None:
    picture = picture_of(writer)
    article_showing(picture, "live", section, writer)
    file = picture.file.name
    save_picture(sign_in(writer), picture, title="Rangé", description="Neuf", file=jpeg())
    picture.refresh_from_db()
    assert (picture.title, picture.description) == ("Rangé", "Un marché au bord du fleuve")
    assert picture.file.name == file and picture.file.storage.exists(file)
    proposal = AssetProposal.objects.get()
    assert set(proposal.after) == {"file", "description"}
    assert proposal.after["description"] == "Neuf"


def test_copy_editors_mend_a_credit_in_one_go_and_on_record(
    section: ArticleIndexPage, writer: User, copy_editor: User, sign_in: SignIn
) -> None:
    picture = picture_of(writer, credit="Photo : K. Touré")
    article_showing(picture, "live", section, writer)
    save_picture(sign_in(copy_editor), picture, credit="Photo : M. Touré")
    picture.refresh_from_db()
    assert picture.credit == "Photo : M. Touré"
    assert not AssetProposal.objects.exists()
    entry = ModelLogEntry.objects.get(action="editorial.asset_mended")
    assert entry.user == copy_editor
    assert entry.data["before"] == {"credit": "Photo : K. Touré"}
    assert entry.data["after"] == {"credit": "Photo : M. Touré"}


def test_who_works_alone_changes_at_once_and_on_record(
    section: ArticleIndexPage, chief: User, sign_in: SignIn
) -> None:
    NewsroomSettings(size=NewsroomSize.SOLO).save()
    picture = picture_of(chief)
    article_showing(picture, "live", section, chief)
    save_picture(sign_in(chief), picture, description="Neuf", file=jpeg())
    picture.refresh_from_db()
    assert (picture.description, picture.width) == ("Neuf", 640)
    entry = ModelLogEntry.objects.get(action="editorial.asset_changed_alone")
    assert entry.data["after"]["description"] == "Neuf"


def test_deletion_is_refused_with_the_pages_that_the_person_may_see(
    section: ArticleIndexPage, writer: User, other_writer: User, sign_in: SignIn
) -> None:
    picture = picture_of(writer)
    seen = article_showing(picture, "live", section, writer)
    hidden = article_showing(picture, "in_review", section, other_writer)
    hidden.title = hidden.draft_title = "Le secret du ministre"
    hidden.save()
    client = sign_in(writer)
    for method in (client.get, client.post):
        answer = method(reverse("wagtailimages:delete", args=[picture.pk]))
        said = answer.content.decode()
        assert seen.title in said and "Le secret" not in said
        assert "Textes d’autres personnes, non nommés ici : 1" in said
    assert answer.status_code == 409
    bulk = reverse("wagtail_bulk_action", args=["news", "newsimage", "delete"])
    said = client.get(f"{bulk}?id={picture.pk}").content.decode()
    assert seen.title in said and "Le secret" not in said


def test_a_new_picture_is_made_of_one_in_use(
    section: ArticleIndexPage, writer: User, sign_in: SignIn
) -> None:
    picture = picture_of(writer)
    article_showing(picture, "live", section, writer)
    answer = save_picture(sign_in(writer), picture, **FOCUS, as_new="1", title="Recadrée")
    made = NewsImage.objects.exclude(pk=picture.pk).get()
    assert answer.url == reverse("wagtailimages:edit", args=[made.pk])
    assert (made.title, made.focal_point_x, made.uploaded_by_user) == ("Recadrée", 100, writer)
    assert made.file.name != picture.file.name
    picture.refresh_from_db()
    assert picture.focal_point_x is None


def test_the_log_says_edited_only_of_what_was_edited(
    section: ArticleIndexPage, writer: User, sign_in: SignIn
) -> None:
    client, picture = sign_in(writer), picture_of(writer)
    article_showing(picture, "live", section, writer)
    edits = ModelLogEntry.objects.filter(action="wagtail.edit")
    save_picture(client, picture, description="Neuf")
    assert not edits.exists()
    save_picture(client, picture, title="Marché rose")
    assert edits.get().user == writer
