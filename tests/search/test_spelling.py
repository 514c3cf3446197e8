"""Slips of the finger are forgiven, from the words of the site itself."""

import pytest
from bs4 import BeautifulSoup

from search.spelling import edit_distance, one_edit, spellings
from tests.factories import ArticleFactory, SectionFactory
from tests.made_once import made_once


@pytest.fixture
@made_once
def section(home_page):
    return SectionFactory(parent=home_page)


def answer(reader, query):
    response = reader.get("/recherche/", {"q": query})
    assert response.status_code == 200
    page = BeautifulSoup(response.content, "html.parser")
    return page, [title.text.strip() for title in page.select(".results .card__title")]


@pytest.mark.postgres
@pytest.mark.parametrize("typed", ["electoin", "électoin", "elecion", "électionn", "elextion"])
def test_what_was_probably_meant_is_shown_where_nothing_is_found(section, reader, typed):
    ArticleFactory(parent=section, title="L’élection de Ségou")
    page, titles = answer(reader, typed)
    assert titles == ["L’élection de Ségou"]
    assert "election" in page.select_one(".search-advice").text


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("typed", "meant"), [("presidant", "Le président parle"), ("Bamkao", "Bamako s’éveille")]
)
def test_common_mistakes(section, reader, typed, meant):
    ArticleFactory(parent=section, title=meant)
    assert answer(reader, typed)[1] == [meant]


def test_word_that_finds_little_is_answered_with_advice(section, reader):
    ArticleFactory(parent=section, title="La pirogme, un roman")
    for number in range(12):
        ArticleFactory(parent=section, title=f"La pirogue et le fleuve {number}")
    page, titles = answer(reader, "pirogme")
    assert titles == ["La pirogme, un roman"]
    assert "pirogue" in page.select_one(".search-advice a")["href"]


@pytest.mark.postgres
def test_other_words_tell_which_reading_is_meant(section, reader):
    ArticleFactory(parent=section, title="Le bateau de Mopti")
    ArticleFactory(parent=section, title="Le gâteau de Ségou")
    assert answer(reader, "lateau Ségou")[1] == ["Le gâteau de Ségou"]


def test_words_of_a_draft_are_never_offered(section, reader):
    ArticleFactory(parent=section, title="Licenciements secrets", live=False)
    page, titles = answer(reader, "licenciemants")
    assert titles == [] and not page.select_one(".search-advice")
    assert list(spellings("licenciemants")) == []


def test_slips_are_counted_as_people_make_them():
    assert edit_distance("bamkao", "bamako") == edit_distance("elecion", "election") == 1
    assert edit_distance("bamako", "bamako") == 0
    assert "bamako" in one_edit("bamkao")


def test_reading_that_stands_in_a_title_with_the_others_is_meant(section, reader):
    for number in range(4):
        standfirst = "Un fruit, de l’argent, des mesures sures."
        ArticleFactory(parent=section, title=f"Au marché {number}", standfirst=standfirst)
    ArticleFactory(parent=section, title="L’argent, fruit du succès")
    assert answer(reader, "argent fruit sucès")[1] == ["L’argent, fruit du succès"]


@pytest.mark.postgres
def test_word_whose_stem_stands_elsewhere_is_still_a_mistake(section, reader):
    ArticleFactory(parent=section, title="Les États-Unis et l’Angola")
    ArticleFactory(parent=section, title="La Tunisie tenue en échec par l’Angola")
    assert answer(reader, "unisie tenue Angola")[1] == ["La Tunisie tenue en échec par l’Angola"]


@pytest.mark.postgres
def test_each_of_two_mistakes_is_mended(section, reader):
    ArticleFactory(parent=section, title="Le gouvernement face à la sécheresse")
    ArticleFactory(parent=section, title="Une règle et un gouverneur")
    page, titles = answer(reader, "gouvernemant secheresce")
    assert titles == ["Le gouvernement face à la sécheresse"]


@pytest.mark.postgres
def test_word_that_only_a_withdrawn_article_holds_is_not_offered(section, reader):
    ArticleFactory(parent=section, title="Les agents licenciés reviennent")
    ArticleFactory(parent=section, title="Licenciements secrets").unpublish()
    page, titles = answer(reader, "licenciemants")
    assert "licenciements" not in page.select_one("main").text
