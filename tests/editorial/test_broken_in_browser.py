"""A piece that cannot be read, as writers meet it in a real browser."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts.models import User
from news.models import ArticleIndexPage
from tests.editorial.test_broken_content import store
from tests.factories import ArticleFactory
from tests.windows import Window

pytestmark = pytest.mark.browser


def test_it_is_in_the_form_and_in_no_menu(
    window: Window, writer: User, section: ArticleIndexPage
) -> None:
    page = ArticleFactory(parent=section, owner=writer, live=False, first_published_at=None)
    page.body = [("paragraph", "<p>Le pont.</p>")]
    page.save_revision(user=writer)
    page = type(page).objects.get(pk=page.pk)
    version = page.get_latest_revision_as_object()
    store(page, {"body": [*version.body.raw_data, {"type": "carte", "value": "Bozola"}]})
    window.sign_in(writer)
    desk = window.new_page(width=390, height=844)
    desk.goto(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    shown = desk.locator("textarea[readonly]")
    expect(shown).to_have_value('{"type": "carte", "value": "Bozola"}')
    desk.locator(".c-sf-add-button").first.click()
    menu = desk.get_by_role("option")
    expect(menu.filter(has_text="Tableau").or_(menu.filter(has_text="Table")).first).to_be_visible()
    expect(menu.filter(has_text="lu")).to_have_count(0)
    expect(menu.filter(has_text="could not be read")).to_have_count(0)
