"""A proposed change of a picture or document: accepted, declined, withdrawn, taken back."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.models import ModelLogEntry

from accounts.models import User
from editorial.assets import deciding, rules
from editorial.assets.models import AssetProposal, ProposalState
from editorial.events.models import Announcement
from editorial.newsroom import NewsroomSettings, NewsroomSize
from editorial.notices.recipients import recipients_of
from news.images import NewsImage
from news.models import ArticleIndexPage
from tests.editorial.assets import (
    article_showing,
    document_of,
    jpeg,
    picture_of,
    save_document,
    save_picture,
)
from tests.news.photographs import photograph
from tests.news.test_document_metadata import FILES, PERSON, unfolded
from tests.news.test_photo_metadata import tells

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def picture(writer: User, section: ArticleIndexPage) -> NewsImage:
    # For each test: some take its file away, which no transaction brings back.
    picture = picture_of(writer)
    article_showing(picture, "live", section, writer)
    return picture


def proposed(client: Client, picture: NewsImage, **changes: Any) -> AssetProposal:
    save_picture(client, picture, **changes)
    return AssetProposal.objects.waiting().latest("pk")


def answer(client: Client, proposal: AssetProposal, way: str, comment: str = "") -> Any:
    data = {"answer": way, "comment": comment}
    return client.post(reverse("asset_proposal", args=[proposal.pk]), data)


def exists(picture: NewsImage, name: str) -> bool:
    return picture.file.storage.exists(name)


def test_an_accepted_picture_replaces_file_words_and_renditions(
    picture: NewsImage,
    writer: User,
    copy_editor: User,
    sign_in: SignIn,
    django_capture_on_commit_callbacks: Any,
) -> None:
    old_file, old_rendition = picture.file.name, picture.get_rendition("width-100").pk
    proposal = proposed(sign_in(writer), picture, file=jpeg(), description="Neuf")
    apart = proposal.file_after
    assert exists(picture, apart)
    with django_capture_on_commit_callbacks(execute=True):
        answer(sign_in(copy_editor), proposal, "accept", "Plus nette.")
    picture.refresh_from_db()
    proposal.refresh_from_db()
    assert (picture.description, picture.width, picture.height) == ("Neuf", 640, 480)
    with picture.open_file() as stored, Image.open(stored) as shown:
        assert shown.size == (640, 480)
    assert not picture.renditions.filter(pk=old_rendition).exists()
    assert exists(picture, old_file) and not exists(picture, apart)
    assert (proposal.state, proposal.decided_by) == (ProposalState.ACCEPTED, copy_editor)
    entry = ModelLogEntry.objects.get(action="editorial.asset_accepted")
    assert (entry.user, entry.data["comment"]) == (copy_editor, "Plus nette.")


def test_a_proposed_picture_is_clean_from_the_start_and_its_facts_are_proposed(
    picture: NewsImage, writer: User, copy_editor: User, sign_in: SignIn
) -> None:
    NewsImage.objects.update(credit="", description="Le marché")
    upload = SimpleUploadedFile("fleuve.jpg", photograph("jpeg"), "image/jpeg")
    proposal = proposed(sign_in(writer), picture, file=upload, credit="", description="Le marché")
    with picture.file.storage.open(proposal.file_after) as apart:
        assert tells(apart.read()) == []
    picture.refresh_from_db()
    assert picture.credit == ""
    answer(sign_in(copy_editor), proposal, "accept")
    picture.refresh_from_db()
    assert proposal.after["credit"] == picture.credit != ""
    assert picture.description == "Le marché"


def test_an_accepted_document_replaces_its_file_and_title(
    section: ArticleIndexPage, writer: User, chief: User, sign_in: SignIn
) -> None:
    document = document_of(writer)
    article_showing(document, "live", section, writer)
    upload = SimpleUploadedFile("corrige.txt", "Second état.".encode())
    save_document(sign_in(writer), document, title="Rapport corrigé", file=upload)
    proposal = AssetProposal.objects.get()
    before = sign_in(chief).get(reverse("asset_proposal_file", args=[proposal.pk, "before"]))
    after = sign_in(chief).get(reverse("asset_proposal_file", args=[proposal.pk, "after"]))
    assert before.getvalue().decode() == "Premier état."
    assert after.getvalue().decode() == "Second état."
    answer(sign_in(chief), proposal, "accept")
    document.refresh_from_db()
    assert document.title == "Rapport corrigé"
    assert document.file.read().decode() == "Second état."


@pytest.mark.parametrize("who", ["writer", "other_writer", "moderator", "copy_editor"])
def test_nobody_decides_on_their_own_proposal_nor_a_writer_on_any(
    who: str,
    request: pytest.FixtureRequest,
    picture: NewsImage,
    copy_editor: User,
    chief: User,
    sign_in: SignIn,
) -> None:
    user = request.getfixturevalue(who)
    proposer = sign_in(copy_editor if who != "writer" else user)
    proposal = proposed(proposer, picture, description="Neuf")
    answer(sign_in(user), proposal, "accept")
    answer(sign_in(user), proposal, "decline", "Non.")
    proposal.refresh_from_db()
    picture.refresh_from_db()
    assert proposal.waits and picture.description != "Neuf"


def test_a_refusal_has_a_reason_and_leaves_everything_as_it_was(
    picture: NewsImage,
    writer: User,
    chief: User,
    sign_in: SignIn,
    django_capture_on_commit_callbacks: Any,
) -> None:
    proposal = proposed(sign_in(writer), picture, file=jpeg())
    assert answer(sign_in(chief), proposal, "decline").status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        answer(sign_in(chief), proposal, "decline", "Trop sombre.")
    proposal.refresh_from_db()
    assert (proposal.state, proposal.comment) == (ProposalState.DECLINED, "Trop sombre.")
    assert not exists(picture, proposal.file_after)
    assert NewsImage.objects.get(pk=picture.pk).file.name == picture.file.name


def test_a_proposal_that_was_overtaken_is_refused_and_overwrites_nothing(
    picture: NewsImage, writer: User, copy_editor: User, chief: User, sign_in: SignIn
) -> None:
    client = sign_in(writer)
    first = proposed(client, picture, description="Première", file=jpeg("red"))
    second = proposed(client, picture, description="Seconde", file=jpeg("blue"))
    answer(sign_in(chief), first, "accept")
    late = answer(sign_in(copy_editor), second, "accept")
    assert late.status_code == 409
    assert "entre-temps" in late.content.decode()
    picture.refresh_from_db()
    second.refresh_from_db()
    assert picture.description == "Première" and second.waits
    page = sign_in(copy_editor).get(reverse("asset_proposal", args=[second.pk])).content.decode()
    assert 'value="accept"' not in page


def test_a_proposal_is_decided_once(
    picture: NewsImage, writer: User, copy_editor: User, chief: User, sign_in: SignIn
) -> None:
    proposal = proposed(sign_in(writer), picture, description="Neuf")
    answer(sign_in(chief), proposal, "decline", "Non.")
    assert answer(sign_in(copy_editor), proposal, "accept").status_code == 409
    picture.refresh_from_db()
    assert picture.description != "Neuf"


def test_a_proposal_is_withdrawn_by_who_made_it_alone(
    picture: NewsImage, writer: User, chief: User, sign_in: SignIn
) -> None:
    proposal = proposed(sign_in(writer), picture, description="Neuf")
    assert answer(sign_in(chief), proposal, "withdraw").status_code == 409
    answer(sign_in(writer), proposal, "withdraw")
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.WITHDRAWN


def test_who_accepted_takes_it_back_at_once_and_others_propose_it(
    picture: NewsImage, writer: User, copy_editor: User, chief: User, sign_in: SignIn
) -> None:
    with picture.open_file() as stored:
        original = stored.read()
    proposal = proposed(sign_in(writer), picture, file=jpeg(), description="Neuf")
    answer(sign_in(chief), proposal, "accept")
    answer(sign_in(copy_editor), proposal, "take_back")
    asked = AssetProposal.objects.waiting().get()
    assert (asked.takes_back, asked.proposed_by) == (proposal, copy_editor)
    answer(sign_in(chief), proposal, "take_back")
    picture = NewsImage.objects.get(pk=picture.pk)
    with picture.open_file() as stored:
        assert stored.read() == original
    assert picture.description == "Un marché au bord du fleuve"
    assert deciding.is_outdated(AssetProposal.objects.get(pk=asked.pk))
    answer(sign_in(copy_editor), proposal, "take_back")
    assert AssetProposal.objects.count() == 3


def test_a_writer_takes_nothing_back(
    picture: NewsImage, writer: User, chief: User, sign_in: SignIn
) -> None:
    proposal = proposed(sign_in(writer), picture, description="Neuf")
    answer(sign_in(chief), proposal, "accept")
    assert answer(sign_in(writer), proposal, "take_back").status_code == 409
    picture.refresh_from_db()
    assert picture.description == "Neuf"


def test_in_a_duo_the_only_other_person_decides(
    section: ArticleIndexPage, writer: User, chief: User, sign_in: SignIn
) -> None:
    NewsroomSettings(size=NewsroomSize.DUO).save()
    picture = picture_of(chief)
    article_showing(picture, "live", section, writer)
    proposal = proposed(sign_in(chief), picture, description="Neuf")
    assert rules.deciders(proposal) == {writer}
    answer(sign_in(writer), proposal, "accept")
    picture.refresh_from_db()
    assert picture.description == "Neuf"


def test_those_who_decide_are_told_and_then_who_proposed(
    picture: NewsImage, writer: User, copy_editor: User, chief: User, sign_in: SignIn
) -> None:
    proposal = proposed(sign_in(writer), picture, description="Neuf")
    assert recipients_of(Announcement.objects.get(event="asset_proposed")) == {copy_editor, chief}
    answer(sign_in(chief), proposal, "decline", "Non.")
    assert recipients_of(Announcement.objects.get(event="asset_decided")) == {writer}
    assert recipients_of(Announcement.objects.get(event="asset_proposed")) == set()


def test_the_list_the_dashboard_and_the_picture_name_what_waits(
    picture: NewsImage, writer: User, other_writer: User, chief: User, sign_in: SignIn
) -> None:
    empty = sign_in(chief).get(reverse("asset_proposals")).content.decode()
    assert "Rien n’attend votre décision" in empty
    proposal = proposed(sign_in(writer), picture, description="Neuf")
    own = reverse("asset_proposal", args=[proposal.pk])
    edit = reverse("wagtailimages:edit", args=[picture.pk])
    for address in (reverse("asset_proposals"), reverse("wagtailadmin_home"), edit):
        assert own in sign_in(chief).get(address).content.decode()
    assert own in sign_in(writer).get(reverse("asset_proposals")).content.decode()
    assert own not in sign_in(other_writer).get(reverse("asset_proposals")).content.decode()
    for address in (own, reverse("asset_proposal_file", args=[proposal.pk, "after"])):
        assert sign_in(other_writer).get(address).status_code == 404
        assert sign_in(chief).get(address).status_code == 200


def test_a_focal_point_is_shown_on_both_sides_and_accepted_whole(
    picture: NewsImage, writer: User, chief: User, sign_in: SignIn
) -> None:
    picture.file.save("large.jpg", jpeg("white"))
    focus = {"focal_point_x": 200, "focal_point_y": 150}
    focus |= {"focal_point_width": 100, "focal_point_height": 80}
    proposal = proposed(sign_in(writer), picture, **focus)
    assert proposal.after == focus and set(proposal.before.values()) == {None}
    client = sign_in(chief)
    sides = [
        client.get(reverse("asset_proposal_file", args=[proposal.pk, side])).content
        for side in ("before", "after")
    ]
    assert sides[0] != sides[1]
    answer(client, proposal, "accept")
    picture.refresh_from_db()
    assert picture.has_focal_point() and picture.focal_point_width == 100


def test_the_files_go_with_the_picture(
    picture: NewsImage,
    writer: User,
    chief: User,
    sign_in: SignIn,
    django_capture_on_commit_callbacks: Any,
) -> None:
    proposal = proposed(sign_in(writer), picture, file=jpeg())
    answer(sign_in(chief), proposal, "accept")
    old_file = AssetProposal.objects.get().file_before
    waiting = proposed(sign_in(writer), NewsImage.objects.get(), file=jpeg("blue"))
    with django_capture_on_commit_callbacks(execute=True):
        NewsImage.objects.get().delete()
    assert not exists(picture, old_file) and not exists(picture, waiting.file_after)


def test_copy_editors_and_chiefs_are_the_editors(copy_editor: User, chief: User) -> None:
    assert set(rules.editors()) == {copy_editor, chief}
    chief.groups.remove(Group.objects.get(name="Chief editors"))
    assert set(rules.editors()) == {copy_editor}


def test_proposed_file_of_a_document_is_asked_about_before_it_waits(
    writer: User, section: ArticleIndexPage, sign_in: SignIn
) -> None:
    document = document_of(writer)
    article_showing(document, "live", section, writer)
    client = sign_in(writer)
    data = {"kept_upload": "", "names_shown": "", "strip_names": "on"}
    upload = SimpleUploadedFile("rapport.pdf", FILES["pdf"])
    shown = save_document(client, document, file=upload, **data)
    assert PERSON in shown.text and not AssetProposal.objects.exists()
    form = BeautifulSoup(shown.content, "html.parser")
    for name in ("kept_upload", "names_shown"):
        data[name] = str(form.select_one(f"[name={name}]")["value"])
    save_document(client, document, **data)
    proposal = AssetProposal.objects.get()
    with document.file.storage.open(proposal.file_after) as apart:
        assert b"Zyx" not in unfolded(apart.read())
