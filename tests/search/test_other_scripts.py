"""Arabic and N'Ko words are found with their marks and without, on both databases."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from news.models import ArticleIndexPage
from search.french import stems, words
from search.suggestions import suggest
from search.terms import printable
from tests.factories import ArticleFactory, SectionFactory
from tests.made_once import made_once
from tests.search.test_search import found

ARABIC, NKO, ENGLISH = "المدرسة الجديدة في كاتي", "ߓߡߊ߬ߞߐ߫ ߞߊ߲ߡߊ", "Three mining companies"
WORDS_OF = {
    ARABIC: (
        *("المدرسة", "مدرسة", "والمدرسه", "الْمَدْرَسَةُ", "مـدرسـة", "\u200fكاتى"),
        *("أَهْلًا", "اهلا", "مُحَمَّد", "إبراهيم", "٢٠٢٦", "2026"),
    ),
    NKO: ("ߓߡߊߞߐ", "ߓߡߊ߬ߞߐ߫", "ߞߊߡߊ", "ߓߡߊߺߞߐ", "ߒߞߏ", "߂߀"),
    ENGLISH: ("mining", "companies", "Three companies", "headquarters", "settlement"),
}


@pytest.fixture
@made_once
def section(home_page: Any) -> ArticleIndexPage:
    section = SectionFactory(parent=home_page)
    bodies = {
        ARABIC: "أهلاً قال محمد بن ابراهيم سنة 2026",
        NKO: "ߒߞߏ߫ ߛߓߍߘߋ߲ ߂߀",
        ENGLISH: "Their headquarters signed a settlement.",
    }
    for number, (title, body) in enumerate(bodies.items()):
        ArticleFactory(
            parent=section,
            title=title,
            slug=f"texte-{number}",
            body=[("paragraph", f"<p>{body}</p>")],
        )
    return section


@pytest.mark.postgres
def test_words_of_titles_and_bodies_are_found_with_marks_and_without(
    section: ArticleIndexPage, reader: Client
) -> None:
    asked = [(title, word) for title, words in WORDS_OF.items() for word in words]
    missed = [(title, word) for title, word in asked if found(reader, word) != [title]]
    assert missed == []


@pytest.mark.postgres
def test_titles_are_suggested_as_they_are_typed(section: ArticleIndexPage) -> None:
    typed = {
        ARABIC: ("ا", "الم", "المدر", "مدر", "الْمَدْ", "المدرسة الجد"),
        NKO: ("ߓ", "ߓߡߊ", "ߓߡߊ߬ߞ", "ߓߡߊߞߐ ߞߊ"),
    }
    for title, beginnings in typed.items():
        for beginning in beginnings:
            assert [page.title for page in suggest(beginning).articles] == [title], beginning


def test_a_found_word_is_marked_with_all_its_marks(
    section: ArticleIndexPage, reader: Client
) -> None:
    marked = {}
    for typed in ("مدرسه", "ߓߡߊߞߐ", "اهلا"):
        page = BeautifulSoup(reader.get("/recherche/", {"q": typed}).content, "html.parser")
        marked[typed] = [mark.text for mark in page.select(".results mark")]
    assert marked == {"مدرسه": ["المدرسة"], "ߓߡߊߞߐ": ["ߓߡߊ߬ߞߐ߫"], "اهلا": ["أهلاً"]}


def test_the_search_box_runs_as_its_words_do(section: ArticleIndexPage, reader: Client) -> None:
    page = BeautifulSoup(reader.get("/recherche/", {"q": ARABIC}).content, "html.parser")
    boxes = page.select("input[type=search]")
    assert len(boxes) > 1 and {box.get("dir") for box in boxes} == {"auto"}


def test_joiners_and_marks_of_direction_part_no_words() -> None:
    assert words("می\u200cروم") == words("میروم")
    assert printable("ab\u200d\u200f c\u200bd") == "ab c d"


def test_only_an_article_with_a_word_behind_it_is_left_out() -> None:
    assert stems("المدرسة ومدرسة الله بالون") == ["مدرسه", "ومدرسه", "الله", "بالون"]
