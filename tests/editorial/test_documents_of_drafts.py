"""A document is served to readers while something that they see refers to it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.documents.models import Document
from wagtail.models import Page, PageViewRestriction

from accounts.models import User
from news.models import ArticleIndexPage, ArticlePage
from search.models import Word
from tests.factories import ArticleFactory
from tests.made_once import made_once

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
@made_once
def document(home_page: Any) -> Document:
    document = Document(title="Budget zyxsecret de la commune")
    document.file.save("budget-zyxsecret.txt", ContentFile(b"Le budget"))
    return document


def article_with(document: Document, section: ArticleIndexPage, **values: Any) -> ArticlePage:
    body = [("document", {"document": document})]
    article: ArticlePage = ArticleFactory(parent=section, body=body, **values)
    return article


def is_served(client: Client, document: Document) -> bool:
    return client.get(document.url).status_code == 200


def test_document_of_a_live_page_is_public(
    document: Document, section: ArticleIndexPage, reader: Client
) -> None:
    article = article_with(document, section)
    assert is_served(reader, document)
    article.unpublish()
    assert not is_served(reader, document)


def test_document_of_no_page_is_for_those_who_may_choose_it(
    document: Document,
    reader: Client,
    writer: User,
    lawyer: User,
    moderator: User,
    sign_in: SignIn,
) -> None:
    assert is_served(sign_in(writer), document)
    for stranger in (reader, sign_in(lawyer), sign_in(moderator)):
        assert not is_served(stranger, document)


def test_draft_of_a_live_page_makes_no_document_public(
    document: Document, section: ArticleIndexPage, reader: Client
) -> None:
    article = ArticleFactory(parent=section)
    article.body = [("document", {"document": document})]
    article.save_revision()
    assert not is_served(reader, document)
    Page.objects.get(pk=article.pk).get_latest_revision().publish()
    assert is_served(reader, document)


def test_page_behind_a_password_opens_its_documents_with_it(
    document: Document, section: ArticleIndexPage, reader: Client
) -> None:
    article = article_with(document, section)
    barrier = PageViewRestriction.objects.create(
        page=article, restriction_type="password", password="sésame"
    )
    assert not is_served(reader, document)
    reader.post(
        f"/_util/authenticate_with_password/{barrier.pk}/{article.pk}/",
        {"password": "sésame", "return_url": article.url},
    )
    assert is_served(reader, document)


def test_search_finds_and_corrects_by_a_document_once_it_is_public(
    document: Document, section: ArticleIndexPage, reader: Client
) -> None:
    def found() -> bool:
        return document.url in reader.get("/recherche/?q=budget").content.decode()

    article = article_with(document, section, live=False)
    assert not found()
    assert not Word.objects.filter(word="zyxsecret").exists()
    article.save_revision().publish()
    assert found()
    assert Word.objects.filter(word="zyxsecret").exists()
