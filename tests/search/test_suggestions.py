"""Suggestions from the first letter."""

import pytest
from bs4 import BeautifulSoup
from wagtail.models import PageViewRestriction

from search.suggestions import suggest
from tests.counting import queries_of
from tests.factories import ArticleFactory, AuthorFactory, SectionFactory
from tests.made_once import made_once


@pytest.fixture
@made_once
def section(home_page):
    return SectionFactory(parent=home_page, title="Économie")


def suggested(reader, typed):
    response = reader.get("/recherche/suggestions/", {"q": typed})
    assert response.status_code == 200
    page = BeautifulSoup(response.content, "html.parser")
    return page.select('[role="option"]')


@pytest.mark.postgres
def test_article_is_suggested_from_its_first_letter_on(section, reader):
    article = ArticleFactory(parent=section, title="L’élection à Koulouba-Est", kicker="")
    for typed in ("e", "él", "ele", "elect", "élection a koul", "koulouba-e"):
        assert [found.pk for found in suggest(typed).articles] == [article.pk], typed
    option = suggested(reader, "elec")[0]
    assert option["href"].endswith(f"/{article.slug}/") and "Économie" in option.text


@pytest.mark.postgres
def test_sections_tags_and_authors_are_shortcuts(section):
    article = ArticleFactory(parent=section, authors=[AuthorFactory(name="Écrivain Diarra")])
    article.tags.add("écologie")
    article.save()
    found = suggest("ec")
    assert [page.title for page in found.sections] == ["Économie"]
    assert [tag.name for tag in found.tags] == ["écologie"]
    assert [author.name for author in found.authors] == ["Écrivain Diarra"]


def test_last_line_leads_to_all_results_and_nothing_found_is_said(section, reader):
    options = suggested(reader, "zzz & co")
    assert [option["href"] for option in options] == ["/recherche/?q=zzz%20%26%20co"]
    page = BeautifulSoup(reader.get("/recherche/suggestions/?q=zzz").content, "html.parser")
    assert page.select_one(".suggestion--nothing")


@pytest.mark.postgres
def test_drafts_and_private_articles_are_not_suggested(section):
    ArticleFactory(parent=section, title="Secret un", live=False)
    private = SectionFactory(parent=section)
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    ArticleFactory(parent=private, title="Secret deux")
    assert suggest("secr").articles == []


def test_suggestions_cost_the_same_few_queries_for_few_and_for_many(section, home_page, reader):
    def add(number):
        author = AuthorFactory(name=f"Cotonou {number}")
        article = ArticleFactory(parent=section, title=f"Coton {number}", authors=[author])
        article.tags.add(f"cotonnade {number}")
        article.save_revision().publish()
        SectionFactory(parent=home_page, title=f"Cotonnier {number}")

    for number in range(5):
        add(number)
    few = queries_of(reader, "/recherche/suggestions/?q=cot")
    for number in range(5, 15):
        add(number)
    assert queries_of(reader, "/recherche/suggestions/?q=cot") == few
    # One asks which documents readers are shown, three are for PostgreSQL's planner.
    assert few <= 22


@pytest.mark.postgres
@pytest.mark.parametrize("typed", ['"', "*", "a*", "\0", "l'", "AND", "😀", "x" * 5_000, "' OR 1"])
def test_any_input_is_answered(home_page, reader, typed):
    suggested(reader, typed)
