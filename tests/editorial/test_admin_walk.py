"""One walk through the admin as each role, and the rules for all of its pages.

They speak French, run no script of their own, and no menu leads to a closed door.
"""

import ast
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import wagtail
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from django.utils.translation import trans_real
from wagtail.admin.menu import admin_menu
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.documents.models import Document
from wagtail.models import Page, Site

from accounts.models import User
from delivery.admin_policy import ROUTES_WITH_INLINE_SCRIPTS
from editorial.withdrawal.withdraw import take_offline
from home.models import HomePage
from news.models import ArticleIndexPage, ArticlePage, Tag
from tests.editorial.admin_routes import addresses, admin_patterns, without_anchors
from tests.editorial.catalogues import keys_of
from tests.editorial.walking import Seen, opened_at, walk
from tests.factories import ArticleFactory, AuthorFactory, NewsImageFactory, SectionFactory
from tests.made_once import made_once
from tests.scale import scaled

SignIn = Callable[[User], Client]
FULL = scaled(0, 1)
# Those first who see most: the others open what only they see.
ROLES = ["admin", "chief", "copy_editor", "writer", "lawyer", "moderator"]
UNLINKED = "by address"
# Words that no French text has: « or », « on », « close » and « main » are French.
ENGLISH = set(
    "the and of to is are this that with from you your not by has have been was were will when it "
    "its be root none choose delete edit add new save cancel next previous show hide".split()
)
# Time zones are names.
NAMES = re.compile(r"^[A-Z]\w+/[\w/]+$")
# Nothing here is in the state that they want: their forms are those of the routes beside them.
NOT_OPENED_HERE = {
    "admin/snippets/home/alert/edit/<int:pk>/",
    "admin/snippets/home/campaign/edit/<int:pk>/",
}


@pytest.fixture
@made_once
def newsroom(
    home_page: HomePage,
    section: ArticleIndexPage,
    writer: User,
    copy_editor: User,
    chief: User,
) -> dict[str, list[Any]]:
    """A text in each state, the records that they leave, and one of everything else.

    Returns their numbers, by the names that addresses have for them.
    """
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
    query = Query.get("fleuve")
    redirect = Redirect.objects.create(old_path="/ancien", redirect_page=live)
    SearchPromotion.objects.create(query=query, page=live, sort_order=0)
    document = Document.objects.create(title="Arrêté", file=ContentFile(b"texte", "arrete.txt"))
    Tag.objects.create(name="Fleuve", slug="fleuve")
    # Nobody asks which section, where there is one alone.
    SectionFactory(parent=home_page)
    pages = [live.pk, section.pk, home_page.pk]
    return {
        "pk": [1, Site.objects.get().pk, author.pk],
        "page_id": pages,
        "page_pk": pages,
        "page_to_move_id": [live.pk],
        "parent_page_id": [section.pk],
        "content_type_app_name": ["news"],
        "content_type_model_name": ["articlepage"],
        "app_label": ["news"],
        "app_name": ["home"],
        "model_name": ["articlepage", "identity"],
        "object_id": [live.pk],
        "revision_id": [live.latest_revision_id],
        "revision_id_a": ["earliest"],
        "revision_id_b": ["latest"],
        "image_id": [picture.pk],
        "document_id": [document.pk],
        "redirect_id": [redirect.pk],
        "query_id": [query.pk],
        "days": [7],
    }


@pytest.fixture
@made_once
def walked(
    newsroom: dict[str, list[Any]],
    admin: User,
    chief: User,
    copy_editor: User,
    writer: User,
    lawyer: User,
    moderator: User,
    sign_in: SignIn,
) -> dict[str, list[Seen]]:
    """What each role meets; what those before have opened is left out but at the full scale.

    And what an administrator meets at addresses that no link led to.
    """
    found: dict[str, list[Seen]] = {}
    opened: set[str] = set()
    people = [admin, chief, copy_editor, writer, lawyer, moderator]
    for role, person in zip(ROLES, people, strict=True):
        client = sign_in(person)
        found[role] = list(walk(client, set() if FULL else opened))
        if person == admin:
            found[UNLINKED] = list(pages_of_other_routes(client, found[role], newsroom))
    return found


