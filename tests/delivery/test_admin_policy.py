"""A browser refuses nothing that a page of the admin wants: `test_admin_walk.py` has the list."""

import pytest

from tests.factories import UserFactory
from tests.windows import Window


@pytest.mark.browser
def test_a_browser_refuses_nothing_that_a_page_of_the_admin_wants(window: Window) -> None:
    window.sign_in(UserFactory(is_superuser=True))
    page = window.new_page()
    refused: list[str] = []
    page.on(
        "console",
        lambda message: (
            refused.append(f"{page.url}: {message.text}")
            if "Content Security Policy" in message.text
            else None
        ),
    )
    for address in (
        "/admin/",
        "/admin/pages/",
        "/admin/images/",
        "/admin/images/multiple/add/",
        "/admin/users/",
        "/admin/account/",
        "/admin/account/sessions/",
        "/admin/reports/site-history/",
        "/admin/sites/new/",
    ):
        page.goto(address)
    assert not refused
