"""Who reads the history of a page sees there that a picture or document of it has changed."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import PageLogEntry

from accounts.models import User
from editorial.assets.models import AssetProposal
from editorial.assets.page_history import ACTION, record_in_pages
from news.models import ArticleIndexPage, ArticlePage
from tests.editorial.assets import (
    STATES,
    article_showing,
    document_of,
    picture_of,
    save_document,
    save_picture,
)

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def accept(client: Client) -> None:
    proposal = AssetProposal.objects.waiting().get()
    client.post(reverse("asset_proposal", args=[proposal.pk]), {"answer": "accept"})


def told(client: Client, page: ArticlePage) -> list[tuple[str, str]]:
    """What the history of `page` says about pictures and documents, and where it leads."""
    history = client.get(reverse("wagtailadmin_pages:history", args=[page.pk]))
    rows = BeautifulSoup(history.content, "html.parser").select("tbody tr")
    links = [(row, row.find("a", string=["voir la photo", "voir le document"])) for row in rows]
    return [(" ".join(row.text.split()), str(link["href"])) for row, link in links if link]


def test_each_page_that_shows_an_accepted_picture_says_so(
    section: ArticleIndexPage, writer: User, copy_editor: User, sign_in: SignIn
) -> None:
    picture = picture_of(writer)
    pages = [article_showing(picture, kind, section, writer, copy_editor) for kind in STATES]
    still_written = article_showing(picture, "draft", section, writer)
    save_picture(sign_in(writer), picture, description="Neuf")
    assert not PageLogEntry.objects.filter(action=ACTION).exists()
    desk = sign_in(copy_editor)
    accept(desk)
    for page in pages:
        ((text, link),) = told(desk, page)
        assert "« Marché »" in text and "Texte alternatif" in text
        assert "Awa Sidibé" in text and "Moussa Dembélé" in text
        assert link == reverse("wagtailimages:edit", args=[picture.pk])
    assert told(desk, still_written) == []


def test_a_document_and_a_mended_credit_are_told_of_as_well(
    section: ArticleIndexPage, writer: User, copy_editor: User, sign_in: SignIn
) -> None:
    document, picture = document_of(writer), picture_of(writer)
    with_document = article_showing(document, "live", section, writer)
    with_picture = article_showing(picture, "live", section, writer)
    desk = sign_in(copy_editor)
    save_document(sign_in(writer), document, title="Rapport corrigé")
    accept(desk)
    save_picture(desk, picture, credit="Photo : K. Touré", rights_note="Une fois")
    ((text, _link),) = told(desk, with_document)
    assert "« Rapport corrigé »" in text and "comme proposé par Awa Sidibé" in text
    ((text, _link),) = told(desk, with_picture)
    assert text.startswith("Photo « Marché » changée : Crédit Commentaire")


def test_what_readers_do_not_see_is_not_told_of(
    section: ArticleIndexPage, writer: User, copy_editor: User, sign_in: SignIn
) -> None:
    picture = picture_of(writer)
    article_showing(picture, "live", section, writer)
    save_picture(sign_in(copy_editor), picture, title="Autre", rights_note="Une fois")
    assert not PageLogEntry.objects.filter(action=ACTION).exists()


def test_many_pages_cost_no_more_questions_than_one(
    section: ArticleIndexPage, writer: User
) -> None:
    picture = picture_of(writer)

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            record_in_pages(picture, ["credit"], writer)
        return len(asked)

    article_showing(picture, "live", section, writer)
    questions()
    few = questions()
    for _page in range(5):
        article_showing(picture, "live", section, writer)
    assert questions() == few
