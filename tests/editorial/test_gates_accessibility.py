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
    for path in (reverse("gates"), reverse("restore_gates")):
        problems += visit.violations(path)
        problems += [f"{path} {w}" for w in (360, 1280) if visit.beyond_the_edge_at(w) > 0]
    visit.page.close()
    assert problems == []
