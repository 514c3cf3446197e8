"""Nobody learns the name of a draft, picture or document that is none of their business.

Each role tries every address that the site has, filled with the keys of what somebody else has
written and uploaded: body, headers and messages may not hold a byte of a title, slug or file name.
"""

import logging
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.documents.models import Document
from wagtail.documents.widgets import AdminDocumentChooser
from wagtail.images.widgets import AdminImageChooser
from wagtail.log_actions import log
from wagtail.models import Collection

from accounts.requests import answering
from editorial.urgent.models import EmergencyReview
from home.models import Alert, PolicyPage
from news.api.endpoint import requests_limit
from news.images import NewsImage
from news.models import ArticlePage
from search.api import searches_limit
from tests.editorial.conftest import member
from tests.editorial.doors import ARTICLE, MARKS, POLICY, Door, doors, told
from tests.editorial.one_of_each import saved_as, submitted_as
from tests.factories import ArticleFactory, NewsImageFactory, UserFactory
from tests.made_once import made_once
from tests.scale import scaled

pytestmark = pytest.mark.django_db

# Whose business which planted object is not. Chief editors and administrators read everything;
# writers and copy editors share the library of pictures and documents.
CLOSED_TO = {
    "Moderators": set(MARKS),
    "Writers": {"zyxarticle", "zyxpolicy", "zyxupdate", "zyxdeleted"},
    "nobody": set(MARKS),
    "Copy editors": {"zyxpolicy"},
    "Legal": {"zyxarticle", "zyxupdate", "zyxdeleted", "zyxpicture", "zyxdocument"},
}
# A picture that the person has uploaded, and somebody else shows in their draft.
OWN = POLICY
FULL = scaled(0, 1)
ROLES = list(CLOSED_TO)[: scaled(3, len(CLOSED_TO))]
REFUSED = {302, 403, 404}


@pytest.fixture
@made_once
def planted(home_page: Any, section: Any) -> None:
    """A writer's draft with a picture and a document, and an update; a chief's policy page."""
    awa, chief = member("Writers", username="zawa"), member("Chief editors", username="zfatou")
    live = ArticleFactory(parent=section, owner=awa, title="Crocodile du jour")
    live.title = "Crocodile zyxupdate"
    live.save_revision(user=awa)
    picture = NewsImageFactory(
        pk=ARTICLE,
        title="Crocodile zyxpicture",
        file__filename="zyxpicture.jpg",
        description="zyxpicture",
        credit="zyxpicture",
        uploaded_by_user=awa,
    )
    document = Document(pk=ARTICLE, title="Crocodile zyxdocument", uploaded_by_user=awa)
    document.file.save("zyxdocument.txt", ContentFile(b"zyxdocument"))
    article = ArticleFactory(
        pk=ARTICLE,
        parent=section,
        owner=awa,
        live=False,
        first_published_at=None,
        title="Crocodile zyxarticle",
        slug="zyxarticle-slug",
        seo_title="zyxarticle",
        standfirst="zyxarticle",
        kicker="zyxarticle",
        lead_image=picture,
        body=[
            ("document", {"document": document}),
            ("image", {"image": NewsImageFactory(pk=OWN, title="Le pont")}),
        ],
    )
    saved_as(article, ARTICLE, awa)
    submitted_as(article, ARTICLE, awa)
    policy = home_page.add_child(
        instance=PolicyPage(
            pk=POLICY,
            title="Crocodile zyxpolicy",
            slug="zyxpolicy-slug",
            introduction="zyxpolicy",
            live=False,
            owner=chief,
        )
    )
    saved_as(policy, POLICY, chief)
    submitted_as(policy, POLICY, chief)
    for page in (article, policy):
        referred_to(page, chief)
    deleted = ArticleFactory(
        parent=section, owner=awa, live=False, title="Crocodile zyxdeleted", slug="zyxdeleted"
    )
    log(deleted, "wagtail.create", user=awa)
    log(deleted, "wagtail.edit", user=awa, title="Crocodile zyxdeleted")
    deleted.delete(user=awa)


def referred_to(page: Any, chief: Any) -> None:
    """What chief editors have set already for the day on which the draft comes out."""
    Alert.objects.create(text="Le pont ferme", page=page, changed_by=chief)
    Redirect.objects.create(old_path=f"/ancien/{page.pk}", redirect_page=page)
    query = Query.get("pont")
    SearchPromotion.objects.create(query=query, page=page, description="Choix")
    now = timezone.now()
    EmergencyReview.objects.create(page=page, reason="Crue", published_by=chief, published_at=now)


