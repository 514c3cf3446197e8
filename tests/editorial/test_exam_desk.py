"""Lists of exam results at the desk: one person brings them, another approves them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from editorial.newsroom import NewsroomSize, newsroom
from news.exam_files import shards
from news.exams import importing, publishing
from news.models import ArticleIndexPage, ExamLine, ExamList, ExamRequest, ExamResultsPage
from news.models.exams import ListState, RequestState

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
LINES = "N° de table;Centre;Mention\n101;Centre 1;Bien\n102;Centre 1;\n;Centre 2;\n"


@pytest.fixture(autouse=True)
def _folders(settings: Any, tmp_path: Path) -> None:
    settings.EXAMS_FOLDER = tmp_path / "results"
    settings.EXAM_LISTS_FOLDER = tmp_path / "lists"


@pytest.fixture
def page(section: ArticleIndexPage, writer: User) -> ExamResultsPage:
    results: ExamResultsPage = section.add_child(
        instance=ExamResultsPage(title="Résultats", slug="def", second_word="centre", owner=writer)
    )
    results.save_revision(user=writer)
    return results


def bring(desk: Client, page: ExamResultsPage, text: str = LINES) -> ExamList:
    """By the forms of the desk; the queue reads it at once."""
    file = SimpleUploadedFile("admis.csv", text.encode())
    answer = desk.post(reverse("exam_lists", args=[page.pk]), {"file": file})
    assert answer.status_code == 302, answer.content.decode()
    exam_list = ExamList.objects.first()
    assert answer["Location"] == reverse("exam_columns", args=[exam_list.pk])
    columns = {"column-0": "number", "column-1": "centre", "column-2": "mention", "has_head": "on"}
    assert desk.post(answer["Location"], columns).status_code == 302
    if exam_list.state == ListState.COLUMNS:
        exam_list.refresh_from_db()
    if exam_list.state == ListState.READING:
        importing.read(exam_list)
    exam_list.refresh_from_db()
    return exam_list


def decide(desk: Client, exam_list: ExamList, **act: str) -> None:
    assert desk.post(reverse("exam_list", args=[exam_list.pk]), act).status_code == 302
    exam_list.refresh_from_db()


def test_list_goes_out_by_somebody_else_than_brought_it(
    page: ExamResultsPage, writer: User, copy_editor: User, sign_in: SignIn
) -> None:
    exam_list = bring(sign_in(writer), page)
    assert (exam_list.state, exam_list.lines) == (ListState.WAITING, 2)
    assert exam_list.problems[0]["line"] == 4
    html = sign_in(copy_editor).get(reverse("exam_list", args=[exam_list.pk])).content.decode()
    assert "Approuver la liste" in html and "Il n’y a pas de numéro de candidat" in html
    decide(sign_in(copy_editor), exam_list, act="approve")
    assert exam_list.state == ListState.APPROVED and exam_list.decided_by == copy_editor
    publishing.prepare(exam_list)
    assert publishing.publish_due(timezone.now()) == 1


def test_writer_approves_no_list_and_reviewer_not_their_own(
    page: ExamResultsPage, writer: User, copy_editor: User, sign_in: SignIn
) -> None:
    exam_list = bring(sign_in(copy_editor), page)
    for person in (writer, copy_editor):
        answer = sign_in(person).post(reverse("exam_list", args=[exam_list.pk]), {"act": "approve"})
        assert answer.status_code in (302, 403)
        exam_list.refresh_from_db()
        assert exam_list.state == ListState.WAITING
    html = sign_in(copy_editor).get(reverse("exam_list", args=[exam_list.pk])).content.decode()
    assert "Approuver la liste" not in html and "une autre personne" in html


def test_who_is_alone_approves_their_own_list(
    page: ExamResultsPage, copy_editor: User, sign_in: SignIn
) -> None:
    settings = newsroom()
    settings.size = NewsroomSize.SOLO
    settings.save()
    exam_list = bring(sign_in(copy_editor), page)
    decide(sign_in(copy_editor), exam_list, act="approve")
    assert exam_list.state == ListState.APPROVED


def test_number_with_two_results_blocks_the_approval(
    page: ExamResultsPage, writer: User, copy_editor: User, sign_in: SignIn
) -> None:
    exam_list = bring(sign_in(writer), page, LINES + "101;Centre 1;Passable\n")
    decide(sign_in(copy_editor), exam_list, act="approve")
    assert exam_list.state == ListState.WAITING


def test_refused_list_leaves_no_line(
    page: ExamResultsPage,
    writer: User,
    copy_editor: User,
    sign_in: SignIn,
    django_capture_on_commit_callbacks: Any,
) -> None:
    exam_list = bring(sign_in(writer), page)
    with django_capture_on_commit_callbacks(execute=True):
        decide(sign_in(copy_editor), exam_list, act="refuse", reason="Il manque une académie")
    assert exam_list.state == ListState.REFUSED and exam_list.reason
    assert not ExamLine.objects.exists()


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"column-1": "centre"}, "Numéro de candidat"),
        ({"column-0": "number"}, "Centre"),
        ({"column-0": "number", "column-1": "number", "column-2": "centre"}, "même nom"),
        ({"column-0": "nonsense", "column-1": "centre"}, "Numéro de candidat"),
    ],
)
def test_columns_that_are_not_named_are_asked_for_again(
    page: ExamResultsPage, writer: User, sign_in: SignIn, columns: dict[str, str], said: str
) -> None:
    desk = sign_in(writer)
    exam_list = importing.keep(page, SimpleUploadedFile("a.csv", LINES.encode()), writer)
    answer = desk.post(reverse("exam_columns", args=[exam_list.pk]), columns)
    assert answer.status_code == 422 and said in answer.content.decode()
    exam_list.refresh_from_db()
    assert exam_list.state == ListState.COLUMNS


@pytest.mark.parametrize("data", [{}, {"text": "  "}, {"text": "\x00\x01"}])
def test_nothing_to_bring_is_said_in_words(
    page: ExamResultsPage, writer: User, sign_in: SignIn, data: dict[str, str]
) -> None:
    answer = sign_in(writer).post(reverse("exam_lists", args=[page.pk]), data)
    assert answer.status_code == 422 and "error-message" in answer.content.decode()
    assert not ExamList.objects.exists()


def test_text_copied_from_a_pdf_is_brought_like_a_file(
    page: ExamResultsPage, writer: User, sign_in: SignIn
) -> None:
    data = {"text": "101   Centre 1   Bien\n102   Centre 2\n"}
    answer = sign_in(writer).post(reverse("exam_lists", args=[page.pk]), data)
    assert answer.status_code == 302
    assert ExamList.objects.get().columns == ["number", "", ""]


def test_page_of_somebody_else_is_closed_to_a_writer(
    page: ExamResultsPage, other_writer: User, sign_in: SignIn
) -> None:
    exam_list = importing.keep(page, SimpleUploadedFile("a.csv", LINES.encode()), None)
    desk = sign_in(other_writer)
    for address in (
        reverse("exam_lists", args=[page.pk]),
        reverse("exam_list", args=[exam_list.pk]),
        reverse("exam_columns", args=[exam_list.pk]),
    ):
        assert desk.get(address).status_code in (302, 403)
        assert "Centre 1" not in desk.get(address, follow=True).content.decode()


def test_line_is_hidden_and_shown_again_at_the_desk(
    page: ExamResultsPage, writer: User, copy_editor: User, sign_in: SignIn
) -> None:
    exam_list = bring(sign_in(writer), page)
    decide(sign_in(copy_editor), exam_list, act="approve")
    publishing.prepare(exam_list)
    publishing.publish_due(timezone.now())
    asked = ExamRequest.objects.create(
        page=page, number="101", word="Centre 1", key="101", word_key="centre 1"
    )
    home = sign_in(copy_editor).get(reverse("wagtailadmin_home")).content.decode()
    assert "retrait d’une ligne" in home
    address = reverse("exam_request", args=[asked.pk])
    assert sign_in(writer).post(address, {"act": "hide"}).status_code in (302, 403)
    assert publishing.look_up(page, exam_list, "101", "Centre 1")
    sign_in(copy_editor).post(address, {"act": "hide"})
    assert publishing.look_up(page, exam_list, "101", "Centre 1") is None
    sign_in(copy_editor).post(address, {"act": "leave"})
    assert publishing.look_up(page, exam_list, "101", "Centre 1")
    asked.refresh_from_db()
    assert asked.state == RequestState.REFUSED
    assert shards.is_there(page.pk)


def test_request_about_no_line_is_answered_in_words(
    page: ExamResultsPage, copy_editor: User, sign_in: SignIn
) -> None:
    asked = ExamRequest.objects.create(page=page, number="9", word="x", key="9", word_key="x")
    address = reverse("exam_request", args=[asked.pk])
    html = sign_in(copy_editor).post(address, {"act": "hide"}, follow=True).content.decode()
    assert "Aucune liste n’a de ligne" in html
    asked.refresh_from_db()
    assert asked.state == RequestState.OPEN
