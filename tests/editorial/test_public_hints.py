"""What readers see refers to drafts now and then: it never names them, nor gives their address."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import Page, PageViewRestriction

from home.models import Alert, Campaign, ContactMessage
from news.models import ArticlePage, Tag
from news.models.topics import TopicArticle, TopicEvent, TopicPage
from tests.editorial.doors import doors, told
from tests.factories import ArticleFactory, AuthorFactory, NewsImageFactory, SectionFactory
from tests.made_once import made_once

pytestmark = pytest.mark.django_db
MARK = "zyx"  # in every name and address below that is not for readers
SEARCHES = [
    f"{address}?q={query}"
    for address in ("/", "/recherche/", "/recherche/suggestions/", "/flux/recherche/")
    for query in ("Crocodile", "croc", MARK)
]
GUESSES = [
    "/auteurs/zyxauthor/",
    "/flux/auteurs/zyxauthor/",
    "/flux/mots-cles/zyxtag/",
    "/flux/politique/",
    "/mots-cles/zyxtag/",
    "/mots-cles/zyxunused/",
]


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    logging.disable()
    yield
    logging.disable(logging.NOTSET)


def draft(section: Any, **values: Any) -> ArticlePage:
    name = values.pop("name")
    page: ArticlePage = ArticleFactory(
        parent=section,
        title=f"Crocodile {name}",
        slug=name,
        standfirst=name,
        **{"live": False, "first_published_at": None} | values,
    )
    return page


@pytest.fixture
@made_once
def unseen(section: Any) -> list[ArticlePage]:
    """A draft, an article that comes out in two hours, and one behind a sign-in."""
    picture = NewsImageFactory(title="zyxpicture", file__filename="zyxpicture.jpg", credit="zyx")
    author = AuthorFactory(name="Autrice zyxauthor", slug="zyxauthor", biography="<p>zyxauthor</p>")
    plain = draft(section, name="zyxdraft", lead_image=picture, authors=[author])
    plain.tags.add("zyxtag")
    plain.save()
    at = timezone.now() + timedelta(hours=2)
    due = draft(section, name="zyxdue", go_live_at=at)
    due.save_revision(approved_go_live_at=at)
    private = draft(section, name="zyxprivate", live=True, first_published_at=timezone.now())
    # Its address is no secret: a link leads there, and then to the sign-in page.
    Page.objects.filter(pk=private.pk).update(slug="prive", url_path=f"{section.url_path}prive/")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    return [plain, due, ArticlePage.objects.get(pk=private.pk)]


@pytest.fixture
@made_once
def referring(home_page: Any, section: Any, unseen: list[ArticlePage]) -> list[str]:
    """The addresses of what readers see and refers to what they do not."""
    hidden = SectionFactory(parent=home_page, title="zyxsection", slug="zyxsection", live=False)
    links = "".join(
        f'<p><a linktype="page" id="{page.pk}">ici</a></p>' for page in [*unseen, hidden]
    )
    related = [("related_article", {"article": page}) for page in unseen]
    live = ArticleFactory(
        parent=section, title="Crocodile du jour", body=[("paragraph", links), *related]
    )
    topic = section.add_child(instance=TopicPage(title="Crocodiles", introduction=links))
    query, now = Query.get("crocodile"), timezone.now()
    for page in unseen:
        topic.picks.add(TopicArticle(article=page))
        topic.events.add(TopicEvent(day=now.date(), text="Fait", article=page))
        Alert.objects.create(text=f"zyxalert {page.pk}", page=page)
        approved = {"approved_text": "Alerte", "approved_page": page, "approved_at": now}
        Alert.objects.create(text="Alerte", page=page, **approved)
        Redirect.objects.create(old_path=f"/ancien/{page.pk}", redirect_page=page)
        SearchPromotion.objects.create(query=query, page=page, description="choix")
    topic.save_revision().publish()
    Campaign.objects.create(
        **dict.fromkeys(("name", "advertiser", "title"), "zyxcampaign"),
        url="https://zyx.example/",
        starts_at=now + timedelta(days=1),
        ends_at=now + timedelta(days=2),
        on_top=True,
    )
    Tag.objects.create(name="zyxunused", slug="zyxunused")
    ContactMessage.objects.create(
        **dict.fromkeys(("desk_name", "name", "subject", "message"), "zyxmessage"),
        email="zyx@example.org",
    )
    old = [f"/ancien/{page.pk}{after}" for page in unseen for after in ("", "/", "?a=1")]
    shown = [page.url for page in (live, topic, section, hidden, *unseen)]
    return [*old, *shown]


def test_no_public_page_names_a_draft_that_it_refers_to(referring: list[str]) -> None:
    client = Client(raise_request_exception=False)
    public = [door for door in doors() if not door.pattern.startswith("admin/")]
    every = [address for door in public for address in door.addresses]
    found = []
    for address in [*referring, *SEARCHES, *GUESSES, *every]:
        status, text = told(client, "get", address)
        if MARK in text:
            found.append(f"{status} {address}: {text[text.index(MARK) - 60 :][:90]}")
    assert found == []


def test_link_to_a_draft_becomes_one_when_the_draft_is_published(
    referring: list[str], unseen: list[ArticlePage], reader: Client
) -> None:
    article = ArticlePage.objects.get(title="Crocodile du jour")
    link = f'href="{unseen[0].url}">ici</a>'
    assert link not in reader.get(article.url).content.decode()
    unseen[0].save_revision().publish()
    assert link in reader.get(article.url).content.decode()


def test_redirect_to_a_draft_leads_nowhere_until_the_draft_is_published(
    referring: list[str], unseen: list[ArticlePage], reader: Client
) -> None:
    old = f"/ancien/{unseen[0].pk}/"
    assert reader.get(old).status_code == 404
    unseen[0].save_revision().publish()
    response = reader.get(f"{old}?a=1")
    assert (response.status_code, response["Location"]) == (301, unseen[0].url)
