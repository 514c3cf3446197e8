"""The admin speaks French, with one word for one act; no menu leads to a closed door."""

import ast
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import wagtail
from django.test import Client
from django.utils import timezone
from django.utils.translation import trans_real
from wagtail.admin.menu import admin_menu
from wagtail.models import Page

from accounts.models import User
from editorial.withdrawal.withdraw import take_offline
from home.models import HomePage
from news.models import ArticleIndexPage, ArticlePage
from tests.editorial.walking import walk
from tests.factories import ArticleFactory, AuthorFactory, NewsImageFactory
from tests.scale import scaled

SignIn = Callable[[User], Client]
FULL = scaled(0, 1)
# Those first who see most: the others open what only they see.
ROLES = ["admin", "chief", "copy_editor", "writer", "lawyer", "moderator"]
# Words that no French text has: « or », « on », « close » and « main » are French.
ENGLISH = set(
    "the and of to is are this that with from you your not by has have been was were will when it "
    "its be root none choose delete edit add new save cancel next previous show hide".split()
)
# Time zones are names.
NAMES = re.compile(r"^[A-Z]\w+/[\w/]+$")
# Wagtail's own mails are silenced, and pages have no translations here.
UNUSED = re.compile(r'"%\(title\)s"|translat|notification|states? per page')
OTHER_WORDS = re.compile(
    r"d[ée]publi|(en|pour|de) modération|demander des modif|modifications demand|planifi|rejet"
    r"|workflow",
    re.IGNORECASE,
)


@pytest.fixture
def newsroom(
    section: ArticleIndexPage, writer: User, copy_editor: User, chief: User, sign_in: SignIn
) -> None:
    """A text in each state, and the records that they leave."""
    # What Wagtail makes in an empty database, and `make run` takes away.
    Page.objects.filter(depth=2).exclude(pk=section.get_parent().pk).delete()
    author, picture = AuthorFactory(name="Kadi Niambélé"), NewsImageFactory(title="Le marché")
    texts = [
        ArticleFactory(
            parent=section,
            owner=writer,
            live=False,
            title=f"Crue {number}",
            authors=[author],
            lead_image=picture,
        )
        for number in range(6)
    ]
    for text in texts:
        text.save_revision(user=writer, log_action=True)
    _draft, waiting, sent_back, scheduled, live, withdrawn = texts
    for text in (waiting, sent_back):
        text.get_workflow().start(text, writer)
    step = sent_back.current_workflow_task_state
    step.task.specific.on_action(step, copy_editor, "reject", comment="La source ?")
    scheduled.go_live_at = timezone.now() + timedelta(hours=3)
    scheduled.save_revision(user=chief).publish()
    for text in (live, withdrawn):
        text.save_revision(user=writer).publish()
    take_offline(
        ArticlePage.objects.get(pk=withdrawn.pk), chief, "Le témoin nie ces propos.", "Retiré."
    )


@pytest.fixture(scope="module")
def untranslated() -> set[str]:
    """Wagtail's words for which no French catalogue has a translation."""
    french: Any = trans_real.translation("fr")._catalog  # type: ignore[attr-defined]
    known = {key[0] if isinstance(key, tuple) else key for key in keys_of(french)}
    entry = re.compile(r'^msgid (?:""\n)?((?:".*"\n)+)', re.MULTILINE)
    found = set()
    for catalogue in Path(wagtail.__file__).parent.glob("**/locale/en/LC_MESSAGES/django.po"):
        for match in entry.finditer(catalogue.read_text()):
            parts = match.group(1).strip().split("\n")
            found.add("".join(ast.literal_eval(part) for part in parts))
    return found - known - {""}


def keys_of(catalogue: Any) -> Iterator[Any]:
    for part in catalogue._catalogs:
        yield from part


def is_english(text: str, untranslated: set[str]) -> bool:
    if NAMES.match(text):
        return False
    return text in untranslated or bool(ENGLISH & set(re.findall(r"[a-z']+", text.lower())))


def test_no_page_of_the_admin_says_a_word_in_english(
    newsroom: None, untranslated: set[str], sign_in: SignIn, request: pytest.FixtureRequest
) -> None:
    opened: set[str] = set()
    said: dict[str, str] = {}
    failed = []
    for role in ROLES:
        # At the full scale each role opens again what the others have opened.
        seen = list(walk(sign_in(request.getfixturevalue(role)), set() if FULL else opened))
        assert seen[0].status == 200
        failed += [f"{role}: {page.address}" for page in seen if page.status >= 500]
        for page in seen:
            said |= dict.fromkeys(page.said, f"{role}: {page.address}")
    assert failed == []
    assert {text: place for text, place in said.items() if is_english(text, untranslated)} == {}


@pytest.mark.parametrize("role", ROLES)
def test_each_entry_of_a_menu_opens_for_whom_it_is_shown(
    role: str, home_page: HomePage, sign_in: SignIn, request: pytest.FixtureRequest
) -> None:
    client = sign_in(request.getfixturevalue(role))
    asked = client.get("/admin/").wsgi_request
    entries = admin_menu.menu_items_for_request(asked)
    below = [getattr(entry, "menu", None) for entry in entries]
    for menu in filter(None, below):
        inner = menu.menu_items_for_request(asked)
        assert inner, "a menu without entries"
        entries = [*entries, *inner]
    addresses = {entry.url for entry in entries if entry.url.startswith("/")}
    answers = {url: client.get(url, follow=True) for url in addresses}
    refused = {
        url
        for url, answer in answers.items()
        if answer.status_code != 200
        or (answer.redirect_chain and answer.redirect_chain[-1][0] == "/admin/")
    }
    assert refused == set()


def test_what_a_person_needs_most_comes_first_in_the_menu(
    home_page: HomePage, writer: User, chief: User, sign_in: SignIn
) -> None:
    def names(person: User) -> list[str]:
        asked = sign_in(person).get("/admin/").wsgi_request
        entries = admin_menu.menu_items_for_request(asked)
        return [entry.name for entry in sorted(entries, key=lambda entry: entry.order)]

    assert names(writer) == ["articles", "images", "documents", "explorer", "help"]
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
