"""What is typed as an hour stays as it was typed, is said in words, and is what is saved."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from home.models import FrontPageVersion
from news.models import ArticlePage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(browser: Browser, live_server: LiveServer, chief: User) -> Iterator[Page]:
    """A phone in the chief editor's hand."""
    client = Client()
    client.force_login(chief, backend="django.contrib.auth.backends.ModelBackend")
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, base_url=live_server.url
    )
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()
    yield page
    context.close()


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


@pytest.mark.parametrize("way", range(4))
def test_in_the_dialog_of_a_text(page: Page, draft: ArticlePage, way: int) -> None:
    text, moment = list(ways_of_writing().items())[way]
    page.goto(reverse("wagtailadmin_pages:edit", args=[draft.pk]))
    page.get_by_role("button", name="Afficher/masquer le statut").click()
    page.locator("[data-a11y-dialog-show=schedule-publishing-dialog]").first.click()
    dialog = page.locator("#schedule-publishing-dialog")
    type_in(dialog.locator("[name=go_live_at]"), text)
    with page.expect_navigation():
        dialog.get_by_role("button", name="Enregistrer la programmation").click()
    latest = ArticlePage.objects.get(pk=draft.pk).get_latest_revision_as_object()
    assert latest.go_live_at == moment


def test_on_the_front_page(page: Page, draft: ArticlePage) -> None:
    text, moment = next(iter(ways_of_writing().items()))
    page.goto(reverse("front_page_desk"))
    type_in(page.locator("[name=valid_from]"), text)
    page.locator("button[name=act][value=save]").first.click()
    expect(page.locator(".messages")).to_be_visible()
    assert FrontPageVersion.objects.get().valid_from == moment


def test_what_cannot_be_read_is_refused_and_kept(page: Page, draft: ArticlePage) -> None:
    page.goto(reverse("front_page_desk"))
    field = page.locator("[name=valid_from]")
    field.fill("bientôt")
    field.press("Tab")
    expect(page.locator("#id_valid_from_reading")).to_contain_text("n’est pas comprise")
    page.locator("button[name=act][value=save]").first.click()
    expect(page.locator("[name=valid_from]")).to_have_value("bientôt")
    assert not FrontPageVersion.objects.exists()


def test_the_calendar_of_the_phone_writes_the_hour(page: Page, draft: ArticlePage) -> None:
    page.goto(reverse("front_page_desk"))
    box = page.locator(".actujet-moment").filter(has=page.locator("[name=valid_from]"))
    picker = box.locator("input[type=datetime-local]")
    picker.evaluate(
        "(field) => { field.value = '2031-03-02T07:35';"
        " field.dispatchEvent(new Event('change', { bubbles: true })); }"
    )
    expect(page.locator("[name=valid_from]")).to_have_value("02/03/2031 07:35")
    expect(page.locator("#id_valid_from_reading")).to_contain_text("dimanche 2 mars 2031 à 7 h 35")
    expect(box.get_by_role("button", name="Choisir dans un calendrier")).to_be_visible()
