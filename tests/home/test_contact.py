"""A reader writes to the newsroom."""

from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.test import Client
from django_tasks_db.models import DBTaskResult
from freezegun import freeze_time
from wagtail.models import PageViewRestriction

from home.contact import MESSAGES
from home.forms import ContactForm
from home.models import ContactMessage
from home.tasks import send_contact_message
from tests.counting import queries_of
from tests.made_once import made_once

SHOWN = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
WRITTEN = SHOWN + timedelta(seconds=40)
ADDRESS = "/contact/"
LETTER = {
    "desk": "redaction",
    "name": "Awa Diarra",
    "email": "awa@example.net",
    "subject": "Le pont de Médine",
    "message": "Bonjour,\nle pont est ouvert depuis lundi, pas depuis mardi.",
}


@pytest.fixture
@made_once
def stamp(contact_page) -> str:
    """What the form holds that was opened at SHOWN."""
    with freeze_time(SHOWN):
        page = BeautifulSoup(Client().get(ADDRESS).content, "html.parser")
    return page.find("input", {"name": "stamp"})["value"]


@pytest.fixture
def send(contact_page, reader, stamp):
    """Fill the form in and send it 40 seconds after it was opened (unless told otherwise)."""

    def send(written_at=WRITTEN, follow=False, **typed):
        with freeze_time(written_at):
            return reader.post(ADDRESS, {"stamp": stamp, **LETTER, **typed}, follow=follow)

    return send


def shown(response):
    return BeautifulSoup(response.content, "html.parser")


def test_message_is_stored_and_the_reader_thanked(send):
    response = send()
    assert (response.status_code, response["Location"]) == (302, "/contact/?merci")
    message = ContactMessage.objects.get()
    assert (message.desk_name, message.desk_email) == ("Rédaction", "redaction@example.org")
    assert message.message.startswith("Bonjour,")
    assert not message.handled and message.sent_at is None


def test_thanks_page_has_no_form(contact_page, reader):
    page = shown(reader.get("/contact/?merci"))
    assert page.find(role="status") and not page.main.find("form", {"method": "post"})


def test_mail_leaves_from_the_queue_with_the_reader_to_answer(send):
    send()
    assert mail.outbox == []
    queued = DBTaskResult.objects.get(task_path="home.tasks.send_contact_message")
    queued.task.call(*queued.args_kwargs["args"])
    (sent,) = mail.outbox
    assert sent.to == ["redaction@example.org"]
    assert sent.reply_to == ["Awa Diarra <awa@example.net>"]
    assert "Le pont de Médine" in sent.subject and "depuis lundi" in sent.body
    assert ContactMessage.objects.get().sent_at


def test_mail_is_sent_once_however_often_its_task_runs(send):
    send()
    pk = ContactMessage.objects.get().pk
    send_contact_message.call(pk)
    send_contact_message.call(pk)
    assert len(mail.outbox) == 1


def test_message_deleted_meanwhile_sends_nothing(send):
    send_contact_message.call(404)
    assert mail.outbox == []


BAD = [
    ("desk", ""),
    ("desk", "../etc"),
    ("name", ""),
    ("name", "n" * 121),
    ("email", "awa"),
    ("email", "awa@example.net\nBcc: x@example.org"),
    ("subject", "s" * 161),
    ("message", "court"),
    ("message", "m" * 5001),
]


@freeze_time(WRITTEN)
def test_bad_input_is_refused_at_its_field(contact_page, stamp):
    sent = {"stamp": stamp} | LETTER
    assert ContactForm(contact_page, sent).is_valid()
    refused = [[*ContactForm(contact_page, sent | {field: typed}).errors] for field, typed in BAD]
    assert refused == [[field] for field, _typed in BAD]


@pytest.mark.parametrize(("field", "typed"), dict(reversed(BAD)).items())
def test_bad_input_is_answered_at_its_field_with_all_else_kept(send, field, typed):
    response = send(**{field: typed})
    assert response.status_code == 422
    assert not ContactMessage.objects.exists()
    page = shown(response)
    control = page.find(id=f"id_{field}")
    assert control["aria-invalid"] == "true"
    described = control["aria-describedby"].split()
    assert f"id_{field}_error" in described and all(page.find(id=name) for name in described)
    summary = page.find(role="alert")
    assert summary.has_attr("autofocus") and summary.find("a", href=f"#id_{field}")
    for other in {"name", "email", "subject"} - {field}:
        assert page.find(id=f"id_{other}")["value"] == LETTER[other]
    if field != "message":
        assert LETTER["message"] in page.find(id="id_message").text.replace("\r\n", "\n")


