"""Documents from before uploads were asked about: who is named in them is seen, and taken out."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.models import ModelLogEntry

from editorial.assets.models import AssetProposal
from news.models import DocumentNames
from news.older_documents import NAMES_TAKEN_OUT, look_at_some, not_looked_at
from tests.editorial.assets import article_showing, save_document
from tests.news.test_document_metadata import FILES, PERSON, PROGRAM, pdf, unfolded

pytestmark = pytest.mark.django_db


def old(content: bytes, name: str = "budget.pdf", **fields: Any) -> Document:
    """A document as the versions before have stored it."""
    stored = default_storage.save(f"documents/{name}", ContentFile(content))
    return Document.objects.create(title="Budget", file=stored, **fields)


def content(document: Document) -> bytes:
    document = Document.objects.get(pk=document.pk)
    with document.open_file() as file:
        return bytes(file.read())


@pytest.fixture
def library(db: None) -> dict[str, Document]:
    # For each test: they change its files, which no transaction brings back.
    return {
        "protected": old(pdf(password="x"), "secret.pdf"),
        "damaged": old(b"%PDF-1.7 rien", "casse.pdf"),
        "lost": old(b"", "perdu.pdf"),
        **{kind: old(file, f"budget.{kind}") for kind, file in FILES.items()},
        "nobody": old(b"riz;500", "prix.csv"),
    }


def run(capsys: Any, commits: Any, *options: str) -> str:
    with commits(execute=True):
        call_command("clean_documents", *options)
    said = capsys.readouterr()
    return str(said.out + said.err)


def test_command_lists_who_is_named_and_changes_nothing(
    library: Any, capsys: Any, django_capture_on_commit_callbacks: Any
) -> None:
    default_storage.delete(library["lost"].file.name)
    said = run(capsys, django_capture_on_commit_callbacks)
    assert said.count(PERSON) == len(FILES) and PROGRAM in said
    assert "prix" not in said and "7" in said
    assert {kind: content(library[kind]) for kind in FILES} == FILES
    assert not not_looked_at().exists()


def test_command_takes_names_out_whatever_stands_between(
    library: Any, capsys: Any, django_capture_on_commit_callbacks: Any
) -> None:
    default_storage.delete(library["lost"].file.name)
    names = [library[kind].file.name for kind in FILES]
    addresses = {kind: library[kind].url for kind in FILES}
    run(capsys, django_capture_on_commit_callbacks, "--take-out")
    for kind in FILES:
        document = Document.objects.get(pk=library[kind].pk)
        clean = content(document)
        assert b"Zyx" not in unfolded(clean)
        assert document.url == addresses[kind]
        assert document.file_size == len(clean)
        stored_hash, document.file_hash = document.file_hash, ""
        assert document.get_file_hash() == stored_hash
    assert [name for name in names if default_storage.exists(name)] == []
    assert ModelLogEntry.objects.filter(action=NAMES_TAKEN_OUT).count() == len(FILES)
    assert content(library["protected"]) and content(library["nobody"]) == b"riz;500"
    said = run(capsys, django_capture_on_commit_callbacks, "--take-out", "--again")
    assert PERSON not in said
    assert ModelLogEntry.objects.filter(action=NAMES_TAKEN_OUT).count() == len(FILES)


def test_clock_looks_at_some_and_goes_on_from_there(library: Any) -> None:
    assert look_at_some(most=3) == 3
    assert DocumentNames.objects.count() == 3
    assert look_at_some() == len(library) - 3
    assert look_at_some() == 0


def test_file_that_was_replaced_is_looked_at_again(library: Any) -> None:
    look_at_some()
    Document.objects.filter(pk=library["nobody"].pk).update(file_hash="another")
    assert list(not_looked_at()) == [library["nobody"]]


def test_chief_editor_finds_them_in_the_list_and_takes_names_out_of_several(
    library: Any, chief: Any, sign_in: Any
) -> None:
    look_at_some()
    client = sign_in(chief)
    found = {
        value: set(client.get(reverse("wagtaildocs:index"), {"names": value}).context["documents"])
        for value in ("yes", "no", "unknown")
    }
    holding = {library[kind] for kind in FILES}
    assert found["yes"] == holding
    assert library["nobody"] in found["no"] and not holding & found["no"]
    assert {library["protected"], library["damaged"]} <= found["unknown"]
    url = reverse("wagtail_bulk_action", args=["wagtaildocs", "document", "take_names_out"])
    keys = "&".join(f"id={document.pk}" for document in holding)
    assert library["pdf"].title in client.get(f"{url}?{keys}").text
    assert client.post(f"{url}?{keys}").status_code == 302
    assert [kind for kind in FILES if b"Zyx" in unfolded(content(library[kind]))] == []


def test_chief_editor_takes_names_out_on_the_page_of_a_document_in_use(
    chief: Any, writer: Any, section: Any, sign_in: Any, django_capture_on_commit_callbacks: Any
) -> None:
    document = old(FILES["pdf"], uploaded_by_user=writer)
    article_showing(document, "live", section, writer)
    save_document(sign_in(writer), document, title="Le budget")
    client, page = sign_in(chief), reverse("wagtaildocs:edit", args=[document.pk])
    assert PERSON in client.get(page).text
    take_out = reverse("take_document_names_out", args=[document.pk])
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(take_out).status_code == 302
    assert PERSON not in client.get(page).text
    assert b"Zyx" not in unfolded(content(document))
    entry = ModelLogEntry.objects.get(action=NAMES_TAKEN_OUT)
    assert entry.user == chief and PERSON not in str(entry.data)
    # What waits for a decision is not overtaken by it.
    proposal = AssetProposal.objects.waiting().get()
    client.post(reverse("asset_proposal", args=[proposal.pk]), {"answer": "accept"})
    assert Document.objects.get().title == "Le budget"


def test_writer_is_shown_the_names_of_their_own_document_and_no_button(
    writer: Any, other_writer: Any, sign_in: Any
) -> None:
    document = old(FILES["pdf"], uploaded_by_user=writer)
    take_out = reverse("take_document_names_out", args=[document.pk])
    shown = sign_in(writer).get(reverse("wagtaildocs:edit", args=[document.pk])).text
    assert PERSON in shown and take_out not in shown
    sign_in(writer).post(take_out)
    assert sign_in(other_writer).post(take_out).status_code == 404
    assert sign_in(writer).get(take_out).status_code == 405
    assert content(document) == FILES["pdf"]
