"""A search is narrowed by section, author, tag, kind and date, one tap to take away."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction

from news.models import ArticleKind, Byline
from tests.factories import ArticleFactory, AuthorFactory, SectionFactory, article_showing
from tests.made_once import made_once
from tests.search.test_search import found, titles


@pytest.fixture
@made_once
def sections(home_page):
    return [SectionFactory(parent=home_page, title=name) for name in ("Sports", "Culture")]


@pytest.fixture
@made_once
def articles(sections):
    sports, culture = sections
    author = AuthorFactory(name="Awa Traoré", slug="awa-traore")
    old = timezone.now() - timedelta(days=800)
    made = [
        ArticleFactory(parent=sports, title="Coton un", authors=[author]),
        ArticleFactory(parent=sports, title="Coton deux", kind=ArticleKind.OPINION),
        ArticleFactory(parent=culture, title="Coton trois", first_published_at=old),
    ]
    made[0].tags.add("fleuve")
    made[0].save_revision().publish()
    return made


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"rubrique": "sports"}, {"Coton un", "Coton deux"}),
        ({"auteur": "awa-traore"}, {"Coton un"}),
        ({"mot_cle": "fleuve"}, {"Coton un"}),
        ({"genre": "opinion"}, {"Coton deux"}),
        ({"date": "7-jours"}, {"Coton un", "Coton deux"}),
        ({"au": "2000-01-01"}, set()),
        ({"du": "2000-01-01"}, {"Coton un", "Coton deux", "Coton trois"}),
        ({"rubrique": "sports", "genre": "opinion"}, {"Coton deux"}),
        ({"date": "x", "genre": "\0", "du": "9-9-9"}, {"Coton un", "Coton deux", "Coton trois"}),
    ],
)  # fmt: skip
def test_only_what_fits_is_left(articles, reader, params, expected):
    assert set(found(reader, "coton", **params)) == expected


@pytest.mark.postgres
def test_each_value_says_how_many_it_leaves_and_leads_there(articles, reader):
    page = BeautifulSoup(reader.get("/recherche/?q=coton").content, "html.parser")
    counted = {
        item.a.text: (int(item.span.text), item.a["href"]) for item in page.select(".facets li")
    }
    assert counted["Sports"][0] == 2
    assert parse_qs(urlsplit(counted["Sports"][1]).query) == {
        "q": ["coton"],
        "rubrique": ["sports"],
    }
    for label, (number, address) in counted.items():
        left = titles(reader.get("/recherche/" + address))
        assert len(left) == number, label


@pytest.mark.postgres
def test_authors_and_tags_are_counted_over_all_that_is_found(sections, reader):
    authors = [AuthorFactory(name=f"Signature {number}") for number in range(3)]
    for number in range(12):
        article = ArticleFactory(
            parent=sections[0], title=f"Coton {number}", authors=authors[: number % 3]
        )
        article.tags.add("fleuve", *(["crue"] if number % 4 == 0 else []))
        article.save_revision().publish()
    page = BeautifulSoup(reader.get("/recherche/?q=coton").content, "html.parser")
    counted = {item.a.text: item.span.text for item in page.select(".facets li")}
    assert counted["Signature 0"] == "8" and counted["Signature 1"] == "4"
    assert counted["fleuve"] == "12" and counted["crue"] == "3"
    assert "Signature 2" not in counted


@pytest.mark.postgres
def test_article_is_found_by_author_and_tag_once_it_is_published(sections, reader):
    article = ArticleFactory(parent=sections[0], title="Coton", live=False)
    article.tags.add("fleuve")
    article.bylines.add(Byline(author=AuthorFactory(name="Awa Traoré", slug="awa-traore")))
    article.save_revision().publish()
    assert found(reader, "coton", auteur="awa-traore", mot_cle="fleuve") == ["Coton"]
    assert found(reader, "traoré fleuve") == ["Coton"]


def test_what_narrows_is_one_tap_to_take_away(articles, reader):
    address = "/recherche/?q=coton&rubrique=sports&genre=opinion"
    page = BeautifulSoup(reader.get(address).content, "html.parser")
    taken = [parse_qs(urlsplit(a["href"]).query) for a in page.select(".search-chosen a")]
    assert {"q": ["coton"], "genre": ["opinion"]} in taken
    assert {"q": ["coton"], "rubrique": ["sports"]} in taken


@pytest.mark.postgres
def test_found_words_are_marked_in_title_and_in_a_passage_of_the_body(sections, reader):
    body = "Rien ici. " * 60 + "Les électrices de Kita votent. " + "Rien là. " * 60
    ArticleFactory(parent=sections[0], title="À Kita", body=[("paragraph", f"<p>{body}</p>")])
    page = BeautifulSoup(reader.get("/recherche/?q=kita electrices").content, "html.parser")
    marks = [mark.text for mark in page.select(".results mark")]
    assert marks.count("Kita") == 2 and "électrices" in marks
    assert len(page.select_one(".results .card__standfirst").text) < 260


def test_markup_in_a_text_is_shown_as_text(sections, reader):
    ArticleFactory(parent=sections[0], title="<b>Coton</b>", standfirst="<i>coton</i>")
    page = BeautifulSoup(reader.get("/recherche/?q=coton").content, "html.parser")
    assert not page.select(".results b, .results i")


def test_search_has_a_feed_and_a_canonical_address(articles, reader):
    response = reader.get("/recherche/?q=coton&rubrique=sports&tri=recent")
    page = BeautifulSoup(response.content, "html.parser")
    assert page.find("link", rel="canonical")["href"].endswith("/recherche/?q=coton")
    feed = reader.get(page.select_one(".search-feed a")["href"])
    assert feed.status_code == 200
    text = feed.content.decode()
    assert "Coton un" in text and "Coton deux" in text and "Coton trois" not in text


@pytest.mark.postgres
def test_document_is_found_under_its_own_label_unless_it_is_private(home_page, reader):
    Document = get_document_model()
    root = Collection.get_first_root_node()
    closed = root.add_child(name="Fermé")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    for title, collection in (("Budget communal", root), ("Budget secret", closed)):
        file = ContentFile(b"x", name=f"{title}.pdf")
        document = Document.objects.create(title=title, file=file, collection=collection)
        article_showing(document, home_page)
    page = BeautifulSoup(reader.get("/recherche/?q=budget").content, "html.parser")
    cards = page.select(".results .card")
    documents = [card for card in cards if card.select_one(".kicker").text == "Document"]
    assert [card.select_one(".card__title").text for card in documents] == ["Budget communal"]
