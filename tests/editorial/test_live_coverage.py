"""Live coverage: who writes and publishes messages, and what readers get of them."""

from collections.abc import Callable
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from freezegun import freeze_time
from PIL import Image
from playwright.sync_api import Browser, Route, expect

from accounts.models import User
from editorial.lives import acts
from news.models import (
    ArticleIndexPage,
    ArticlePage,
    LiveBlogPage,
    LiveCorrection,
    LiveEntry,
    LiveWriter,
)
from news.models.lives import EntryKind, EntryState
from tests.visits import SITE, Visit

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def live(section: ArticleIndexPage, writer: User) -> LiveBlogPage:
    page: LiveBlogPage = section.add_child(
        instance=LiveBlogPage(title="En direct : la crue", slug="direct", owner=writer)
    )
    page.save_revision(user=writer)
    return page


def written(text: str, version: int = 0, **more: Any) -> acts.Written:
    given = {"kind": EntryKind.TEXT, "title": "", "source": "", "picture": None, **more}
    return acts.Written(text=text, version=version, **given)


def put_online(live: LiveBlogPage, user: User, text: str, **more: Any) -> LiveEntry:
    return acts.write(live, uuid4(), written(text, **more), user, publish=True)


def state_of(client: Client, live: LiveBlogPage) -> dict[str, Any]:
    return client.get(reverse("live_state", args=[live.pk])).json()


def test_only_those_who_are_named_put_messages_online(
    live: LiveBlogPage, writer: User, chief: User, sign_in: SignIn, client: Client
) -> None:
    desk = sign_in(writer)
    address = reverse("live_write", args=[live.pk])
    typed = {"key": str(uuid4()), "text": "L’eau monte", "kind": "text", "act": "publish"}
    assert desk.post(address, typed).status_code == 403
    assert not LiveEntry.objects.exists()
    names = reverse("live_names", args=[live.pk])
    assert desk.post(names, {"user": writer.pk}).status_code in (302, 403)
    assert not LiveWriter.objects.exists()
    assert sign_in(chief).post(names, {"user": writer.pk}).status_code == 302
    answer = desk.post(address, typed)
    assert answer.status_code == 200 and answer.json()["state"] == EntryState.PUBLISHED
    assert "L’eau monte" in client.get(live.url).content.decode()


def test_draft_is_seen_by_nobody_until_it_is_published(
    live: LiveBlogPage, writer: User, chief: User, client: Client
) -> None:
    key = uuid4()
    entry = acts.write(live, key, written("Brouillon"), writer, publish=False)
    assert "Brouillon" not in client.get(live.url).content.decode()
    with pytest.raises(PermissionDenied):
        acts.write(live, key, written("Brouillon", entry.version), writer, publish=True)
    acts.write(live, key, written("Publié", entry.version), chief, publish=True)
    assert "Publié" in client.get(live.url).content.decode()


def test_message_that_is_sent_again_is_stored_once(
    live: LiveBlogPage, chief: User, sign_in: SignIn
) -> None:
    desk = sign_in(chief)
    typed = {"key": str(uuid4()), "text": "Une fois", "kind": "text", "act": "publish"}
    for _n in range(3):
        answer = desk.post(reverse("live_write", args=[live.pk]), typed)
        assert answer.status_code == 200
    assert LiveEntry.objects.get().text == "Une fois"
    assert live.state.number == 1


def test_message_that_was_changed_after_a_lost_answer_is_not_dropped(
    live: LiveBlogPage, chief: User, writer: User
) -> None:
    LiveWriter.objects.create(page=live, user=writer)
    key = uuid4()
    acts.write(live, key, written("Deux blessés"), writer, publish=True)
    entry = acts.write(live, key, written("Trois blessés"), writer, publish=True)
    assert entry.text == "Trois blessés" and LiveEntry.objects.count() == 1
    with pytest.raises(acts.Conflict):
        acts.write(live, key, written("Autre chose"), chief, publish=True)


