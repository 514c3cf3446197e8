"""The admin has one word for one act, and a menu in the order of the work.

`test_admin_walk.py` opens its pages.
"""

import re
from collections.abc import Callable
from typing import Any

from django.test import Client
from django.utils.translation import trans_real
from wagtail.admin.menu import admin_menu

from accounts.models import User
from home.models import HomePage
from tests.editorial.catalogues import keys_of

SignIn = Callable[[User], Client]
# Wagtail's own mails are silenced, and pages have no translations here.
UNUSED = re.compile(r'"%\(title\)s"|translat|notification|states? per page')
OTHER_WORDS = re.compile(
    r"d[ée]publi|(en|pour|de) modération|demander des modif|modifications demand|planifi|rejet"
    r"|workflow",
    re.IGNORECASE,
)


def test_what_a_person_needs_most_comes_first_in_the_menu(
    home_page: HomePage, writer: User, chief: User, sign_in: SignIn
) -> None:
    def names(person: User) -> list[str]:
        asked = sign_in(person).get("/admin/").wsgi_request
        entries = admin_menu.menu_items_for_request(asked)
        return [entry.name for entry in sorted(entries, key=lambda entry: entry.order)]

    assert names(writer) == ["articles", "images", "documents", "explorer", "reports", "help"]
    assert names(chief)[:4] == ["articles", "read-afterwards", "schedule", "la-une"]


def test_an_act_has_no_second_word() -> None:
    """docs/words.md has the words; `locale/wagtail/` puts Wagtail's others right."""
    french: Any = trans_real.translation("fr")._catalog  # type: ignore[attr-defined]
    found = {}
    for key in set(keys_of(french)):
        source, number = key if isinstance(key, tuple) else (key, 0)
        # French has two forms; Wagtail's catalogue has a third for millions, ours none.
        text = french[key]
        if number < 2 and isinstance(text, str) and OTHER_WORDS.search(text):
            # The name of a value, as in %(workflow)s, is no word that people read.
            if OTHER_WORDS.search(re.sub(r"[%{]\(?\w+[)}]?s?", "", text)):
                found[source] = text
    assert {source: text for source, text in found.items() if not UNUSED.search(source)} == {}
