"""The preview in the page editor: a draft with nothing but a title is shown, never a failure."""

import re

import pytest
from django.http import HttpRequest
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from accounts.models import User
from home.models import ContactPage, FaqPage, HomePage, PolicyPage
from news.models import ArticleIndexPage, ArticlePage
from tests.factories import ArticleFactory, SectionFactory

pytestmark = pytest.mark.django_db
PAGE_TYPES = [HomePage, ArticleIndexPage, ArticlePage, PolicyPage, FaqPage, ContactPage]


@pytest.fixture
def editor_request(home_page: HomePage, client: Client) -> HttpRequest:
    client.force_login(User.objects.create_superuser("cheffe", "cheffe@example.org", "secret"))
    return client.get("/admin/").wsgi_request


def unsaved(page_type: type[Page], parent: Page) -> Page:
    """A page that has never been saved, placed as Wagtail's PreviewOnCreateView places it."""
    page = page_type(title="Brouillon sans rien", slug="brouillon")
    page.depth = parent.depth + 1
    last = parent.get_last_child()
    page.path = last._inc_path() if last else page._get_path(parent.path, page.depth, 1)
    page.set_url_path(parent)
    return page


@pytest.mark.parametrize("page_type", PAGE_TYPES)
def test_a_new_page_with_only_a_title_is_previewed(
    home_page: HomePage, editor_request: HttpRequest, page_type: type[Page]
) -> None:
    parent = home_page if page_type is not ArticlePage else SectionFactory(parent=home_page)
    page = unsaved(page_type, parent)
    response = page.make_preview_request(editor_request, page.default_preview_mode)
    assert response.status_code == 200
    assert b"Brouillon sans rien" in response.content


@pytest.mark.parametrize("page_type", PAGE_TYPES[1:])
def test_a_saved_draft_with_only_a_title_is_previewed(
    home_page: HomePage, editor_request: HttpRequest, page_type: type[Page]
) -> None:
    parent = home_page if page_type is not ArticlePage else SectionFactory(parent=home_page)
    page = parent.add_child(instance=page_type(title="Brouillon", slug="brouillon", live=False))
    draft = page.save_revision(clean=False).as_object()
    response = draft.make_preview_request(editor_request, draft.default_preview_mode)
    assert response.status_code == 200


def test_half_filled_blocks_are_previewed(home_page: HomePage, editor_request: HttpRequest) -> None:
    article = ArticleFactory(parent=SectionFactory(parent=home_page), live=False)
    article.first_published_at = None
    article.body = [
        ("heading", {"text": "", "level": "2"}),
        ("image", {"image": None, "alt": "", "caption": "Sans image", "credit": ""}),
        ("quote", {"text": "", "attribution": "", "role": ""}),
        ("key_points", {"title": "", "points": []}),
        ("embed", {"url": "", "title": "", "caption": ""}),
        ("document", {"document": None, "title": "Sans fichier"}),
        ("related_article", {"article": None}),
    ]
    response = article.make_preview_request(editor_request, article.default_preview_mode)
    assert response.status_code == 200


def test_a_related_article_that_readers_cannot_see_is_not_named(
    home_page: HomePage, reader: Client
) -> None:
    section, closed = SectionFactory(parent=home_page), SectionFactory(parent=home_page)
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    article = ArticleFactory(parent=section)
    article.body = [
        ("related_article", {"article": ArticleFactory(parent=section, live=False, title="Tu")}),
        ("related_article", {"article": ArticleFactory(parent=closed, title="Confidentiel")}),
        ("related_article", {"article": ArticleFactory(parent=section, title="Public")}),
    ]
    article.save()
    page = reader.get(article.url).content.decode()
    linked = re.findall(r'class="see-also".*?<a [^>]*>(.*?)</a>', page)
    assert linked == ["Public"]


def test_only_the_preview_has_the_editors_bar(
    home_page: HomePage, editor_request: HttpRequest, client: Client
) -> None:
    article = ArticleFactory(parent=SectionFactory(parent=home_page))
    preview = article.make_preview_request(editor_request, article.default_preview_mode)
    assert b"wagtail-userbar" in preview.content
    client.force_login(User.objects.get(username="cheffe"))
    assert b"wagtail-userbar" not in client.get(article.url).content