def test_photograph_that_is_sent_again_is_stored_once(
    live: LiveBlogPage,
    chief: User,
    sign_in: SignIn,
    django_capture_on_commit_callbacks: Any,
) -> None:
    desk = sign_in(chief)
    content = BytesIO()
    Image.new("RGB", (640, 480), "#336699").save(content, "JPEG")
    typed = {"key": str(uuid4()), "act": "publish", "alt": "Le quai", "credit": "A. Sidibé"}
    for _n in range(2):
        photo = SimpleUploadedFile("p.jpg", content.getvalue(), "image/jpeg")
        with django_capture_on_commit_callbacks(execute=True):
            answer = desk.post(reverse("live_write", args=[live.pk]), {**typed, "photo": photo})
        assert answer.status_code == 200, answer.content.decode()
    entry = LiveEntry.objects.get()
    entry.picture.refresh_from_db()
    assert entry.picture.is_public and entry.image == entry.picture
    with django_capture_on_commit_callbacks(execute=True):
        acts.withdraw(entry, chief, "")
    entry.picture.refresh_from_db()
    assert not entry.picture.is_public


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Rien n’est encore écrit"),
        ({"text": "x" * 5001}, "5000"),
        ({"text": "x", "kind": "nonsense"}, "nonsense"),
        ({"key": "no-key", "text": "x"}, "UUID"),
    ],
)
def test_what_cannot_be_stored_is_said_in_words(
    live: LiveBlogPage, chief: User, sign_in: SignIn, typed: dict[str, str], said: str
) -> None:
    given = {"key": str(uuid4()), "act": "publish", **typed}
    answer = sign_in(chief).post(reverse("live_write", args=[live.pk]), given)
    assert answer.status_code == 422 and said in answer.json()["error"]
    assert not LiveEntry.objects.exists()


def test_corrected_message_shows_what_stood_there(
    live: LiveBlogPage, chief: User, client: Client
) -> None:
    entry = put_online(live, chief, "Deux maisons touchées")
    acts.write(live, entry.key, written("Trois maisons touchées", entry.version), chief, True)
    html = client.get(live.url).content.decode()
    assert "Corrigé le" in html and "<del" in html
    # The same words are no correction.
    entry.refresh_from_db()
    acts.write(live, entry.key, written("Trois  maisons touchées ", entry.version), chief, True)
    assert LiveCorrection.objects.count() == 1


def test_two_who_change_one_message_lose_no_text(
    live: LiveBlogPage, chief: User, sign_in: SignIn
) -> None:
    entry = put_online(live, chief, "Avant")
    acts.write(live, entry.key, written("Après", entry.version), chief, True)
    typed = {"key": str(entry.key), "version": entry.version, "text": "Autre", "act": "publish"}
    answer = sign_in(chief).post(reverse("live_write", args=[live.pk]), typed)
    assert answer.status_code == 409 and answer.json()["conflict"]
    entry.refresh_from_db()
    assert entry.text == "Après"


def test_withdrawn_message_leaves_a_note_and_comes_back(
    live: LiveBlogPage, chief: User, client: Client
) -> None:
    entry = put_online(live, chief, "Une rumeur")
    acts.withdraw(entry, chief, "Non confirmée")
    html = client.get(live.url).content.decode()
    assert "Une rumeur" not in html and "a été retiré" in html and "Non confirmée" in html
    entry.refresh_from_db()
    acts.bring_back(entry, chief)
    assert "Une rumeur" in client.get(live.url).content.decode()


def test_readers_get_what_is_new_since_they_last_looked(
    live: LiveBlogPage, chief: User, client: Client
) -> None:
    first = put_online(live, chief, "Premier")
    seen = state_of(client, live)["n"]
    put_online(live, chief, "Deuxième")
    assert state_of(client, live)["n"] == seen + 1
    html = client.get(reverse("live_since", args=[live.pk, seen])).content.decode()
    assert "Deuxième" in html and "Premier" not in html
    acts.withdraw(first, chief, "")
    html = client.get(reverse("live_since", args=[live.pk, seen + 1])).content.decode()
    assert "a été retiré" in html and "Deuxième" not in html


def test_readers_look_less_often_the_longer_nothing_happens(
    live: LiveBlogPage, chief: User, client: Client
) -> None:
    with freeze_time("2026-12-01 10:00"):
        put_online(live, chief, "Premier")
    paces = []
    for hour in ("10:05", "10:30", "13:00"):
        with freeze_time(f"2026-12-01 {hour}"):
            paces.append(state_of(client, live)["every"])
    assert paces == [15, 30, 60]


def test_ended_coverage_says_so_and_browsers_stop(
    live: LiveBlogPage, chief: User, client: Client
) -> None:
    put_online(live, chief, "Fin")
    acts.end(live, chief, True)
    assert state_of(client, live)["ended"]
    html = client.get(live.url).content.decode()
    assert "Direct terminé" in html and "data-state" not in html
    acts.end(live, chief, False)
    assert not state_of(client, live)["ended"]


