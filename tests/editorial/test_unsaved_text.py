"""What is typed and cannot be saved stays in the writer's browser, for that writer alone."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import User
from editorial.editor.kept_text import COOKIE, NAME_FIELD, TAKE_UP_FIELD
from news.models import ArticleIndexPage, ArticlePage
from tests.forms import fields_of, read_form
from tests.jobs.processes import wait_until
from tests.made_once import made_once
from tests.windows import NO_AUTOSAVE, Window, watched

SignIn = Callable[[User], Client]
NAME = "0b4f6c1e-3b44-4f6e-9f3a-1c7f0a6b2d11"
TYPED = "Le pont ferme lundi à l’aube."
FURTHER = "Les bacs passent."
KEPT = """async () => {
  const database = await new Promise((resolve) => {
    const asked = indexedDB.open("actujet");
    asked.onsuccess = () => resolve(asked.result);
  });
  if (!database.objectStoreNames.contains("texts")) return [];
  const asked = database.transaction("texts").objectStore("texts").getAll();
  const all = await new Promise((resolve) => (asked.onsuccess = () => resolve(asked.result)));
  database.close();
  return all.map(({ data }) => new TextDecoder().decode(data));
}"""


def open_editor(window: Window, url: str) -> Page:
    page = window.new_page(width=390, height=844)
    page.goto(url)
    expect(page.locator("[data-keeps-text]")).to_be_attached()
    return page


def latest(draft: ArticlePage) -> ArticlePage:
    stored: ArticlePage = ArticlePage.objects.get(pk=draft.pk).get_latest_revision_as_object()
    return stored


def wait_for_copies(page: Page, number: int) -> None:
    wait_until(lambda: len(page.evaluate(KEPT)) == number)


def close(window: Window, page: Page) -> None:
    """Close it, until the browser has let go of the lock that says whose a copy is."""
    page.close()
    held = "navigator.locks.query().then(({ held }) => held.length)"
    wait_until(lambda: window.at_rest.evaluate(held) == 0)


@pytest.mark.browser
def test_a_text_that_a_full_disk_refused_is_taken_up_again_and_goes_once_it_is_saved(
    window: Window,
    draft: ArticlePage,
    writer: User,
    copy_editor: User,
) -> None:
    window.sign_in(writer)
    url = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    page = watched(open_editor(window, url))
    # As test_disk_full has it from a disk that is full indeed.
    full = {"success": False, "error_code": "disk_full", "error_message": "Le disque est plein."}
    page.route(f"**{url}", lambda route: route.fulfill(status=507, json=full))
    page.locator("[name=standfirst]").fill(TYPED)
    expect(page.locator(".actujet-obstacle")).to_contain_text("Le disque du serveur est plein")
    wait_for_copies(page, 1)
    close(window, page)

    # Somebody else at the same computer is offered nothing, and reads nothing.
    window.sign_in(copy_editor)
    page = open_editor(window, url)
    assert page.locator(".actujet-kept").count() == 0
    assert "aube" not in page.evaluate(KEPT)[0]
    close(window, page)

    window.sign_in(writer)
    page = open_editor(window, url)
    banner = page.locator(".actujet-kept")
    expect(banner).to_contain_text("Un texte non enregistré du")
    banner.get_by_role("button", name="Le jeter").click()
    expect(banner).to_contain_text("Le texte est jeté.")
    banner.get_by_role("button", name="Annuler").click()
    banner.get_by_role("button", name="Le reprendre").click()
    expect(page.locator("[name=standfirst]")).to_have_value(TYPED)
    expect(page.locator(".messages")).to_contain_text("de nouveau dans le formulaire")
    # What is typed further is saved by itself, as before.
    watched(page).locator("[name=standfirst]").fill(f"{TYPED} {FURTHER}")
    wait_until(lambda: latest(draft).standfirst == f"{TYPED} {FURTHER}")
    wait_for_copies(page, 0)


@pytest.mark.browser
def test_a_new_text_is_offered_after_a_crash_and_goes_with_its_save(
    window: Window, section: ArticleIndexPage, writer: User
) -> None:
    window.sign_in(writer)
    url = reverse("wagtailadmin_pages:add", args=["news", "articlepage", section.pk])
    page = watched(open_editor(window, url))
    # No line: nothing that is sent arrives.
    page.route("**/*", lambda route: route.abort())
    page.locator("[name=title]").fill("Le pont ferme")
    page.locator("[name=standfirst]").fill(TYPED)
    wait_for_copies(page, 1)
    close(window, page)

    page = open_editor(window, url)
    # An autosave of the text that is taken up would be first to save it.
    page.add_init_script(NO_AUTOSAVE)
    banner = page.locator(".actujet-kept")
    expect(banner).to_contain_text("« Le pont ferme »")
    banner.get_by_role("button", name="Le reprendre").click()
    expect(page.locator("[name=standfirst]")).to_have_value(TYPED)
    # The text is there before the scripts are, which say with the form which copy it saves.
    expect(page.locator("[data-keeps-text]")).to_be_attached()
    # A save by hand, whose answer is another page.
    page.locator("[data-edit-form]").evaluate("form => form.requestSubmit()")
    expect(page.locator(".messages")).to_contain_text("créée")
    wait_for_copies(page, 0)
    assert latest(ArticlePage.objects.get(title="Le pont ferme")).standfirst == TYPED


@pytest.fixture
@made_once
def url(draft: ArticlePage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[draft.pk])


@pytest.fixture
@made_once
def desk(writer: User, sign_in: SignIn) -> Client:
    return sign_in(writer)


@pytest.mark.django_db
def test_a_text_that_is_taken_up_is_shown_and_not_saved(
    draft: ArticlePage, desk: Client, url: str
) -> None:
    before = draft.latest_revision_id
    kept = read_form(desk, url) | {"standfirst": TYPED, NAME_FIELD: NAME, TAKE_UP_FIELD: "1"}
    answer = desk.post(url, kept)
    assert answer.status_code == 200
    assert fields_of(answer.text)["standfirst"] == TYPED
    assert (
        BeautifulSoup(answer.content, "html.parser").find(id="actujet-kept-text")["data-name"]
        == NAME
    )
    assert ArticlePage.objects.get(pk=draft.pk).latest_revision_id == before
    assert COOKIE + NAME not in answer.cookies


@pytest.mark.django_db
def test_a_text_that_was_overtaken_is_taken_up_beside_the_newer_version(
    draft: ArticlePage, desk: Client, url: str, copy_editor: User
) -> None:
    kept = read_form(desk, url) | {"standfirst": TYPED, NAME_FIELD: NAME, TAKE_UP_FIELD: "1"}
    draft.standfirst = "Dès mardi."
    draft.save_revision(user=copy_editor)
    answer = desk.post(url, kept)
    assert answer.status_code == 409
    assert fields_of(answer.text)["standfirst"] == TYPED
    assert "Dès mardi." in answer.text


@pytest.mark.django_db
def test_a_text_is_taken_up_over_an_older_version_as_well(draft: ArticlePage, desk: Client) -> None:
    before = draft.latest_revision_id
    url = reverse("wagtailadmin_pages:revisions_revert", args=[draft.pk, before])
    answer = desk.post(url, read_form(desk, url) | {"standfirst": TYPED, TAKE_UP_FIELD: "1"})
    assert answer.status_code == 200
    assert fields_of(answer.text)["standfirst"] == TYPED
    assert ArticlePage.objects.get(pk=draft.pk).latest_revision_id == before


@pytest.mark.django_db
@pytest.mark.usefixtures("gates_as_seeded")
def test_a_refused_submission_has_saved_the_copy_and_goes_on_without_it(
    desk: Client, url: str
) -> None:
    sent = read_form(desk, url) | {"standfirst": "", NAME_FIELD: NAME, "action-submit": "1"}
    answer = desk.post(url, sent)
    assert answer.status_code == 422
    assert COOKIE + NAME in answer.cookies
    kept = BeautifulSoup(answer.content, "html.parser").find(id="actujet-kept-text")
    assert kept["data-name"] == ""


@pytest.mark.django_db
def test_a_new_text_is_taken_up_without_making_a_page(
    section: ArticleIndexPage, desk: Client
) -> None:
    url = reverse("wagtailadmin_pages:add", args=["news", "articlepage", section.pk])
    kept = read_form(desk, url) | {"standfirst": TYPED, TAKE_UP_FIELD: "1"}
    answer = desk.post(url, kept)
    assert answer.status_code == 200
    assert fields_of(answer.text)["standfirst"] == TYPED
    assert not ArticlePage.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("name", [NAME, "../<script>"])
def test_the_browser_is_told_which_copy_is_saved(desk: Client, url: str, name: str) -> None:
    answer = desk.post(url, read_form(desk, url) | {"standfirst": TYPED, NAME_FIELD: name})
    assert answer.status_code == 302
    told = [cookie for cookie in answer.cookies if cookie.startswith(COOKIE)]
    assert told == ([COOKIE + NAME] if name == NAME else [])


@pytest.mark.django_db
def test_two_people_have_two_keys(
    writer: User, copy_editor: User, sign_in: SignIn, url: str
) -> None:
    def key(person: User) -> str:
        page = BeautifulSoup(sign_in(person).get(url).content, "html.parser")
        return str(page.find(id="actujet-kept-text")["data-key"])

    assert key(writer) == key(writer) != key(copy_editor)