def pages_of_other_routes(
    client: Client, seen: list[Seen], known: dict[str, list[Any]]
) -> Iterator[Seen]:
    """Those that no link has led to; of forms, that of each kind of page as well."""
    # One of them is there to fail.
    client.raise_request_exception = False
    routes = {without_anchors(page.route) for page in seen}
    for route, pattern in admin_patterns():
        is_form = route.endswith("edit/")
        if route in routes and not is_form and not FULL:
            continue
        for address in addresses(route, pattern, known):
            page = opened_at(client, address)
            if page.route:
                yield page
                # A form has other fields for each kind of page, anything else one template.
                if not is_form and not FULL:
                    break
            elif page.status in (200, 405):
                # What is no page, or is only posted to, is so whatever it is about.
                break


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


def is_english(text: str, untranslated: set[str]) -> bool:
    if NAMES.match(text):
        return False
    return text in untranslated or bool(ENGLISH & set(re.findall(r"[a-z']+", text.lower())))


def test_no_page_of_the_admin_says_a_word_in_english(
    walked: dict[str, list[Seen]], untranslated: set[str]
) -> None:
    said: dict[str, str] = {}
    for role in ROLES:
        for page in walked[role]:
            said |= dict.fromkeys(page.said, f"{role}: {page.address}")
    assert {text: place for text, place in said.items() if is_english(text, untranslated)} == {}


def test_every_page_that_a_link_leads_to_is_answered(walked: dict[str, list[Seen]]) -> None:
    failed = [
        f"{role}: {page.address}" for role in ROLES for page in walked[role] if page.status >= 500
    ]
    assert failed == []
    assert {walked[role][0].status for role in ROLES} == {200}


def test_no_page_outside_the_list_holds_or_may_run_a_script_of_its_own(
    walked: dict[str, list[Seen]],
) -> None:
    pages = [page for every in walked.values() for page in every if page.route]
    with_scripts, wrong = set(), []
    for page in pages:
        preview = [script for script in page.scripts if "document.documentElement" in script]
        has_others = list(page.scripts) != preview
        if has_others:
            with_scripts.add(page.route)
        if page.runs_inline != (page.route in ROUTES_WITH_INLINE_SCRIPTS) or (
            has_others and not page.runs_inline
        ):
            wrong.append((page.address, page.route, page.scripts[:2]))
    assert not wrong
    assert len({page.route for page in pages}) > 120
    assert with_scripts == ROUTES_WITH_INLINE_SCRIPTS - NOT_OPENED_HERE


@pytest.mark.parametrize("role", ROLES)
def test_each_entry_of_a_menu_opens_for_whom_it_is_shown(
    role: str,
    walked: dict[str, list[Seen]],
    sign_in: SignIn,
    request: pytest.FixtureRequest,
) -> None:
    client = sign_in(request.getfixturevalue(role))
    asked = client.get("/admin/").wsgi_request
    entries = admin_menu.menu_items_for_request(asked)
    below = [getattr(entry, "menu", None) for entry in entries]
    for menu in filter(None, below):
        inner = menu.menu_items_for_request(asked)
        assert inner, "a menu without entries"
        entries = [*entries, *inner]
    opened = {page.address for page in walked[role] if page.status == 200}
    others = {entry.url for entry in entries if entry.url.startswith("/")} - opened
    answers = {url: client.get(url, follow=True) for url in others}
    refused = {
        url
        for url, answer in answers.items()
        if answer.status_code != 200
        or (answer.redirect_chain and answer.redirect_chain[-1][0] == "/admin/")
    }
    assert refused == set()
