"""The page of the checks in a real browser: nothing for axe to find, nothing wider than a phone."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser

from accounts.models import User
from tests.visits import Visit

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("gates_as_seeded")]


def test_axe_finds_nothing_and_nothing_is_wider_than_a_phone(
    chief: User, sign_in: Callable[[User], Client], browser: Browser
) -> None:
    visit = Visit(browser.new_page(), sign_in(chief))
    visit.prepare("/admin/jsi18n/")
    problems = []
    # The page of each kind of text is the same but for its values.
    pages = {
        reverse("gates"): [360],
        reverse("gates") + "?kind=brief": [1280],
        reverse("restore_gates"): [360, 1280],
    }
    for path, widths in pages.items():
        visit.open(path)
        for width in (360, 1280):
            visit.page.set_viewport_size({"width": width, "height": 800})
            if width in widths:
                problems += visit.violations()
            if visit.page.evaluate("document.documentElement.scrollWidth") > width:
                problems.append(f"{path} is wider than {width}")
    visit.page.close()
    assert problems == []
