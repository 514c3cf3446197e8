"""What is typed as an hour stays as it was typed, is said in words, and is what is saved."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from home.models import FrontPageVersion
from news.models import ArticlePage
from tests.windows import Window

pytestmark = pytest.mark.browser


@pytest.fixture
def page(window: Window, chief: User) -> Page:
    """A phone in the chief editor's hand."""
    window.sign_in(chief)
    return window.new_page(width=390, height=844)


def tomorrow(hour: int = 0) -> datetime:
    return (timezone.localtime() + timedelta(days=1)).replace(
        hour=hour, minute=0, second=0, microsecond=0
    )


def next_six_in_the_evening() -> datetime:
    return tomorrow(18) if timezone.localtime().hour >= 18 else tomorrow(18) - timedelta(days=1)


def ways_of_writing() -> dict[str, datetime]:
    day = f"{tomorrow():%d/%m/%Y}"
    return {
        f"{day} 18:00": tomorrow(18),
        f"{day} 18h00": tomorrow(18),
        day: tomorrow(),
        "18:00": next_six_in_the_evening(),
    }


def type_in(field: Locator, text: str) -> None:
    field.fill(text)
    field.press("Tab")
    words = field.page.locator(f"#{field.get_attribute('id')}_reading")
    expect(words).to_contain_text("heure de Bamako, dans")
    expect(field).to_have_value(text)


def test_in_the_dialog_of_a_text(page: Page, draft: ArticlePage) -> None:
    page.goto(reverse("wagtailadmin_pages:edit", args=[draft.pk]))
    page.get_by_role("button", name="Afficher/masquer le statut").click()
    page.locator("[data-a11y-dialog-show=schedule-publishing-dialog]").first.click()
    dialog = page.locator("#schedule-publishing-dialog")
    read = ArticlePage.get_edit_handler().get_form_class().base_fields["go_live_at"]
    for text, moment in ways_of_writing().items():
        type_in(dialog.locator("[name=go_live_at]"), text)
        assert read.clean(text) == moment, text
    with page.expect_navigation():
        dialog.get_by_role("button", name="Enregistrer les heures").click()
    latest = ArticlePage.objects.get(pk=draft.pk).get_latest_revision_as_object()
    assert latest.go_live_at == moment


def test_on_the_front_page(page: Page, draft: ArticlePage) -> None:
    page.goto(reverse("front_page_desk"))
    field, words = page.locator("[name=valid_from]"), page.locator("#id_valid_from_reading")
    save = page.locator("button[name=act][value=save]:visible")

    field.fill("bientôt")
    field.press("Tab")
    expect(words).to_contain_text("n’est pas comprise")
    save.click()
    expect(field).to_have_value("bientôt")
    assert not FrontPageVersion.objects.exists()

    box = page.locator(".actujet-moment").filter(has=field)
    expect(box.get_by_role("button", name="Choisir dans un calendrier")).to_be_visible()
    # As the wheel of a phone does it.
    box.locator("input[type=datetime-local]").evaluate(
        "(field) => { field.value = '2031-03-02T07:35';"
        " field.dispatchEvent(new Event('change', { bubbles: true })); }"
    )
    expect(field).to_have_value("02/03/2031 07:35")
    expect(words).to_contain_text("dimanche 2 mars 2031 à 7 h 35")

    text, moment = next(iter(ways_of_writing().items()))
    type_in(field, text)
    save.click()
    expect(page.locator(".messages .success")).to_be_visible()
    assert FrontPageVersion.objects.get().valid_from == moment
