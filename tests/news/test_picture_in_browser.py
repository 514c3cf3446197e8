"""A picture's page in the newsroom's browser: its focal point, and a photograph dropped on it."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from news.images import NewsImage
from tests.factories import NewsImageFactory, UserFactory
from tests.news.photographs import AGENCY, CAPTION, RIGHTS, photograph
from tests.windows import Window

pytestmark = pytest.mark.browser


@pytest.fixture
def image(transactional_db: None) -> NewsImage:
    return NewsImageFactory(file__width=600, file__height=400, description="")


@pytest.fixture
def page(window: Window, image: NewsImage) -> Page:
    window.sign_in(UserFactory(is_superuser=True))
    page = window.new_page(height=1000)
    page.goto(reverse("wagtailimages:edit", args=[image.pk]))
    return page


def save(page: Page) -> None:
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator(".messages .success")).to_be_visible()


def test_the_box_that_is_drawn_is_what_every_cut_keeps(page: Page, image: NewsImage) -> None:
    surface = page.locator(".jcrop-tracker").last
    surface.scroll_into_view_if_needed()
    box = surface.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.25)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.9, box["y"] + box["height"] * 0.75, steps=5)
    page.mouse.up()
    save(page)
    image.refresh_from_db()
    found = (
        image.focal_point_x,
        image.focal_point_y,
        image.focal_point_width,
        image.focal_point_height,
    )
    # A pixel on the screen may be two of the picture.
    assert all(
        abs(one - wanted) <= 3 for one, wanted in zip(found, (420, 200, 240, 200), strict=True)
    )


def test_a_photograph_dropped_on_the_form_fills_in_what_it_says(
    page: Page, image: NewsImage, tmp_path
) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(photograph("jpeg", size=(600, 400)))
    NewsImage.objects.filter(pk=image.pk).update(credit="Photo : A. Keïta")
    page.reload()
    file = page.locator("input[type=file]")
    box = file.bounding_box()
    assert box is not None
    wire = page.context.new_cdp_session(page)
    for step in ("dragEnter", "dragOver", "drop"):
        wire.send(
            "Input.dispatchDragEvent",
            {
                "type": step,
                "x": box["x"] + 20,
                "y": box["y"] + box["height"] / 2,
                "data": {"items": [], "files": [str(path)], "dragOperationsMask": 1},
            },
        )
    expect(page.locator(".actujet-read")).not_to_be_empty()
    expect(page.locator("[name=rights_note]")).to_have_value(RIGHTS)
    save(page)
    image.refresh_from_db()
    # What a person had written stays.
    assert (image.description, image.credit) == (CAPTION, "Photo : A. Keïta")
    assert AGENCY not in image.credit
