"""A page that is opened and sent untouched has not changed, whatever it holds.

What a real browser makes of the form is read from it, and sent to the real views.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser
from wagtail.models import Page

from accounts.models import User
from editorial.versions.merging import changed
from home.models import HomePage
from news.models import ArticleIndexPage
from tests.editorial.made_up import MadeUp
from tests.scale import scaled
from tests.visits import Visit

pytestmark = [pytest.mark.django_db, pytest.mark.browser]
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
# The rich texts have their editors, and the body, where there is one, its blocks.
READY = f"""() => document.querySelector("{EDITORS}")
  && (!document.getElementById("body") || document.querySelector("[name=body-count]"))"""


def edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def sent_by_the_browser(visit: Visit, page: Page) -> dict[str, Any]:
    """What the form sends after each visible text was touched and left as it was."""
    visit.open(edit_url(page))
    visit.page.wait_for_function(READY)
    for editor in visit.page.locator(EDITORS).all():
        if editor.is_visible():
            # Its own field: others may be filled by scripts of theirs at any time.
            field = editor.evaluate_handle(FIELD)
            editor.click()
            for key in ("x", "Backspace"):
                before = field.evaluate("(field) => field.value")
                visit.page.keyboard.press(key)
                # The editor hands over what was typed a moment later.
                visit.page.wait_for_function(
                    "([field, before]) => field.value !== before", arg=[field, before]
                )
    query: str = visit.page.evaluate(SENT)
    fields = parse_qs(query, keep_blank_values=True)
    return {name: values[0] if len(values) == 1 else values for name, values in fields.items()}


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
    browser: Browser,
) -> None:
    page = getattr(MadeUp(seed, home_page, section, writer), kind)()
    written = page.get_latest_revision().content
    page.get_workflow().start(page, writer)
    steps = [(lawyer, {})] if kind == "policy" else [(copy_editor, {}), (copy_editor, APPROVE)]
    last = lawyer if kind == "policy" else chief
    for reviewer, decision in [*steps, (last, APPROVE)]:
        client = sign_in(reviewer)
        visit = Visit(browser.new_page(), client)
        fields = sent_by_the_browser(visit, page)
        visit.page.close()
        assert client.post(edit_url(page), fields | decision).status_code == 302
        assert changed(written, Page.objects.get(pk=page.pk).get_latest_revision().content) == []
    assert Page.objects.get(pk=page.pk).live
