"""A page that is opened and sent untouched has not changed, whatever it holds.

What a real browser makes of the form is read from it, and sent to the real views.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page as Tab
from wagtail.models import Page

from accounts.models import User
from editorial.versions.merging import changed
from home.models import HomePage
from news.models import ArticleIndexPage
from tests.editorial.made_up import MadeUp
from tests.scale import scaled
from tests.windows import NO_AUTOSAVE, Window

pytestmark = pytest.mark.browser
APPROVE = {"action-workflow-action": "true", "workflow-action-name": "approve"}
SEEDS = [
    *(("article", seed) for seed in range(scaled(1, 40))),
    *(("topic", seed) for seed in range(scaled(1, 20))),
    *(("policy", seed) for seed in range(scaled(1, 20))),
]
# The fields of the form as the browser would send them.
SENT = """() => new URLSearchParams(
  [...new FormData(document.querySelector("[data-edit-form]"))]
    .filter(([, value]) => typeof value === "string")
).toString()"""
# The hidden field that an editor fills: the nearest one.
FIELD = """(editor) => {
  let around = editor;
  while (!around.querySelector("input[type=hidden]")) around = around.parentElement;
  return around.querySelector("input[type=hidden]");
}"""
EDITORS = "[data-edit-form] .public-DraftEditor-content"
# Each of them holds what its editor shows.
HANDED_OVER = """() => [...document.querySelectorAll("[data-edit-form] input[type=hidden]")]
  .filter((field) => field.draftailEditor)
  .every((field) => {
    if (field.value === "typing") return false;
    const shown = field.draftailEditor.getEditorState().getCurrentContent().getPlainText();
    const blocks = JSON.parse(field.value)?.blocks ?? [];
    return blocks.map(({ text }) => text).join("\\n") === shown;
  })"""
# The rich texts have their editors, and the body, where there is one, its blocks.
READY = f"""() => document.querySelector("{EDITORS}")
  && (!document.getElementById("body") || document.querySelector("[name=body-count]"))"""


def edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def sent_by_the_browser(tab: Tab, page: Page, *, is_touched: bool) -> dict[str, Any]:
    """What the form sends, also after each visible text was touched and left as it was."""
    tab.goto(edit_url(page))
    tab.wait_for_function(READY)
    for editor in tab.locator(EDITORS).all():
        if is_touched and editor.is_visible():
            # Its own field: others may be filled by scripts of theirs at any time.
            editor.evaluate(f"(editor) => (({FIELD})(editor).value = 'typing')")
            editor.click()
            tab.keyboard.press("x")
            tab.keyboard.press("Backspace")
    # The editors hand over what was typed a moment later.
    tab.wait_for_function(HANDED_OVER, polling=100)
    query: str = tab.evaluate(SENT)
    sent = parse_qs(query, keep_blank_values=True)
    return {name: values[0] if len(values) == 1 else values for name, values in sent.items()}


@pytest.mark.parametrize(("kind", "seed"), SEEDS)
def test_opened_saved_and_approved_untouched(
    kind: str,
    seed: int,
    home_page: HomePage,
    section: ArticleIndexPage,
    writer: User,
    copy_editor: User,
    chief: User,
    lawyer: User,
    sign_in: Callable[[User], Client],
    window: Window,
) -> None:
    page = getattr(MadeUp(seed, home_page, section, writer), kind)()
    written = page.get_latest_revision().content
    page.get_workflow().start(page, writer)
    steps = [(lawyer, {})] if kind == "policy" else [(copy_editor, {}), (copy_editor, APPROVE)]
    last = lawyer if kind == "policy" else chief
    tab = window.new_page()
    tab.add_init_script(NO_AUTOSAVE)
    for number, (reviewer, decision) in enumerate([*steps, (last, APPROVE)]):
        window.sign_in(reviewer)
        fields = sent_by_the_browser(tab, page, is_touched=number == 0)
        assert sign_in(reviewer).post(edit_url(page), fields | decision).status_code == 302
        assert changed(written, Page.objects.get(pk=page.pk).get_latest_revision().content) == []
    assert Page.objects.get(pk=page.pk).live
