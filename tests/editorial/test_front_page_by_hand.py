"""La Une in a chief editor's browser: by mouse, by keyboard, with the picture of what it makes."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from home.models import FrontPageVersion
from news.models import ArticleIndexPage, ArticlePage
from tests.factories import ArticleFactory
from tests.windows import Window

pytestmark = pytest.mark.browser


@pytest.fixture
def articles(section: ArticleIndexPage) -> list[ArticlePage]:
    now = timezone.now()
    return [
        ArticleFactory(
            parent=section, title=f"Titre {n}", first_published_at=now - timedelta(hours=n)
        )
        for n in range(3)
    ]


@pytest.fixture
def page(window: Window, chief: User, articles: list[ArticlePage]) -> Page:
    """The desk of la Une, open on a computer."""
    window.sign_in(chief)
    page = window.new_page(height=1600)
    page.goto(reverse("front_page_desk"))
    return page


def choose(page: Page, place: str, title: str) -> None:
    page.locator(f'[data-name="{place}"] .chooser__choose-button').click()
    page.get_by_role("link", name=title).click()
    expect(page.locator(f'[data-name="{place}"] [data-chooser-title]')).to_have_text(title)
    # As it goes, the dialog gives the focus back.
    expect(page.locator(".modal-dialog")).to_have_count(0)


def lead_in_the_picture(page: Page, width: int):
    screen = page.frame_locator(f'[data-width="{width}"] iframe:not([data-comes])')
    return screen.locator(".front__lead .card__title")


def test_what_is_chosen_moved_and_dragged_is_pictured_said_and_saved(
    page: Page, articles: list[ArticlePage]
) -> None:
    expect(lead_in_the_picture(page, 1280)).to_have_text("Titre 0")
    choose(page, "lead", "Titre 2")
    for width in (1280, 360):
        expect(lead_in_the_picture(page, width)).to_have_text("Titre 2")
    choose(page, "secondary-1", "Titre 1")

    page.locator('button[value="secondary:up:1"]').focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-actujet-une-target=said]")).to_contain_text("Deuxième titre")
    expect(page.locator('button[value="secondary:up:0"]')).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator('button[value="lead:down:0"]')).to_be_focused()
    expect(lead_in_the_picture(page, 1280)).to_have_text("Titre 1")

    second, lead = page.locator('[data-name="secondary-0"]'), page.locator('[data-name="lead"]')
    second.locator(".actujet-une__handle").drag_to(lead, target_position={"x": 60, "y": 6})
    expect(page.locator('[data-name="lead"] [data-chooser-title]')).to_have_text("Titre 2")

    page.get_by_role("button", name="Composer la Une ainsi").click()
    expect(page.locator(".messages")).to_contain_text("La Une est composée ainsi")
    plan = FrontPageVersion.objects.get().plan
    assert plan.articles() == [articles[2].pk, articles[1].pk]


def test_an_hour_that_moves_with_its_row_is_saved_at_its_new_place(
    page: Page, articles: list[ArticlePage]
) -> None:
    choose(page, "secondary-0", "Titre 1")
    until = page.locator('[data-name="secondary-0"] input[name="secondary-0-until"]')
    until.fill("31/12/2031 18h")
    page.locator('button[value="secondary:up:0"]').click()
    expect(page.locator('input[name="lead-until"]')).to_have_value("31/12/2031 18h")
    page.get_by_role("button", name="Composer la Une ainsi").click()
    expect(page.locator(".messages")).to_contain_text("La Une est composée ainsi")
    lead = FrontPageVersion.objects.get().plan.lead
    assert lead.article == articles[1].pk
    assert timezone.localtime(lead.until).strftime("%d/%m/%Y %H:%M") == "31/12/2031 18:00"
