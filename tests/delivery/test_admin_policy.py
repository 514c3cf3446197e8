"""The admin's pages run no script of their own, but for those that Wagtail writes one into.

The walk goes over every address of the admin that a GET opens, those of tomorrow included.
"""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.documents.models import Document
from wagtail.models import Site

from delivery.admin_policy import ROUTES_WITH_INLINE_SCRIPTS
from home.models import HomePage
from news.models import Tag
from tests.accounts.second_factors import confirm
from tests.delivery.admin_walk import addresses, admin_patterns
from tests.factories import (
    ArticleFactory,
    AuthorFactory,
    NewsImageFactory,
    SectionFactory,
    UserFactory,
)
from tests.scale import scaled
from tests.windows import Window

EXECUTABLE = ("", "module", "text/javascript", "application/javascript")
FULL = scaled(0, 1)
SUSPECT = re.compile(
    r"""<script(?![^<>]*\s(?:src="[^"]|type="application/json"))|[\s"'/]on\w+\s*=|javascript(?!")""",
    re.IGNORECASE,
)


@pytest.fixture
def office(db: None) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(
        UserFactory(is_superuser=True), backend="django.contrib.auth.backends.ModelBackend"
    )
    # Some pages open only to who has just shown who they are.
    confirm(client)
    return client


@pytest.fixture
def known(home_page: HomePage) -> dict[str, list[Any]]:
    """One of each, by the name that the addresses have for it."""
    section = SectionFactory(parent=home_page)
    # One alone would not be asked after.
    SectionFactory(parent=home_page)
    article = ArticleFactory(parent=section)
    revision = article.save_revision()
    image, document = (
        NewsImageFactory(),
        Document.objects.create(title="Arrêté", file=ContentFile(b"texte", "arrete.txt")),
    )
    author = AuthorFactory()
    Tag.objects.create(name="Fleuve", slug="fleuve")
    redirect = Redirect.objects.create(old_path="/ancien", redirect_page=article)
    query = Query.get("fleuve")
    SearchPromotion.objects.create(query=query, page=article, sort_order=0)
    pages = [article.pk, section.pk, home_page.pk]
    return {
        "pk": [1, Site.objects.get().pk, author.pk],
        "page_id": pages,
        "page_pk": pages,
        "page_to_move_id": [article.pk],
        "parent_page_id": [section.pk],
        "content_type_app_name": ["news"],
        "content_type_model_name": ["articlepage"],
        "app_label": ["news"],
        "app_name": ["home"],
        "model_name": ["articlepage", "identity"],
        "object_id": [article.pk],
        "revision_id": [revision.pk],
        "revision_id_a": ["earliest"],
        "revision_id_b": ["latest"],
        "image_id": [image.pk],
        "document_id": [document.pk],
        "redirect_id": [redirect.pk],
        "query_id": [query.pk],
        "days": [7],
    }


class InlineScripts(HTMLParser):
    """What an inline policy would refuse to run: scripts, handlers, addresses that are scripts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._in_script = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self._in_script = tag == "script" and not values.get("src") and is_executable(values)
        for name, value in values.items():
            if name.startswith("on") or value.strip().lower().startswith("javascript:"):
                self.found.append(f"{tag} {name}={value}"[:80])

    def handle_data(self, data: str) -> None:
        if self._in_script:
            self.found.append(data.strip()[:80])
            self._in_script = False


def inline_scripts(html: str) -> list[str]:
    """What `InlineScripts` finds; most pages have nothing that it would have to look at."""
    return InlineScripts(html).found if SUSPECT.search(html) else []


def is_executable(script: dict[str, str]) -> bool:
    return script.get("type", "").lower() in EXECUTABLE


def test_no_page_outside_the_list_holds_or_may_run_a_script_of_its_own(
    office: Client, known: dict[str, list[Any]]
) -> None:
    opened, with_scripts, wrong = 0, set(), []
    for route, pattern in admin_patterns():
        for address in addresses(route, pattern, known):
            answer = office.get(address)
            if answer.status_code != 200 or "html" not in answer.get("Content-Type", ""):
                continue
            opened += 1
            match = answer.wsgi_request.resolver_match
            scripts = inline_scripts(answer.content.decode())
            may_run = "'unsafe-inline'" in script_sources(answer)
            preview = [script for script in scripts if "document.documentElement" in script]
            if scripts != preview:
                with_scripts.add(match.route)
            if may_run != (match.route in ROUTES_WITH_INLINE_SCRIPTS) or (
                scripts != preview and not may_run
            ):
                wrong.append((address, match.route, scripts[:2]))
            # A form has other fields for each kind of page; what else there is, is one template.
            if not route.endswith("edit/") and not FULL:
                break
    assert not wrong
    assert opened > 120
    assert with_scripts == ROUTES_WITH_INLINE_SCRIPTS - NOT_OPENED_HERE


# Nothing above is in the state that they want: their forms are those of the routes beside them.
NOT_OPENED_HERE = {
    "admin/pages/<int:page_id>/correct/",
    "admin/snippets/home/alert/edit/<int:pk>/",
    "admin/snippets/home/campaign/edit/<int:pk>/",
}


def script_sources(answer: Any) -> list[str]:
    (told,) = re.findall(r"script-src ([^;]*)", answer["Content-Security-Policy"])
    return told.split()


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
