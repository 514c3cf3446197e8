"""An @ in a margin comment suggests names of colleagues."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from accounts.models import User
from editorial.notices.mentions import users_named
from news.models import ArticlePage
from tests.windows import Window

SignIn = Callable[[User], Client]


def people(client: Client, page: ArticlePage, typed: str) -> list[str]:
    answer = client.get(reverse("colleagues", args=[page.pk]), {"q": typed})
    assert answer.status_code == 200
    return [person["mention"] for person in answer.json()["people"]]


@pytest.mark.parametrize("typed", ["mou", "MOUSSA", "dembele", "Moussa-D", "moussad"])
def test_a_colleague_is_found_by_the_beginning_of_any_name(
    draft: ArticlePage, writer: User, copy_editor: User, sign_in: SignIn, typed: str
) -> None:
    (found,) = people(sign_in(writer), draft, typed)
    assert users_named(found) == {copy_editor}


def test_only_those_are_named_who_may_open_the_page(
    draft: ArticlePage,
    writer: User,
    other_writer: User,
    moderator: User,
    lawyer: User,
    copy_editor: User,
    chief: User,
    sign_in: SignIn,
) -> None:
    copy_editor.is_active = False
    copy_editor.save()
    assert people(sign_in(writer), draft, "") == [chief.username]


def test_whoever_may_not_open_the_page_learns_no_names(
    draft: ArticlePage, other_writer: User, copy_editor: User, sign_in: SignIn
) -> None:
    url = reverse("colleagues", args=[draft.pk])
    assert sign_in(other_writer).get(url).status_code == 302
    assert Client().get(url).status_code == 302


@pytest.mark.browser
def test_a_name_is_taken_with_the_keyboard(
    window: Window, draft: ArticlePage, writer: User, copy_editor: User, chief: User
) -> None:
    window.sign_in(writer)
    page = window.new_page()
    editor = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    page.goto(editor)
    page.evaluate(
        """() => {
          const box = document.createElement("div");
          box.className = "comment";
          box.innerHTML = '<textarea aria-label="Commentaire"></textarea>';
          document.body.prepend(box);
        }"""
    )
    comment = page.get_by_role("textbox", name="Commentaire", exact=True)
    comment.press_sequentially("Vu avec @")
    options = page.locator(".actujet-mentions [role=option]")
    expect(options).to_have_count(2)
    comment.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    comment.press("m")
    expect(options).to_have_count(1)
    comment.press("Enter")
    expect(comment).to_have_value("Vu avec @moussa ")
    comment.press_sequentially("et @f")
    expect(options).to_have_count(1)
    comment.press("Escape")
    expect(options).to_have_count(0)
    expect(comment).to_have_value("Vu avec @moussa et @f")
    expect(page).to_have_url(window.url + editor)