def client_of(role: str) -> Client:
    client = Client(raise_request_exception=False)
    if role != "nobody":
        person = UserFactory(is_superuser=True) if role == "administration" else member(role)
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        NewsImage.objects.filter(pk=OWN).update(uploaded_by_user=person)
    return client


def what_is_named(role: str, marks: set[str], every: list[Door]) -> tuple[list[str], int]:
    """Where one of `marks` is told to somebody of that role; and how often somebody asked.

    Where looking is refused already, nothing is posted and nothing else is looked for, except at
    the full scale.
    """
    client, found, asked = client_of(role), [], 0
    for door in every:
        # Who asks the JSON interface too often is told nothing.
        requests_limit.asked.clear()
        searches_limit.asked.clear()
        shut: set[str] = set()
        for address in door.addresses:
            path = address.partition("?")[0]
            if path in shut:
                continue
            for method in ("get", "post") if address in door.posted else ("get",):
                asked += 1
                status, text = told(client, method, address)
                if named := sorted(mark for mark in marks if mark in text):
                    found.append(f"{method} {address}: {', '.join(named)}")
                if status in REFUSED and not FULL:
                    # What is not there may be there with another query.
                    shut |= {path} if status != 404 else set()
                    break
    return found, asked


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Thousands of requests are not logged one by one."""
    logging.disable()
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("role", ROLES)
def test_no_address_names_what_is_not_ones_business(role: str, planted: None) -> None:
    every = doors()
    found, asked = what_is_named(role, CLOSED_TO[role], every)
    assert found == []
    assert asked >= sum(len(door.posted) for door in every)


def test_a_form_names_no_draft_whose_key_was_typed(
    planted: None, home_page: Any, section: Any
) -> None:
    """A field that was sent with the key of somebody else's page is shown again."""
    person = member("Writers", username="oumar")
    own = ArticleFactory(parent=section, owner=person, live=False)
    own.body = [("related_article", {"article": ArticlePage.objects.get(pk=ARTICLE)})]
    own.save_revision(user=person)
    client = client_of("nobody")
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    _status, text = told(client, "get", f"/admin/pages/{own.pk}/edit/")
    assert f'"{ARTICLE}"' in text or f": {ARTICLE}" in text
    assert "zyxarticle" not in text


@pytest.mark.parametrize("after", ["", "?depuis=lettre", "#suite"])
def test_address_of_a_page_names_it_as_readers_see_it(planted: None, after: str) -> None:
    """Wagtail turns what was pasted into a link to the page, with a title of its own choice."""
    page = ArticlePage.objects.get(title="Crocodile du jour")
    sent = {"external-link-chooser-url": f"{page.full_url}{after}"}
    response = client_of("Writers").post("/admin/choose-external-link/", sent)
    text = response.content.decode()
    assert "Crocodile du jour" in text and str(page.pk) in text
    assert "zyxupdate" not in text


def test_link_chooser_that_was_sent_nothing_asks_for_an_address(planted: None) -> None:
    response = client_of("Writers").post("/admin/choose-external-link/")
    assert response.status_code == 200
    assert "external-link-chooser-url" in response.json()["html"]


@pytest.mark.parametrize("chooser", [AdminImageChooser, AdminDocumentChooser])
@pytest.mark.parametrize(("role", "is_named"), [("Legal", False), ("Writers", True)])
def test_a_field_names_no_file_whose_key_was_typed(
    planted: None, rf: Any, role: str, is_named: bool, chooser: Any
) -> None:
    shared = Collection.get_first_root_node()
    NewsImage.objects.filter(pk=ARTICLE).update(collection=shared)  # the factory makes one apart
    request = rf.get("/admin/")
    request.user = member(role)
    with answering(request):
        shown = unquote(chooser().render("file", str(ARTICLE), {"id": "file"}))
    assert f'value="{ARTICLE}"' in shown
    assert ("zyx" in shown) == is_named


def test_the_walk_finds_what_may_be_known(planted: None) -> None:
    api = [door for door in doors() if door.pattern.startswith("admin/api/")]
    found, _asked = what_is_named("administration", set(MARKS), api)
    known = {mark for line in found for mark in MARKS if mark in line}
    assert known == {*MARKS} - {"zyxdeleted"}


def test_every_address_can_be_filled() -> None:
    """A new kind of argument gets values in `tests/editorial/doors.py`."""
    assert [door for door in doors() if door.missing] == []


def test_an_alert_names_no_page_that_is_not_ones_business(planted: None) -> None:
    client = client_of("Copy editors")
    alerts = Alert.objects.filter(page=POLICY).values_list("pk", flat=True)
    for address in ("/admin/", *(f"/admin/alerts/{key}/" for key in alerts)):
        assert "zyxpolicy" not in told(client, "get", address)[1], address
