"""Exam results: lists are read, compared, published at their hour, looked up, hidden, deleted."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from home.models import HomePage
from news.exam_files import shards
from news.exam_files.keys import key_of
from news.exam_files.reading import UnreadableList
from news.exams import importing, publishing, views
from news.exams.short_way import with_exam_files
from news.models import ExamLine, ExamList, ExamRequest, ExamResultsPage, ExamSettings
from news.models.exams import ListState, RequestState
from tests.factories import SectionFactory

HEAD = "N° de table;Centre;Nom;Mention\n"
LINES = HEAD + "101;Centre 1;Diarra Awa;Bien\n102;Centre 1;Sow Ida;\n103;Centre 2;Keita Oumar;\n"


@pytest.fixture(autouse=True)
def _folders(settings: Any, tmp_path: Path) -> None:
    settings.EXAMS_FOLDER = tmp_path / "results"
    settings.EXAM_LISTS_FOLDER = tmp_path / "lists"


@pytest.fixture
def page(home_page: HomePage) -> ExamResultsPage:
    section = SectionFactory(parent=home_page, title="Éducation", slug="education", has_exams=True)
    results: ExamResultsPage = section.add_child(
        instance=ExamResultsPage(title="Résultats du DEF", slug="def", second_word="centre")
    )
    return results


def brought(page: ExamResultsPage, text: str = LINES) -> ExamList:
    """A list that was brought and read."""
    exam_list = importing.keep(page, SimpleUploadedFile("admis.csv", text.encode()), None)
    importing.read(exam_list)
    exam_list.refresh_from_db()
    return exam_list


def approved(page: ExamResultsPage, text: str = LINES) -> ExamList:
    exam_list = brought(page, text)
    ExamList.objects.filter(pk=exam_list.pk).update(state=ListState.APPROVED)
    publishing.prepare(exam_list)
    return exam_list


def published(page: ExamResultsPage, text: str = LINES) -> ExamList:
    exam_list = approved(page, text)
    assert publishing.publish_due(timezone.now()) == 1
    exam_list.refresh_from_db()
    return exam_list


def looked_up(client: Client, page: ExamResultsPage, number: str, centre: str) -> str:
    address = reverse("exam_lookup", args=[page.pk])
    answer = client.post(address, {"number": number, "word": centre})
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"] and answer["X-Robots-Tag"] == "noindex"
    shown = BeautifulSoup(answer.content.decode(), "html.parser").select_one(".exam__answer")
    assert shown is not None
    return shown.get_text()


@pytest.mark.django_db
def test_admitted_are_found_by_number_and_centre_and_nobody_else(
    page: ExamResultsPage, client: Client
) -> None:
    published(page)
    assert "Mention" in looked_up(client, page, " 0101 ", "CENTRE 1")
    for number, centre in (("101", "Centre 2"), ("104", "Centre 1")):
        assert "Introuvable" in looked_up(client, page, number, centre)


@pytest.mark.django_db
def test_look_up_reads_no_line_from_the_database(page: ExamResultsPage, client: Client) -> None:
    published(page)
    ExamLine.objects.all().delete()
    assert "Mention" in looked_up(client, page, "101", "Centre 1")


@pytest.mark.django_db
@pytest.mark.parametrize("typed", [{}, {"number": "", "word": "x"}, {"number": "---", "word": "!"}])
def test_nothing_typed_is_answered_in_words_and_what_was_typed_stays(
    page: ExamResultsPage, client: Client, typed: dict[str, str]
) -> None:
    published(page)
    answer = client.post(reverse("exam_lookup", args=[page.pk]), typed)
    assert answer.status_code == 422
    assert "field__error" in answer.content.decode()


@pytest.mark.django_db
def test_before_its_hour_readers_wait_and_the_list_is_nowhere(
    page: ExamResultsPage, client: Client
) -> None:
    hour = timezone.now() + timedelta(hours=2)
    ExamResultsPage.objects.update(announced_at=hour)
    exam_list = approved(page)
    assert publishing.publish_due(timezone.now()) == 0
    html = client.get(page.url).content.decode()
    assert "data-countdown" in html and "data-exam " not in html
    assert not shards.is_there(page.pk)
    assert publishing.publish_due(hour) == 1
    assert publishing.publish_due(hour) == 0
    exam_list.refresh_from_db()
    assert exam_list.state == ListState.PUBLISHED and shards.is_there(page.pk)


@pytest.mark.django_db
def test_list_of_a_page_that_is_not_online_waits_for_it(page: ExamResultsPage) -> None:
    Page.objects.filter(pk=page.pk).update(live=False)
    approved(page)
    assert publishing.publish_due(timezone.now()) == 0
    Page.objects.filter(pk=page.pk).update(live=True)
    assert publishing.publish_due(timezone.now()) == 1


@pytest.mark.django_db
def test_list_that_cannot_be_linked_stays_approved_and_is_tried_again(
    page: ExamResultsPage,
) -> None:
    exam_list = approved(page)
    folder = shards.folder_of(page.pk)
    (folder / f".{shards.CURRENT}.{__import__('os').getpid()}").mkdir()
    assert publishing.publish_due(timezone.now()) == 0
    exam_list.refresh_from_db()
    assert exam_list.state == ListState.APPROVED
    (folder / f".{shards.CURRENT}.{__import__('os').getpid()}").rmdir()
    assert publishing.publish_due(timezone.now()) == 1


@pytest.mark.django_db
def test_later_list_says_what_it_changes_and_readers_are_told(
    page: ExamResultsPage, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    first = published(page)
    later = HEAD + "101;Centre 1;Diarra Awa;Très bien\n103;Centre 2;Keita Oumar;\n109;Centre 2;N;\n"
    second = brought(page, later)
    assert (second.added, second.withdrawn, second.changed) == (1, 1, 1)
    ExamList.objects.filter(pk=second.pk).update(state=ListState.APPROVED)
    publishing.prepare(second)
    with django_capture_on_commit_callbacks(execute=True):
        publishing.publish_due(timezone.now())
    html = client.get(page.url).content.decode()
    assert "Ajoutés\u00a0: 1" in html and "Retirés\u00a0: 1" in html
    assert "Introuvable" in looked_up(client, page, "102", "Centre 1")
    assert not ExamLine.objects.filter(exam_list=first).exists()


@pytest.mark.django_db
def test_rows_that_cannot_be_looked_up_are_named_with_their_line(page: ExamResultsPage) -> None:
    rows = "101;Centre 1;A;\n;Centre 1;B;\n103;;C;\n101;Centre 1;A;\n104;Centre 1;D;Bien\n"
    exam_list = brought(page, HEAD + rows + "104;Centre 1;D;Passable\n")
    assert exam_list.lines == 3
    assert [(one["line"], one["blocks"]) for one in exam_list.problems] == [
        (6, True),
        (3, False),
        (4, False),
    ]
    assert exam_list.blocks


@pytest.mark.django_db
def test_number_with_two_results_is_found_among_thousands_that_are_there_twice(
    page: ExamResultsPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "CHUNK", 50)
    monkeypatch.setattr(importing, "MOST_SHOWN", 5)
    same = "".join(f"{number};Centre 1;A;Bien\n" for number in range(1000, 1130))
    nameless = ";Centre 1;A;\n" * 8
    exam_list = brought(page, HEAD + nameless + same + same + "1001;Centre 1;A;Passable\n")
    assert exam_list.lines == 131 and exam_list.blocks
    assert exam_list.problem_count == 9 and len(exam_list.problems) == 5


@pytest.mark.django_db
def test_older_list_never_takes_the_place_of_a_newer_one(page: ExamResultsPage) -> None:
    published(page)
    second, third = approved(page, LINES + "104;Centre 2;B;\n"), approved(page)
    assert publishing.publish(third)
    assert not publishing.publish(second)
    assert ExamResultsPage.objects.get().current_list == third


@pytest.mark.django_db
def test_files_go_and_come_back_with_the_page_and_are_deleted_with_it(
    page: ExamResultsPage, client: Client, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    exam_list = published(page)
    page.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        page.unpublish()
    assert answer_to(f"/resultats/{page.pk}/0.bin")[0] == "404 Not Found"
    assert publishing.mend() == 0
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision(clean=False).publish()
    page.refresh_from_db()
    publishing.follow(page)
    assert publishing.look_up(page, exam_list, "101", "Centre 1")
    with django_capture_on_commit_callbacks(execute=True):
        page.delete()
    assert not list(Path(settings.EXAMS_FOLDER).iterdir())
    assert not list(Path(settings.EXAM_LISTS_FOLDER).iterdir())


@pytest.mark.django_db
def test_deletion_at_the_end_is_begun_again_where_it_broke_off(
    page: ExamResultsPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(page)
    ExamResultsPage.objects.update(names_until=timezone.localdate() - timedelta(days=1))

    def fail(_exam_list: ExamList) -> None:
        raise OSError

    with monkeypatch.context() as broken:
        broken.setattr(publishing, "forget", fail)
        with pytest.raises(OSError):
            publishing.forget_old(timezone.localdate())
    assert publishing.forget_old(timezone.localdate()) == 1
    assert not ExamLine.objects.exists() and not shards.is_there(page.pk)


@pytest.mark.django_db
def test_names_leave_the_files_when_the_page_lets_none_be_looked_up_any_more(
    page: ExamResultsPage,
) -> None:
    ExamResultsPage.objects.update(by_name=True)
    page.refresh_from_db()
    exam_list = published(page)
    key = key_of(page.salt, "101", "centre 1")
    assert shards.look_up(page.pk, key, exam_list.files).name == "Diarra Awa"
    page.by_name = False
    page.save()
    publishing.follow(page)
    assert shards.look_up(page.pk, key, exam_list.files).name == ""
    assert not ExamLine.objects.exclude(name="").exists()


@pytest.mark.django_db
def test_list_with_a_quotation_mark_left_open_is_refused_with_its_line(
    page: ExamResultsPage,
) -> None:
    with pytest.raises(UnreadableList, match="ligne 3"):
        brought(page, HEAD + '99;Centre 1;A;\n100;Centre 1;"Diarra;Bien\n' + LINES)


@pytest.mark.django_db
def test_names_are_stored_only_where_the_page_lets_them_be_looked_up(
    page: ExamResultsPage, client: Client
) -> None:
    published(page)
    assert set(ExamLine.objects.values_list("name", "name_key")) == {("", "")}
    ask = {"name": "Awa Diarra"}
    assert client.post(reverse("exam_lookup", args=[page.pk]), ask).status_code == 404


@pytest.mark.django_db
def test_whole_name_is_looked_up_where_newsroom_and_authority_let_it(
    page: ExamResultsPage, client: Client
) -> None:
    ExamResultsPage.objects.update(by_name=True)
    page.refresh_from_db()
    published(page)
    address = reverse("exam_lookup", args=[page.pk])
    assert client.post(address, {"name": "awa diarra"}).status_code == 404
    ExamSettings.objects.update_or_create(defaults={"by_name": True})
    assert "Admis</h3>" in client.post(address, {"name": "awa diarra"}).content.decode()
    assert "en entier" in client.post(address, {"name": "Diarra"}).content.decode()


@pytest.mark.django_db
def test_line_is_hidden_at_once_and_in_later_lists(page: ExamResultsPage, client: Client) -> None:
    published(page)
    address = reverse("exam_hide", args=[page.pk])
    typed = {"number": "101", "word": "centre 1", "reason": "", "contact": "", "website": ""}
    assert "parvenue" in client.post(address, typed).content.decode()
    request = ExamRequest.objects.get()
    assert "Mention" in looked_up(client, page, "101", "Centre 1")
    request.state = RequestState.HIDDEN
    request.save()
    publishing.rewrite(request)
    assert "Introuvable" in looked_up(client, page, "101", "Centre 1")
    assert "Mention" in looked_up(client, page, "102", "Centre 1")
    published(page, LINES + "105;Centre 1;X;\n")
    assert "Introuvable" in looked_up(client, page, "101", "Centre 1")


@pytest.mark.django_db
def test_program_that_fills_in_all_fields_sends_no_request(
    page: ExamResultsPage, client: Client
) -> None:
    published(page)
    typed = {"number": "101", "word": "centre 1", "website": "x"}
    client.post(reverse("exam_hide", args=[page.pk]), typed)
    assert not ExamRequest.objects.exists()


@pytest.mark.django_db
def test_who_walks_the_numbers_is_stopped(
    page: ExamResultsPage, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(page)
    monkeypatch.setattr(views.LOOK_UPS, "most", 2)
    views.LOOK_UPS.asked.clear()
    address = reverse("exam_lookup", args=[page.pk])
    asked = {"number": "1", "word": "x"}
    answers = [client.post(address, asked).status_code for _ in range(3)]
    views.LOOK_UPS.asked.clear()
    assert answers == [200, 200, 429]


@pytest.mark.django_db
def test_after_its_end_the_list_is_gone_and_the_statistics_stay(
    page: ExamResultsPage, client: Client
) -> None:
    ExamResultsPage.objects.update(
        names_until=timezone.localdate() - timedelta(days=1),
        statistics="Académie;Inscrits;Admis\nEnsemble;10;3",
    )
    published(page)
    assert publishing.forget_old(timezone.localdate()) == 1
    assert not ExamLine.objects.exists() and not shards.folder_of(page.pk).exists()
    html = client.get(page.url).content.decode()
    assert "a été effacée" in html and "30,0" in html and "data-exam " not in html
    assert publishing.forget_old(timezone.localdate()) == 0


@pytest.mark.django_db
def test_files_that_are_missing_are_written_anew(page: ExamResultsPage, client: Client) -> None:
    published(page)
    shards.forget(page.pk)
    assert publishing.mend() == 1
    assert "Mention" in looked_up(client, page, "101", "Centre 1")
    assert publishing.mend() == 0


@pytest.mark.django_db
def test_file_that_is_no_list_is_refused_and_nothing_is_kept(
    page: ExamResultsPage, settings: Any
) -> None:
    with pytest.raises(UnreadableList):
        importing.keep(page, SimpleUploadedFile("x.xlsx", b"PK\x03\x04"), None)
    assert not ExamList.objects.exists()
    assert not list(Path(settings.EXAM_LISTS_FOLDER).iterdir())


def answer_to(path: str, method: str = "GET") -> tuple[str, dict[str, str], bytes]:
    said: list[Any] = []

    def start(status: str, headers: list[tuple[str, str]]) -> None:
        said.extend([status, dict(headers)])

    def behind(environ: Any, start_response: Any) -> Iterator[bytes]:
        start_response("418 Behind", [])
        yield b""

    environ = {"PATH_INFO": path, "REQUEST_METHOD": method, "REMOTE_ADDR": "127.0.0.1"}
    body = b"".join(with_exam_files(behind)(environ | {"wsgi.input": BytesIO()}, start))
    return said[0], said[1], body


@pytest.mark.django_db
def test_files_are_sent_before_django_and_by_no_engine_indexed(page: ExamResultsPage) -> None:
    published(page)
    status, headers, body = answer_to(f"/resultats/{page.pk}/0.bin")
    assert status == "200 OK" and len(body) == int(headers["Content-Length"])
    assert headers["X-Robots-Tag"] == "noindex"
    assert answer_to(f"/resultats/{page.pk}/0.bin", "HEAD")[2] == b""
    assert answer_to("/resultats/999999/0.bin")[0] == "404 Not Found"
    for path in ("/resultats/1/../0.bin", f"/resultats/{page.pk}/", "/resultats/1/00.bin", "/"):
        assert answer_to(path)[0] == "418 Behind"


@pytest.mark.django_db
def test_no_line_is_in_the_search_nor_in_feeds(page: ExamResultsPage, client: Client) -> None:
    ExamResultsPage.objects.update(by_name=True)
    page.refresh_from_db()
    published(page)
    page.save()
    assert page.url in client.get("/recherche/?q=DEF").content.decode()
    assert page.url not in client.get("/recherche/?q=Diarra").content.decode()
    for address in ("/flux/", page.url):
        assert "Diarra" not in client.get(address).content.decode()


@pytest.mark.django_db
def test_list_is_looked_up_as_it_was_read_whatever_the_page_says_since(
    page: ExamResultsPage, client: Client
) -> None:
    published(page)
    ExamResultsPage.objects.update(second_word="series")
    assert "Centre d’examen</label>" in client.get(page.url).content.decode()
    assert "Mention" in looked_up(client, page, "101", "Centre 1")
