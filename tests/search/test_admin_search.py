"""The desk's own search boxes know French as the readers' does, and find drafts."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.documents import get_document_model

from editorial.lists.search_view import PageSearchView
from search import admin_results
from tests.factories import ArticleFactory, NewsImageFactory, SectionFactory
from tests.made_once import made_once

PAGES = ("wagtailadmin_choose_page_search", "wagtailadmin_pages:search_results")


@pytest.fixture
@made_once
def section(home_page):
    return SectionFactory(parent=home_page)


def text_of(client, name, typed):
    response = client.get(reverse(name), {"q": typed})
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True)


@pytest.mark.parametrize(
    "typed",
    ["election", "ÉLECTIONS", "l'élection koulouba", "koul", "élect", "oeuvre", "Koulouba-E"],
)
@pytest.mark.parametrize("name", PAGES)
def test_page_is_found_whichever_way_it_is_written(section, admin_client, name, typed):
    ArticleFactory(parent=section, title="L’élection à Koulouba-Est, une œuvre", live=False)
    ArticleFactory(parent=section, title="Le marché de Ségou")
    found = text_of(admin_client, name, typed)
    assert "Koulouba-Est" in found and "Ségou" not in found


@pytest.mark.parametrize(
    "name", ["wagtailimages_chooser:choose_results", "wagtaildocs_chooser:choose_results"]
)
def test_pictures_and_documents_are_found_in_the_same_way(home_page, admin_client, name):
    file = ContentFile(b"x", name="a.pdf")
    get_document_model().objects.create(title="Les pêcheurs de l’île", file=file)
    NewsImageFactory(title="Les pêcheurs de l’île")
    for typed in ("pecheur", "PÊCHEURS", "l'ile", "pech"):
        assert "Les pêcheurs de l’île" in text_of(admin_client, name, typed), typed
    assert "pêcheurs" not in text_of(admin_client, name, "zèbre")


def test_of_many_the_newest_are_listed_and_it_is_said(section, admin_client, monkeypatch):
    monkeypatch.setattr(admin_results, "MOST", 2)
    for title in ("La crue du matin", "La crue de midi", "La crue du soir"):
        ArticleFactory(parent=section, title=title)
    found = text_of(admin_client, "wagtailadmin_pages:search", "crue")
    assert "du soir" in found and "de midi" in found and "du matin" not in found
    assert "1-2 sur 2 pages" in found
    monkeypatch.setattr(PageSearchView, "paginate_by", 1)
    found = text_of(admin_client, "wagtailadmin_pages:search", "crue")
    assert "Plus de 2 : les plus récents sont listés" in found.replace("\xa0", " ")


def test_what_is_rare_in_a_section_is_found_however_old(
    home_page, section, admin_client, monkeypatch
):
    monkeypatch.setattr(admin_results, "MOST", 2)
    other = SectionFactory(parent=home_page)
    ArticleFactory(parent=other, title="La crue de jadis")
    for title in ("La crue du matin", "La crue de midi", "La crue du soir"):
        ArticleFactory(parent=section, title=title)
    answer = admin_client.get(reverse("wagtailadmin_explore", args=[other.pk]), {"q": "crue"})
    assert [page.title for page in answer.context["object_list"]] == ["La crue de jadis"]


@pytest.mark.parametrize("typed", ["k", "ko", "kou", "koul"])
def test_the_first_letters_of_a_word_find_it(section, admin_client, typed):
    ArticleFactory(parent=section, title="L’élection à Koulouba", live=False)
    ArticleFactory(parent=section, title="Le marché de Ségou")
    found = text_of(admin_client, "wagtailadmin_pages:search_results", typed)
    assert "Koulouba" in found and "Ségou" not in found


def test_words_in_quotes_are_looked_for(section, admin_client):
    ArticleFactory(parent=section, title="L’élection à Koulouba")
    assert "Koulouba" in text_of(admin_client, PAGES[1], '"élections Koulouba"')
