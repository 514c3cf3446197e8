"""The webhook against a real server: signed, retried, and silent about what is not public."""

import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from accounts.models import User
from editorial.events.announcing import announce
from editorial.events.kinds import Event
from editorial.notices.webhooks.models import Webhook, WebhookDelivery
from news.models import ArticlePage
from tests.editorial.notices.conftest import work

SignIn = Callable[[User], Client]


class Bridge(HTTPServer):
    """Answers with the statuses it was given, then 204; keeps what it received."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: list[int] = []
        self.received: list[tuple[Any, bytes]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hook?room=desk"


class Handler(BaseHTTPRequestHandler):
    server: Bridge

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.received.append((self.headers, body))
        status = self.server.answers.pop(0) if self.server.answers else 204
        self.send_response(status)
        if 300 <= status < 400:
            self.send_header("Location", self.server.address)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        """Nothing."""


@pytest.fixture
def bridge(settings: Any) -> Iterator[Bridge]:
    settings.WEBHOOK_PRIVATE_ADDRESSES = True
    server = Bridge()
    thread = threading.Thread(target=server.serve_forever, args=[0.01], daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def webhook(db: None, bridge: Bridge) -> Webhook:
    return Webhook.objects.create(name="Messagerie", address=bridge.address, secret="secret")


def rest_is_over() -> None:
    """What waits for its next attempt may be tried now."""
    DBTaskResult.objects.filter(status=TaskResultStatus.READY).update(run_after=get_date_max())


def test_an_event_that_is_refused_twice_is_delivered_signed_under_one_key(
    webhook: Webhook, bridge: Bridge, draft: ArticlePage
) -> None:
    bridge.answers = [500, 302]
    announce(Event.FAILED, draft, reason="Disque plein")
    for attempt in (1, 2, 3):
        work()
        delivery = WebhookDelivery.objects.get()
        assert delivery.attempts == attempt == len(bridge.received)
        assert bool(delivery.delivered_at) is (attempt == 3)
        rest_is_over()
    work()
    assert len(bridge.received) == 3
    assert {headers["Actujet-Delivery"] for headers, _body in bridge.received} == {
        str(delivery.key)
    }
    for headers, body in bridge.received:
        signed = headers["Actujet-Timestamp"].encode() + b"." + body
        expected = hmac.new(b"secret", signed, hashlib.sha256).hexdigest()
        assert headers["Actujet-Signature"] == f"sha256={expected}"
        assert headers["Actujet-Event"] == "failed"


def test_a_text_that_readers_cannot_see_is_not_named(
    webhook: Webhook, bridge: Bridge, draft: ArticlePage, chief: User
) -> None:
    announce(Event.FAILED, draft, actor=chief, reason="Le pont, encore")
    work()
    body = bridge.received[0][1].decode()
    told = json.loads(body)
    assert told["page"] == {
        "id": draft.pk,
        "edit_url": f"http://127.0.0.1:8000/admin/pages/{draft.pk}/edit/",
    }
    assert told["text"] == f"Non publié\u00a0: texte nº {draft.pk}"
    for secret in ("pont", "Koné", "le-pont"):
        assert secret not in body


def test_a_live_text_is_named_with_its_address(
    webhook: Webhook, bridge: Bridge, draft: ArticlePage
) -> None:
    draft.get_latest_revision().publish(skip_permission_checks=True)
    work()
    told = json.loads(bridge.received[0][1])
    assert (told["event"], told["text"]) == ("published", "Publié\u00a0: Le pont ferme")
    assert told["page"]["url"] == f"http://127.0.0.1:8000/politique/{draft.slug}/"


def test_a_channel_of_the_newsroom_is_told_titles_and_reasons(
    webhook: Webhook, bridge: Bridge, draft: ArticlePage, chief: User
) -> None:
    Webhook.objects.update(names_drafts=True)
    announce(Event.FAILED, draft, actor=chief, reason="Disque plein")
    work()
    told = json.loads(bridge.received[0][1])
    assert told["page"]["title"] == "Le pont ferme"
    assert "url" not in told["page"]
    assert (told["by"], told["reason"]) == ("Fatoumata Koné", "Disque plein")


def test_only_the_chosen_events_are_sent_while_it_is_active(
    webhook: Webhook, bridge: Bridge, draft: ArticlePage
) -> None:
    Webhook.objects.update(events=["withdrawn"])
    announce(Event.FAILED, draft, reason="x")
    announce(Event.WITHDRAWN, draft, reason="x")
    Webhook.objects.update(is_active=False)
    work()
    assert bridge.received == []
    Webhook.objects.update(is_active=True)
    announce(Event.FAILED, draft, reason="x")
    announce(Event.WITHDRAWN, draft, reason="x")
    work()
    assert [headers["Actujet-Event"] for headers, _body in bridge.received] == ["withdrawn"]


def test_a_private_address_is_refused_for_good_unless_allowed(
    webhook: Webhook, bridge: Bridge, draft: ArticlePage, settings: Any
) -> None:
    settings.WEBHOOK_PRIVATE_ADDRESSES = False
    announce(Event.FAILED, draft, reason="x")
    work()
    assert bridge.received == []
    assert "pas publique" in WebhookDelivery.objects.get().error
    failed = DBTaskResult.objects.get(status=TaskResultStatus.FAILED)
    assert failed.exception_class_path == "jobs.queue.PermanentFailure"


def test_a_superuser_adds_one_tests_it_and_sees_the_answer(
    admin: User, bridge: Bridge, sign_in: SignIn
) -> None:
    desk = sign_in(admin)
    assert "Webhooks" in desk.get(reverse("wagtailadmin_home")).content.decode()
    fields = {
        "name": "Messagerie",
        "address": bridge.address,
        "secret": "un-secret-bien-long",
        "events": ["published", "failed"],
        "is_active": "on",
    }
    assert desk.post(reverse("webhooks:add"), fields).status_code == 302
    hook = Webhook.objects.get()
    assert hook.events == ["published", "failed"]
    assert desk.get(reverse("webhooks:index")).status_code == 200
    assert desk.get(reverse("webhooks:edit", args=[hook.pk])).status_code == 200
    url = reverse("webhook_deliveries", args=[hook.pk])
    assert "Rien n’a encore été envoyé" in desk.get(url).content.decode()
    assert desk.post(url).status_code == 302
    assert "Attend un processus" in desk.get(url).content.decode()
    bridge.answers = [503]
    work()
    assert "Refusé (503)" in desk.get(url).content.decode()
    rest_is_over()
    work()
    assert "Reçu (204)" in desk.get(f"{url}?p=junk").content.decode()
    assert json.loads(bridge.received[-1][1])["event"] == "test"


def test_nobody_else_sees_webhooks(webhook: Webhook, chief: User, sign_in: SignIn) -> None:
    desk = sign_in(chief)
    for url in (
        reverse("webhooks:index"),
        reverse("webhooks:edit", args=[webhook.pk]),
        reverse("webhook_deliveries", args=[webhook.pk]),
    ):
        assert desk.get(url).status_code in (302, 403), url
    assert desk.post(reverse("webhook_deliveries", args=[webhook.pk])).status_code in (302, 403)
    assert "Webhooks" not in desk.get(reverse("wagtailadmin_home")).content.decode()
    assert not WebhookDelivery.objects.exists()


def test_an_address_of_another_kind_is_refused(admin: User, sign_in: SignIn) -> None:
    fields = {"name": "x", "address": "ftp://example.org/", "secret": "x", "events": ["failed"]}
    assert sign_in(admin).post(reverse("webhooks:add"), fields).status_code == 200
    assert not Webhook.objects.exists()
