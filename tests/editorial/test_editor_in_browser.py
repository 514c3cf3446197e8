"""The page editor in a real browser: what a person sees move."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from wagtail.rich_text import RichText

from accounts.models import User
from editorial.versions.tokens import revision_token
from news.models import ArticlePage
from tests.forms import read_form
from tests.made_once import made_once
from tests.visits import SITE, Visit

pytestmark = [pytest.mark.django_db, pytest.mark.browser]
SignIn = Callable[[User], Client]
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def visit(browser: Browser) -> Visit:
    """One page for all tests, which need not read Wagtail's scripts anew."""
    return Visit(browser.new_page(viewport=PHONE), Client())


def open_editor(visit: Visit, desk: Client, page: ArticlePage) -> Page:
    visit.reader = desk
    visit.prepare("/admin/jsi18n/")
    visit.open(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    return visit.page


@pytest.fixture
@made_once
def last_step(draft: ArticlePage, writer: User, copy_editor: User) -> ArticlePage:
    draft.go_live_at = timezone.now() + timedelta(days=1)
    draft.save_revision(user=writer)
    draft.get_workflow().start(draft, writer)
    state = ArticlePage.objects.get(pk=draft.pk).current_workflow_task_state
    seen = revision_token(draft.get_latest_revision())
    state.task.specific.on_action(state, copy_editor, "approve", seen=seen)
    return ArticlePage.objects.get(pk=draft.pk)


def test_what_decides_stays_in_sight_and_promises_no_hour_that_was_changed_meanwhile(
    last_step: ArticlePage, chief: User, sign_in: SignIn, visit: Visit
) -> None:
    page = open_editor(visit, sign_in(chief), last_step)
    page.locator("main").evaluate("main => main.scrollTo(0, main.scrollHeight)")
    for button in page.locator(".actujet-banner button").all():
        expect(button).to_be_in_viewport()
        assert button.bounding_box()["height"] >= 44
    expect(page.locator("nav.actions--primary")).to_be_in_viewport()

    approve = page.locator("[data-workflow-action-name=approve]").first
    expect(approve).to_contain_text("Approuver, paraîtra")
    page.evaluate(
        """() => {
          const hour = document.querySelector("[name=go_live_at]");
          hour.value = "2099-01-01 08:00";
          hour.dispatchEvent(new Event("change", { bubbles: true }));
        }"""
    )
    expect(approve).to_have_text("Approuver, à l’heure choisie")


def test_a_tab_with_an_error_is_opened(
    draft: ArticlePage, writer: User, sign_in: SignIn, visit: Visit
) -> None:
    desk = sign_in(writer)
    url = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    wrong = read_form(desk, url) | {"seo_title": "x" * 300, "action-submit": "1"}
    visit.reader = desk
    visit.prepare("/admin/jsi18n/")
    visit.answers[url] = desk.post(url, wrong)
    visit.page.goto(SITE + url)
    expect(visit.page.locator("#id_seo_title")).to_be_visible()


def test_a_plus_is_large_enough_and_what_autosave_left_out_is_named_until_it_is_right(
    draft: ArticlePage, writer: User, sign_in: SignIn, visit: Visit
) -> None:
    page = open_editor(visit, sign_in(writer), draft)
    box = page.locator(".c-sf-add-button").first.bounding_box()
    assert min(box["width"], box["height"]) >= 44

    answer = """(unsaved) => {
      const told = { bubbles: true, detail: { response: { unsaved } } };
      const form = document.querySelector("[data-edit-form]");
      form.dispatchEvent(new CustomEvent("w-autosave:success", told));
    }"""
    wrong = {"field_id": "id_kicker", "label": "Surtitre", "reason": "Trop long."}
    page.evaluate(answer, [wrong])
    expect(page.get_by_role("status").filter(has_text="Enregistré, sauf")).to_be_visible()
    page.get_by_role("link", name="Surtitre", exact=True).click()
    expect(page.locator("#id_kicker")).to_be_focused()
    page.evaluate(answer, [])
    expect(page.get_by_text("Enregistré, sauf")).to_have_count(0)


def test_the_language_of_a_passage_is_chosen_in_the_toolbar(
    draft: ArticlePage, writer: User, sign_in: SignIn, visit: Visit
) -> None:
    draft.body = [("paragraph", RichText("<p>Inice</p>"))]
    draft.save_revision(user=writer)
    page = open_editor(visit, sign_in(writer), draft)
    paragraph = page.locator(".public-DraftEditor-content [data-block]").first
    paragraph.scroll_into_view_if_needed()
    paragraph.dblclick(position={"x": 15, "y": 10})
    page.get_by_role("button", name="Langue du passage").click()
    page.get_by_role("button", name="Bambara").click()
    sent = page.locator("[data-contentpath=body] input[name$=-value]").first
    expect(sent).to_have_value(re.compile('"style":"LANGUAGE_bm"'))
    assert (
        sent.evaluate("input => input.rawContentState.blocks[0].inlineStyleRanges[0].length") == 5
    )