def test_link_to_a_message_opens_the_page_on_which_it_is(
    live: LiveBlogPage, chief: User, client: Client
) -> None:
    entries = [put_online(live, chief, f"Message {n}") for n in range(40)]
    page = BeautifulSoup(client.get(live.url, {"m": entries[0].pk}).content, "html.parser")
    shown = page.select_one("[data-live-entries]").get_text()
    assert "Message 0" in shown and "Message 39" not in shown
    assert client.get(live.url, {"ordre": "ancien"}).content.decode().index("Message 0") > 0
    for wrong in ("9999999", "x", "-1", "²"):
        assert client.get(live.url, {"m": wrong}).status_code == 404


def test_each_message_is_read_afterwards_by_somebody_else(
    live: LiveBlogPage, writer: User, copy_editor: User, chief: User, sign_in: SignIn
) -> None:
    LiveWriter.objects.create(page=live, user=copy_editor)
    entry = put_online(live, copy_editor, "À relire")
    address = reverse("read_live_entry", args=[entry.pk])
    assert "À relire" in sign_in(chief).get(reverse("read_afterwards")).content.decode()
    assert sign_in(writer).get(address).status_code in (302, 403)
    with pytest.raises(PermissionDenied):
        acts.mark_read(entry, copy_editor)
    assert sign_in(chief).post(address, {"note": "Vu"}).status_code == 302
    entry.refresh_from_db()
    assert (entry.reviewed_by, entry.note) == (chief, "Vu")
    assert entry not in acts.to_read(chief)
    # What is corrected afterwards is to be read again.
    acts.write(live, entry.key, written("Autrement", entry.version), copy_editor, True)
    assert entry in acts.to_read(chief)


def test_message_becomes_a_draft_of_an_article(
    live: LiveBlogPage, chief: User, sign_in: SignIn
) -> None:
    entry = put_online(live, chief, "Premier paragraphe\n\nDeuxième", title="La digue tient")
    act = {"act": "article", "entry": entry.pk}
    answer = sign_in(chief).post(reverse("live_act", args=[live.pk]), act)
    article = ArticlePage.objects.exact_type(ArticlePage).get()
    assert answer["Location"] == reverse("wagtailadmin_pages:edit", args=[article.pk])
    assert article.title == "La digue tient" and not article.live
    assert [str(block.value).strip() for block in article.body] == [
        "<p>Premier paragraphe</p>",
        "<p>Deuxième</p>",
    ]


def test_search_finds_the_page_by_its_messages(
    live: LiveBlogPage, chief: User, client: Client
) -> None:
    put_online(live, chief, "Les piroguiers de Markala")
    assert live.url in client.get("/recherche/?q=piroguiers").content.decode()


def test_page_says_its_messages_to_machines(live: LiveBlogPage, chief: User) -> None:
    put_online(live, chief, "Le texte", title="Le titre")
    data = live.structured_data(
        signatures=[], url="https://a.ml/d/", root_url="https://a.ml", publisher={}
    )
    assert "LiveBlogPosting" in data["@type"]
    [update] = data["liveBlogUpdate"]
    assert (update["headline"], update["articleBody"]) == ("Le titre", "Le texte")


@pytest.mark.browser
def test_message_typed_without_network_is_sent_later_and_once(
    live: LiveBlogPage, chief: User, sign_in: SignIn, browser: Browser
) -> None:
    visit = Visit(browser.new_page(viewport={"width": 390, "height": 844}), sign_in(chief))
    visit.prepare("/admin/jsi18n/")
    visit.open(reverse("live_write", args=[live.pk]))
    page, desk, network = visit.page, visit.reader, {"is_there": False}

    def sent(route: Route) -> None:
        if not network["is_there"]:
            route.abort("internetdisconnected")
            return
        asked = route.request
        answer = desk.generic(
            asked.method,
            asked.url.removeprefix(SITE),
            asked.post_data_buffer or b"",
            content_type=asked.headers.get("content-type", ""),
        )
        route.fulfill(status=answer.status_code, headers=dict(answer.items()), body=answer.content)

    page.route(f"**{reverse('live_write', args=[live.pk])}*", sent)
    page.locator("#live-text").fill("Écrit sans réseau")
    page.get_by_role("button", name="Publier").click()
    waiting = page.locator("[data-live-queue] li")
    expect(waiting).to_contain_text("Attend le réseau")
    assert not LiveEntry.objects.exists()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    network["is_there"] = True
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(waiting).to_have_count(0)
    expect(page.locator("[data-live-list]")).to_contain_text("Écrit sans réseau")
    assert LiveEntry.objects.get().state == EntryState.PUBLISHED
