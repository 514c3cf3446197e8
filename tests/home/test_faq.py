"""Questions that readers ask again and again."""

from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from home.models import FaqPage
from tests.counting import queries_of
from tests.made_once import made_once


@pytest.fixture
@made_once
def faq(home_page) -> FaqPage:
    page = FaqPage(title="Questions", slug="questions")
    for group, question in (
        ("S’abonner", "Comment s’abonner ?"),
        ("Lire", "Puis-je lire hors ligne ?"),
        ("S’abonner ", "Puis-je lire hors ligne ?"),
    ):
        page.questions.create(group=group, question=question, answer="<p>Oui.</p>")
    return home_page.add_child(instance=page)


def test_questions_of_one_group_stand_together_in_the_newsrooms_order(faq, reader):
    html = BeautifulSoup(reader.get("/questions/").content, "html.parser")
    groups = html.select("section.faq__group")
    assert [group.h2.text for group in groups] == ["S’abonner", "Lire"]
    assert [len(group.find_all("details")) for group in groups] == [2, 1]


def test_each_answer_has_an_address_of_its_own(faq, reader):
    html = BeautifulSoup(reader.get("/questions/").content, "html.parser")
    anchors = [answer["id"] for answer in html.select("details [id]")]
    assert sorted(anchors) == [
        "comment-s-abonner",
        "puis-je-lire-hors-ligne",
        "puis-je-lire-hors-ligne-2",
    ]
    ids = [tag["id"] for tag in html.find_all(id=True)]
    assert len(ids) == len(set(ids))


def test_page_costs_the_same_with_many_questions(faq, reader):
    few = queries_of(reader, "/questions/")
    for number in range(60):
        faq.questions.create(group=f"G{number % 7}", question=f"Q{number}", answer="<p>R.</p>")
    faq.save()
    assert queries_of(reader, "/questions/") == few
    assert few <= 20


def test_each_answer_has_a_page_of_its_own(faq, reader):
    page = BeautifulSoup(reader.get("/questions/comment-s-abonner/").content, "html.parser")
    assert page.h1.text == "Comment s’abonner\xa0?"
    assert "Oui." in page.select_one("main").text
    assert page.select_one("link[rel=canonical]")["href"].endswith("/questions/comment-s-abonner/")
    listed = BeautifulSoup(reader.get("/questions/").content, "html.parser")
    links = [link["href"] for link in listed.select(".faq__link a")]
    assert "/questions/puis-je-lire-hors-ligne-2/" in links
    assert all(reader.get(link).status_code == 200 for link in links)
    assert reader.get("/questions/personne-ne-demande/").status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [("abonner", 1), ("HORS lign", 2), ("ete", 1), ("été hors", 0), ("<b>", 0), ("?", 3), ("", 3)],
)
def test_questions_are_searched_on_the_page_without_a_script(faq, reader, query, found):
    faq.questions.create(group="Lire", question="Et l’été, en vacances", answer="<p>Aussi.</p>")
    faq.save()
    page = BeautifulSoup(reader.get("/questions/", {"q": query}).content, "html.parser")
    expected = found + (query in ("", "?"))
    assert len(page.select("details.faq__entry")) == expected
    assert page.select_one("#faq-q")["value"] == query
    if query.strip("?"):
        assert page.select_one("main [role=status]") is not None


def test_search_engines_are_told_of_each_answer(faq, reader):
    assert "http://localhost/sitemap-questions.xml" in reader.get("/sitemap.xml").content.decode()
    told = ElementTree.fromstring(reader.get("/sitemap-questions.xml").content)  # noqa: S314
    places = [place.text for place in told.iter() if place.tag.endswith("loc")]
    assert places == [
        "http://localhost/questions/comment-s-abonner/",
        "http://localhost/questions/puis-je-lire-hors-ligne-2/",
        "http://localhost/questions/puis-je-lire-hors-ligne/",
    ]
    assert all(reader.get(place).status_code == 200 for place in places)
    faq.unpublish()
    assert reader.get("/sitemap-questions.xml").content.count(b"<loc>") == 0