def test_what_nobody_sees_is_taken_out_and_the_message_received(send):
    """A paste from a word processor or a mail program brings such characters."""
    typed = {
        "name": "Awa\x00\x0bDiarra\r\nBcc: tous@example.org",
        "subject": "\x07Le pont\u200b\ufffe\nde Médine",
        "message": "Bonjour\x1b à tous,\x0ble bac ne passe plus.",
    }
    assert send(**typed).status_code == 302
    stored = ContactMessage.objects.get()
    assert stored.name == "Awa Diarra Bcc: tous@example.org"
    assert stored.subject == "Le pont de Médine"
    assert stored.message == "Bonjour à tous,\nle bac ne passe plus."


def test_what_was_typed_is_shown_again_as_text(send):
    response = send(subject='"><script>alert(1)</script>', email="x")
    assert b"<script>alert" not in response.content
    assert shown(response).find(id="id_subject")["value"] == '"><script>alert(1)</script>'


@pytest.mark.parametrize(
    "trapped",
    [
        {"website": "http://spam.example"},
        {"written_at": SHOWN + timedelta(seconds=1)},
        {"written_at": SHOWN + timedelta(hours=13)},
        {"stamp": "forged"},
        {"stamp": ""},
        {"stamp": "\x00"},
    ],
)
def test_machine_is_stopped_and_a_person_caught_by_mistake_sends_again(send, reader, trapped):
    response = send(**trapped)
    assert response.status_code == 422
    assert not ContactMessage.objects.exists()
    form = shown(response).main.find("form", {"method": "post"})
    again = {field["name"]: field.get("value", "") for field in form.find_all("input")}
    again |= {"message": form.find("textarea").text, "desk": LETTER["desk"]}
    with freeze_time(SHOWN + timedelta(hours=14)):
        final = reader.post(ADDRESS, again)
        if final.status_code != 302:  # A stamp that had grown stale while it was shown.
            form = shown(final).main.find("form", {"method": "post"})
            again["stamp"] = form.find("input", {"name": "stamp"})["value"]
    if final.status_code != 302:
        with freeze_time(SHOWN + timedelta(hours=14, seconds=9)):
            final = reader.post(ADDRESS, again)
    assert final.status_code == 302
    assert ContactMessage.objects.count() == 1


def test_one_address_sends_so_many_messages_an_hour_and_keeps_what_it_typed(send):
    for _ in range(MESSAGES.most):
        assert send().status_code == 302
    response = send(subject="Encore une")
    assert response.status_code == 429
    assert response["Retry-After"] == "3600"
    assert shown(response).find(id="id_subject")["value"] == "Encore une"
    assert ContactMessage.objects.count() == MESSAGES.most


def test_form_is_protected_against_other_sites(contact_page):
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(ADDRESS, LETTER)
    assert response.status_code == 403
    assert 'lang="fr"' in response.content.decode()


def test_page_with_a_token_is_kept_by_nobody(contact_page, reader):
    response = reader.get(ADDRESS)
    assert "csrftoken" in response.cookies
    assert "no-store" in response["Cache-Control"] and "private" in response["Cache-Control"]


def test_link_may_choose_the_desk(contact_page, reader):
    page = shown(reader.get("/contact/?desk=publicite"))
    assert page.find("option", selected=True)["value"] == "publicite"


@pytest.mark.parametrize("method", ["get", "post"])
def test_form_of_a_page_behind_a_sign_in_is_behind_it_too(contact_page, reader, method):
    PageViewRestriction.objects.create(
        page=contact_page, restriction_type=PageViewRestriction.LOGIN
    )
    response = getattr(reader, method)(ADDRESS, LETTER)
    assert response.status_code == 302
    assert "?next=" in response["Location"]


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(contact_page, reader, method):
    assert getattr(reader, method)(ADDRESS).status_code == 405


def test_page_costs_the_same_with_many_desks(contact_page, reader):
    few = queries_of(reader, ADDRESS)
    for number in range(30):
        contact_page.desks.create(name=f"Service {number}", email="x@example.org")
    contact_page.save()
    assert queries_of(reader, ADDRESS) == few
    assert few <= 20
