"""A piece that cannot be read, as writers meet it in a real browser."""

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, expect

from tests.editorial.test_broken_content import store
from tests.factories import ArticleFactory
from tests.visits import Visit

pytestmark = [pytest.mark.django_db, pytest.mark.browser]


def test_it_is_in_the_form_and_in_no_menu(
    browser: Browser, sign_in, writer, section, tmp_path
) -> None:
    page = ArticleFactory(parent=section, owner=writer, live=False, first_published_at=None)
    page.body = [("paragraph", "<p>Le pont.</p>")]
    page.save_revision(user=writer)
    page = type(page).objects.get(pk=page.pk)
    version = page.get_latest_revision_as_object()
    store(page, {"body": [*version.body.raw_data, {"type": "carte", "value": "Bozola"}]})
    desk: Client = sign_in(writer)
    visit = Visit(browser.new_page(viewport={"width": 390, "height": 844}), desk)
    visit.prepare("/admin/jsi18n/")
    visit.open(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    shown = visit.page.locator("textarea[readonly]")
    expect(shown).to_have_value('{"type": "carte", "value": "Bozola"}')
    visit.page.screenshot(path=tmp_path / "broken.png")
    visit.page.locator(".c-sf-add-button").first.click()
    menu = visit.page.get_by_role("option")
    expect(menu.filter(has_text="Tableau").or_(menu.filter(has_text="Table")).first).to_be_visible()
    expect(menu.filter(has_text="lu")).to_have_count(0)
    expect(menu.filter(has_text="could not be read")).to_have_count(0)
    visit.page.close()
