"""Race meetings at the desk: typed in a grid, read from lists, published by the same steps."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser

from accounts.models import User
from home.models import Alert
from news.models import ArticleIndexPage, Race, RaceMeetingPage
from news.races.texts import texts_of
from tests.editorial.steps import approve, submit
from tests.forms import read_form
from tests.visits import Visit

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
READ = "/admin/races/read/"
LIST = (
    "1\tDjéli\tH6\tA. Tembély\t57,5\t1p3p\tÉ. Dara\t12/1\n2\tCauri\tM4\tM. Sagara\t56\nTerrain bon"
)


@pytest.fixture
def meeting(section: ArticleIndexPage, writer: User) -> RaceMeetingPage:
    """A draft of tomorrow's meeting with one race."""
    page = RaceMeetingPage(
        title="Courses de demain",
        slug="courses",
        day=timezone.localdate() + timedelta(days=1),
        course="Les Rôniers",
        live=False,
        owner=writer,
    )
    page.races = [Race(number=1, starts_at="13:35", runners="N°;Cheval\n1;Djéli\n2;Cauri")]
    section.add_child(instance=page)
    page.save_revision(user=writer)
    page.refresh_from_db()
    return page


def test_new_meeting_is_of_tomorrow_and_takes_its_title_from_day_and_course(
    section: ArticleIndexPage, writer: User, sign_in: SignIn
) -> None:
    desk = sign_in(writer)
    url = reverse("wagtailadmin_pages:add", args=["news", "racemeetingpage", section.pk])
    assert desk.get(url).status_code == 302
    ArticleIndexPage.objects.update(has_races=True)
    fields = read_form(desk, url)
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert fields["day"] == f"{tomorrow:%d/%m/%Y}"
    assert desk.post(url, fields | {"course": "Les Rôniers"}).status_code == 302
    page = RaceMeetingPage.objects.get()
    assert page.title.startswith("PMU\u00a0: les courses du ") and "Les Rôniers" in page.title


def test_what_is_typed_is_stored_in_one_form_and_a_wrong_number_is_kept(
    meeting: RaceMeetingPage, writer: User, sign_in: SignIn
) -> None:
    desk = sign_in(writer)
    url = reverse("wagtailadmin_pages:edit", args=[meeting.pk])
    typed = {"races-0-runners": "x; Djéli ;H6\n\n2;Cauri", "races-0-arrival": "2, 1"}
    assert desk.post(url, read_form(desk, url) | typed).status_code == 302
    meeting.refresh_from_db()
    [race] = meeting.get_latest_revision_as_object().races.all()
    assert race.runners.splitlines()[1:] == ["x;Djéli;H6;;;;;;", "2;Cauri;;;;;;;"]
    assert race.arrival == "2-1"


@pytest.mark.usefixtures("gates_as_seeded")
def test_arrival_of_a_horse_that_did_not_run_is_not_submitted(
    meeting: RaceMeetingPage, writer: User, sign_in: SignIn
) -> None:
    desk = sign_in(writer)
    url = reverse("wagtailadmin_pages:edit", args=[meeting.pk])
    fields = read_form(desk, url) | {"races-0-arrival": "9-1", "action-submit": "1"}
    html = desk.post(url, fields, follow=True).content.decode()
    assert "le numéro 9 est dans l’arrivée" in html
    meeting.refresh_from_db()
    assert meeting.current_workflow_state is None
    assert meeting.get_latest_revision_as_object().races.get().arrival == "9-1"


def test_meeting_goes_online_by_two_others(
    meeting: RaceMeetingPage, writer: User, copy_editor: User, chief: User, client: Client
) -> None:
    submit(meeting, writer)
    approve(meeting, copy_editor)
    meeting.refresh_from_db()
    assert not meeting.live
    approve(meeting, chief)
    meeting.refresh_from_db()
    assert meeting.live
    assert "Djéli" in client.get("/politique/demain/").content.decode()


def test_list_is_read_and_stores_nothing(writer: User, sign_in: SignIn) -> None:
    found = sign_in(writer).post(READ, {"text": LIST}).json()
    assert (found["count"], found["unread"]) == (2, ["Terrain bon"])
    assert "1;Djéli;H6;A. Tembély;57,5;1p3p;É. Dara;12/1;" in found["text"]
    assert not Race.objects.exists()


@pytest.mark.parametrize("content", [b"PK\x03\x04broken", b"\x00\x00", b""])
def test_file_that_cannot_be_read_is_answered_in_words(
    content: bytes, writer: User, sign_in: SignIn
) -> None:
    file = SimpleUploadedFile("partants.xlsx", content)
    answer = sign_in(writer).post(READ, {"file": file})
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_texts_to_send_are_of_the_programme_and_then_of_the_results(
    meeting: RaceMeetingPage,
) -> None:
    message, alert = texts_of(meeting, "https://a.ml/courses/")
    assert "Course 1" in message.text and message.text.endswith("https://a.ml/courses/")
    assert "programme" in alert.text and len(alert.text) <= 160
    race = meeting.races.first()
    race.arrival = "2-1"
    meeting.races = [race]
    message, alert = texts_of(meeting, "")
    assert "2-1" in message.text and "2-1" in alert.text


def test_alert_is_begun_with_the_line_of_the_meeting(
    meeting: RaceMeetingPage, chief: User, sign_in: SignIn
) -> None:
    url = reverse("wagtailsnippets_home_alert:add")
    desk = sign_in(chief)
    html = desk.get(url, {"text": "Arrivée : 4-7-12", "page": meeting.pk}).content.decode()
    assert 'value="Arrivée : 4-7-12"' in html and "Courses de demain" in html
    assert desk.get(url, {"page": "nulle part"}).status_code == 200
    assert not Alert.objects.exists()


@pytest.mark.browser
def test_runners_are_typed_and_pasted_by_keyboard_alone(
    meeting: RaceMeetingPage, writer: User, sign_in: SignIn, browser: Browser
) -> None:
    visit = Visit(browser.new_page(viewport={"width": 390, "height": 844}), sign_in(writer))
    visit.prepare("/admin/jsi18n/")
    visit.open(reverse("wagtailadmin_pages:edit", args=[meeting.pk]))
    page = visit.page
    field = page.locator("#id_races-0-runners")
    grid = page.locator(".actujet-grid").filter(has=field)
    grid.locator("tr").nth(3).locator("[data-key=horse]").focus()
    for word in ("Bogolan", "F5", "O. Témé"):
        page.keyboard.type(word)
        page.keyboard.press("Tab")
    assert field.input_value().splitlines()[-1] == "3;Bogolan;F5;O. Témé;;;;;"
    page.keyboard.press("ArrowDown")
    page.evaluate(
        """() => {
            const data = new DataTransfer();
            data.setData("text/plain", "55,5\\t2p\\n54\\t3p\\n");
            const paste = { clipboardData: data, bubbles: true, cancelable: true };
            document.activeElement.dispatchEvent(new ClipboardEvent("paste", paste));
        }"""
    )
    lines = field.input_value().splitlines()
    assert lines[-2:] == ["4;;;;55,5;2p;;;", "5;;;;54;3p;;;"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
