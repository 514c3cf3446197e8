"""The paper has one name, wherever it is said, and keeps it while the database is away."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.core import mail
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse
from django.utils import timezone

from accounts import mails as account_mails
from accounts.models import User
from accounts.paper_name import paper_name, sender
from accounts.second_factor.adapter import NewsroomAdapter
from accounts.second_factor.tasks import send_mail
from editorial.notices.mails import common_context
from editorial.notices.webhooks.models import Webhook, WebhookDelivery
from editorial.notices.webhooks.sending import payload
from home.models import ContactMessage, HomePage, Identity
from home.outages import outage_answer
from home.tasks import send_contact_message
from tests.factories import ArticleFactory, SectionFactory, UserFactory
from tests.made_once import made_once

pytestmark = pytest.mark.django_db
NAME = "Le Quotidien"


@pytest.fixture
@made_once
def person(home_page: HomePage) -> User:
    Identity(site=home_page.get_site(), name=NAME).save()
    ArticleFactory(parent=SectionFactory(parent=home_page, slug="sports"))
    return UserFactory(username="awa", is_superuser=True)


def plain_page(reader: Client) -> str:
    """What a request gets that cannot be read."""
    return reader.post("/", {"q": "\x00"}, headers={"host": "localhost"}).text


def away_page() -> str:
    error = OperationalError("the database does not answer")
    error.__cause__ = psycopg.errors.AdminShutdown()
    answer = outage_answer(RequestFactory().get("/"), error)
    assert answer is not None
    return answer.content.decode()


def sent(send: Callable[[], Any]) -> str:
    mail.outbox.clear()
    send()
    (message,) = mail.outbox
    return f"{message.from_email} {message.subject} {message.body}"


def test_the_name_is_the_same_at_every_place(person: User, reader: Client) -> None:
    desk = Client()
    desk.force_login(person)
    message = ContactMessage.objects.create(
        name="Awa",
        email="awa@example.org",
        subject="Bonjour",
        message="Ça va ?",
        desk_email="desk@example.org",
    )
    template = "accounts/mail/new_device"
    device = {"device": "Firefox", "at": None, "address": "", "link": ""}
    delivery = WebhookDelivery(webhook=Webhook(name="Le fil"), created_at=timezone.now())
    adapter = NewsroomAdapter()
    places = {
        "page": reader.get("/").text,
        "error": reader.get("/nulle-part/").text,
        "plain error": plain_page(reader),
        "outage": away_page(),
        "manifest": reader.get("/manifest.webmanifest").text,
        "feed": reader.get("/flux/").text,
        "news sitemap": reader.get("/sitemap-actualites.xml").text,
        "contact": sent(lambda: send_contact_message.call(message.pk)),
        "account": sent(lambda: account_mails.send(person, template, device)),
        "second factor": sent(lambda: send_mail.call(person.pk, "added", {})),
        "notices": str(common_context(person)["newsroom"]),
        "chat": str(payload(delivery)),
        "app of codes": adapter.get_totp_issuer(),
        "passkeys": adapter.get_public_key_credential_rp_entity()["name"],
        "desk": desk.get(reverse("wagtailadmin_home")).text,
    }
    assert [place for place, said in places.items() if NAME not in said] == []
    assert [place for place, said in places.items() if "Actujet <" in said] == []


def test_a_new_name_is_said_by_plain_pages_at_once(
    person: User, reader: Client, django_capture_on_commit_callbacks: Any
) -> None:
    identity = Identity.objects.get(name=NAME)
    identity.name = "Le Fleuve"
    with django_capture_on_commit_callbacks(execute=True):
        identity.save()
    assert "Le Fleuve" in away_page()


def test_the_last_name_that_was_known_stands_while_the_database_is_away(person: User) -> None:
    def away(*args: object) -> None:
        raise OperationalError("the database does not answer")

    assert paper_name() == NAME
    with connection.execute_wrapper(away):
        assert paper_name() == NAME and NAME in away_page()
        cache.clear()
        assert paper_name() == "Actujet" and "Actujet" in away_page()


def test_mails_come_under_the_name_that_the_machine_was_given_if_any(person: User) -> None:
    for given, used in (
        ("Actujet <redaction@localhost>", f"{NAME} <redaction@localhost>"),
        ("redaction@localhost", f"{NAME} <redaction@localhost>"),
        ("La rédaction <redaction@localhost>", "La rédaction <redaction@localhost>"),
    ):
        with override_settings(DEFAULT_FROM_EMAIL=given):
            assert sender() == used
