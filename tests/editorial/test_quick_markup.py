"""Icons, buttons, menus and dates are what Wagtail's templates make of them."""

import re
from datetime import UTC, date, datetime

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from laces.components import Component
from wagtail.admin.templatetags import wagtailadmin_tags
from wagtail.admin.widgets.button import Button, ButtonWithDropdown, HeaderButton

from editorial.ui.quick_markup import human_readable_date, icon, page_url

TITLE = "« L’eau » & <b>le feu</b>"


def tidy(html: str) -> str:
    """Without the white space that no browser shows, of an attribute or between tags."""
    html = re.sub(r"\s+", " ", html)
    return re.sub(r"\s*([<>])\s*", r"\1", html).replace("/>", ">")


@pytest.mark.parametrize(
    "given",
    [
        {"name": "edit"},
        {"name": "edit", "classname": 'big "one"'},
        {"name": "edit", "title": TITLE, "wrapped": True},
    ],
)
def test_an_icon_is_that_of_the_template(given: dict[str, object]) -> None:
    context = {"classname": "icon", **given}
    assert tidy(icon(**given)) == tidy(render_to_string("wagtailadmin/shared/icon.html", context))


BUTTONS = [
    Button(TITLE, url="/admin/?a=1&b=2", icon_name="edit", attrs={"rel": "noreferrer"}),
    Button("Sans adresse", classname="button no", attrs={"data-x": TITLE}),
    HeaderButton(TITLE, url="/admin/", icon_name="plus", icon_only=True),
]
MENUS = [
    ButtonWithDropdown(
        "", buttons=BUTTONS, icon_name="dots-horizontal", attrs={"aria-label": TITLE}
    ),
    ButtonWithDropdown(TITLE, buttons=BUTTONS, classname="button"),
]


@pytest.mark.parametrize("number", range(len(BUTTONS + MENUS)))
def test_a_button_is_that_of_the_template(number: int) -> None:
    button = (BUTTONS + MENUS)[number]
    assert tidy(button.render_html({})) == tidy(Component.render_html(button, {}))


MOMENTS = [
    (datetime(2026, 3, 1, 9, 5, tzinfo=UTC), None),
    (datetime(2026, 3, 1, 9, 5, tzinfo=UTC), TITLE),
    (date(2026, 3, 1), None),
]


@pytest.mark.parametrize(("when", "description"), MOMENTS)
def test_a_date_is_that_of_the_template(when: date, description: str | None) -> None:
    context = wagtailadmin_tags.human_readable_date(when, description)
    stock = render_to_string("wagtailadmin/shared/human_readable_date.html", context)
    assert tidy(human_readable_date(when, description)) == tidy(stock)


def test_an_address_is_that_of_the_views() -> None:
    for name in ("wagtailadmin_pages:edit", "wagtailadmin_explore"):
        assert page_url(name, 1234) == reverse(name, args=[1234])
