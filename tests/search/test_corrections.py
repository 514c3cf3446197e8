"""Slips of the finger are forgiven, from the words of the site itself."""

import pytest
from bs4 import BeautifulSoup

from search.corrections import one_slip, readings, slips
from tests.factories import ArticleFactory, SectionFactory


@pytest.fixture
def section(home_page):
    return SectionFactory(parent=home_page)


def answer(reader, query):
    response = reader.get("/recherche/", {"q": query})
    assert response.status_code == 200
    page = BeautifulSoup(response.content, "html.parser")
    return page, [title.text.strip() for title in page.select(".results .card__title")]


@pytest.mark.parametrize("typed", ["electoin", "électoin", "elecion", "électionn", "elextion"])
def test_what_was_probably_meant_is_shown_where_nothing_is_found(section, reader, typed):
    ArticleFactory(parent=section, title="L’élection de Ségou")
    page, titles = answer(reader, typed)
    assert titles == ["L’élection de Ségou"]
    assert "election" in page.select_one(".search-advice").text


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


def test_other_words_tell_which_reading_is_meant(section, reader):
    ArticleFactory(parent=section, title="Le bateau de Mopti")
    ArticleFactory(parent=section, title="Le gâteau de Ségou")
    assert answer(reader, "lateau Ségou")[1] == ["Le gâteau de Ségou"]


def test_words_of_a_draft_are_never_offered(section, reader):
    ArticleFactory(parent=section, title="Licenciements secrets", live=False)
    page, titles = answer(reader, "licenciemants")
    assert titles == [] and not page.select_one(".search-advice")
    assert list(readings("licenciemants")) == []


def test_slips_are_counted_as_people_make_them():
    assert slips("bamkao", "bamako") == slips("elecion", "election") == 1
    assert slips("bamako", "bamako") == 0
    assert "bamako" in one_slip("bamkao")
