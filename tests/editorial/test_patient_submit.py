"""A form of the editor is sent once, and only where it will be taken."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, Route, expect

from accounts.models import User
from config.env import ROOT

SITE = "http://localhost"
SCRIPT = Path(ROOT, "static/js/admin/patient-submit.js")
# As Wagtail's pages have it, the script stands before the form.
EDITOR = """<!doctype html><title>Un article</title>
<script>window.wagtailConfig = {}</script><script src="/script.js"></script>
<form data-edit-form method="post" action="/sent/"><input type="hidden" name="csrfmiddlewaretoken">
<textarea name="text">Le pont ferme</textarea>
<button name="action-submit" value="1">Envoyer</button>
</form>%s"""


@pytest.fixture
def answers() -> dict[str, Any]:
    """What the site answers to the question whether somebody is signed in."""
    return {"json": {"token": "fresh"}}


@pytest.fixture
def sent() -> list[str]:
    return []


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Page:
    return browser.new_page()


@pytest.fixture
def page(tab: Page, answers: dict[str, Any], sent: list[str]) -> Iterator[Page]:
    words = render_to_string("editorial/gates/obstacles.html")

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(SITE)
        if path == "/script.js":
            route.fulfill(path=SCRIPT)
        elif path == "/admin/signed-in/":
            route.fulfill(**answers) if answers else route.abort()
        elif path == "/sent/":
            sent.append(route.request.post_data or "")
            route.fulfill(body="<!doctype html><h1>Merci</h1>", content_type="text/html")
        else:
            route.fulfill(body=EDITOR % words, content_type="text/html; charset=utf-8")

    tab.route("**/*", answer)
    tab.goto(f"{SITE}/")
    yield tab
    tab.unroute_all()


@pytest.mark.browser
def test_a_button_pressed_three_times_sends_once(page: Page, sent: list[str]) -> None:
    page.evaluate(
        """() => {
            const button = document.querySelector('button');
            button.click();
            button.click();
            setTimeout(() => button.click());
        }"""
    )
    expect(page.get_by_role("heading")).to_have_text("Merci")
    assert sent == ["csrfmiddlewaretoken=fresh&text=Le+pont+ferme&action-submit=1"]


@pytest.mark.browser
@pytest.mark.parametrize(
    ("obstacle", "words"),
    [
        ({"status": 302, "headers": {"Location": "/admin/login/"}}, "Votre session est terminée"),
        ({}, "Le site ne répond pas"),
    ],
)
def test_what_is_typed_waits_until_it_can_be_sent(
    page: Page, answers: dict[str, Any], sent: list[str], obstacle: dict[str, Any], words: str
) -> None:
    answers.clear()
    answers |= obstacle
    page.get_by_role("button").click()
    expect(page.get_by_role("alert")).to_contain_text(words)
    assert not sent
    answers.clear()
    answers |= {"json": {"token": "fresh"}}
    page.get_by_role("button").click()
    expect(page.get_by_role("heading")).to_have_text("Merci")
    assert len(sent) == 1


@pytest.mark.browser
def test_what_a_dialog_sends_waits_for_the_autosave_as_well(page: Page, sent: list[str]) -> None:
    page.evaluate(
        """() => {
          const form = document.querySelector("form");
          const tell = (name) => form.dispatchEvent(new CustomEvent(name, { bubbles: true }));
          tell("w-autosave:save");
          form.submit();
          form.elements.text.value = "Le pont rouvre";
          tell("w-autosave:success");
        }"""
    )
    expect(page.get_by_role("heading")).to_have_text("Merci")
    assert sent == ["csrfmiddlewaretoken=fresh&text=Le+pont+rouvre"]


@pytest.mark.browser
def test_a_warning_goes_when_the_line_is_back_and_the_text_is_saved_then(
    page: Page, answers: dict[str, Any]
) -> None:
    answers.clear()
    page.evaluate(
        """() => {
          const form = document.querySelector("form");
          form.addEventListener("w-unsaved:add", () => (form.dataset.saves = "again"));
          form.dispatchEvent(new CustomEvent("w-autosave:error", { bubbles: true }));
        }"""
    )
    expect(page.get_by_role("alert")).to_contain_text("dès que la connexion reviendra")
    answers |= {"json": {"token": "fresh"}}
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.locator("form")).to_have_attribute("data-saves", "again")


@pytest.mark.browser
def test_a_decision_that_could_not_be_sent_does_not_go_with_the_next_button(
    page: Page, answers: dict[str, Any], sent: list[str]
) -> None:
    answers.clear()
    page.evaluate(
        """() => {
          const field = document.createElement("input");
          Object.assign(field, { type: "hidden", name: "workflow-action-name", value: "approve" });
          document.querySelector("form").append(field);
        }"""
    )
    page.get_by_role("button").click()
    expect(page.get_by_role("alert")).to_be_visible()
    answers |= {"json": {"token": "fresh"}}
    page.get_by_role("button").click()
    expect(page.get_by_role("heading")).to_have_text("Merci")
    assert "approve" not in sent[0]


@pytest.mark.browser
def test_no_autosave_takes_a_form_that_is_on_its_way(page: Page) -> None:
    is_stopped = """(sending) => {
      const form = document.querySelector("form");
      if (sending) form.dataset.sending = "yes";
      const save = new CustomEvent("w-autosave:save", { bubbles: true, cancelable: true });
      return !form.dispatchEvent(save);
    }"""
    assert not page.evaluate(is_stopped, False)
    assert page.evaluate(is_stopped, True)


def test_only_who_is_signed_in_gets_a_token(
    writer: User, sign_in: Callable[[User], Client]
) -> None:
    url = reverse("signed_in")
    assert Client().get(url).status_code == 302
    assert sign_in(writer).get(url).json()["token"]
