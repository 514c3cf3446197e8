"""A note in the margin is kept once: written during an autosave, or still being typed at a save."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, Route, expect
from wagtail.models import Comment

from accounts.models import User
from news.models import ArticlePage
from tests.editorial.steps import submit
from tests.jobs.processes import wait_until
from tests.windows import NO_AUTOSAVE, Window, watched

pytestmark = pytest.mark.browser
NOTE = "Quel instrument ?"


@pytest.fixture
def held() -> list[Route]:
    """The autosaves that wait on their way back."""
    return []


@pytest.fixture
def page(window: Window, draft: ArticlePage, writer: User, held: list[Route]) -> Page:
    window.sign_in(writer)
    page = window.new_page()
    url = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    page.goto(url)
    watched(page)

    def hold(route: Route) -> None:
        is_first = route.request.method == "POST" and not held
        if is_first:
            held.append(route)
        else:
            route.continue_()

    page.route(f"**{url}", hold)
    page.get_by_role("button", name="Afficher/masquer les commentaires").click()
    page.fill("#id_title", "Le pont ferme lundi")
    # Held until the site has saved: it knows nothing of what is written from now on.
    while not held:
        page.wait_for_timeout(50)
    return page


def begin_note(page: Page) -> None:
    page.locator("[data-contentpath=title] [data-comment-add]").click()
    page.locator(".comment textarea").fill(NOTE)


def let_go(page: Page, held: list[Route]) -> None:
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        held[0].continue_()


def kept_once(page: Page) -> bool:
    page.wait_for_timeout(50)
    return [comment.text for comment in Comment.objects.all()] == [NOTE]


def title_of(draft: ArticlePage) -> str:
    title: str = ArticlePage.objects.get(pk=draft.pk).latest_revision.content["title"]
    return title


def test_a_note_that_was_finished_meanwhile_is_kept_once(
    page: Page, draft: ArticlePage, held: list[Route]
) -> None:
    begin_note(page)
    page.get_by_role("button", name="Commenter", exact=True).click()
    let_go(page, held)
    expect(page.locator(".comment").filter(has_text=NOTE)).to_be_attached()
    wait_until(lambda: kept_once(page))
    # Sent once more with what comes next, it would be there twice.
    page.fill("#id_title", "Le pont ferme mardi")
    wait_until(lambda: kept_once(page) and title_of(draft) == "Le pont ferme mardi")


def test_a_note_that_is_being_typed_keeps_its_words(page: Page, held: list[Route]) -> None:
    begin_note(page)
    let_go(page, held)
    expect(page.locator(".comment textarea")).to_have_value(NOTE)
    page.get_by_role("button", name="Commenter", exact=True).click()
    wait_until(lambda: kept_once(page))


def test_notes_that_are_being_typed_are_kept_by_a_save_by_hand(
    window: Window, draft: ArticlePage, writer: User, copy_editor: User
) -> None:
    asked = {"user": copy_editor, "page": draft, "contentpath": "title", "text": "Lequel ?"}
    question = Comment.objects.create(**asked)
    window.sign_in(writer)
    page = window.new_page()
    # Only the press of the button saves.
    page.add_init_script(NO_AUTOSAVE)
    page.goto(reverse("wagtailadmin_pages:edit", args=[draft.pk]))
    watched(page)
    page.get_by_role("button", name="Afficher/masquer les commentaires").click()
    page.locator(".comment").filter(has_text="Lequel ?").click()
    page.locator(".comment__reply-input").fill("Celui de Médine.")
    page.locator("[data-contentpath=standfirst] [data-comment-add]").click()
    page.locator(".comment--mode-creating textarea").fill(NOTE)
    with page.expect_navigation():
        page.keyboard.press("Control+s")
    assert [reply.text for reply in question.replies.all()] == ["Celui de Médine."]
    assert list(Comment.objects.values_list("contentpath", "text")) == [
        ("title", "Lequel ?"),
        ("standfirst", NOTE),
    ]


def test_a_note_that_is_being_typed_goes_with_what_a_dialog_sends(
    window: Window, draft: ArticlePage, writer: User, copy_editor: User
) -> None:
    submit(draft, writer)
    window.sign_in(copy_editor)
    page = window.new_page()
    page.add_init_script(NO_AUTOSAVE)
    page.goto(reverse("wagtailadmin_pages:edit", args=[draft.pk]))
    watched(page)
    page.get_by_role("button", name="Afficher/masquer les commentaires").click()
    begin_note(page)
    page.get_by_role("button", name="Renvoyer à l’auteur").click()
    dialog = page.locator(".modal-dialog")
    dialog.locator("textarea").fill("Qui joue du balafon ?")
    with page.expect_navigation():
        dialog.get_by_role("button").last.click()
    expect(page.locator(".messages .success, .messages .info").first).to_be_visible()
    assert list(Comment.objects.values_list("contentpath", "text")) == [("title", NOTE)]
