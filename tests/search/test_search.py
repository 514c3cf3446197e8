"""What a reader finds, whatever they type."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from home.models import PolicyPage
from search import results
from search.terms import parse_query, printable
from tests.counting import queries_of
from tests.factories import ArticleFactory, SectionFactory
from tests.letters import ANY
from tests.scale import scaled


@pytest.fixture
def section(home_page, settings):
    # Tests run in a transaction that is never committed; what waits for the commit would not come.
    backend = settings.TASKS["default"]
    options = {**backend["OPTIONS"], "after_commit": False}
    settings.TASKS = {"default": {**backend, "OPTIONS": options}}
    return SectionFactory(parent=home_page)


def titles(response):
    assert response.status_code == 200
    page = BeautifulSoup(response.content, "html.parser")
    return [title.text.strip() for title in page.select(".results .card__title")]


def found(reader, query, **params):
    return titles(reader.get("/recherche/", {"q": query, **params}))


@pytest.mark.postgres
def test_article_is_found_by_title_standfirst_and_body(section, reader):
    body = [("paragraph", "<p>Les <b>piroguiers</b> attendent.</p>")]
    ArticleFactory(parent=section, title="Le bac de Kayes", standfirst="Une panne.", body=body)
    for word in ("bac", "Kayes", "panne", "piroguiers"):
        assert found(reader, word) == ["Le bac de Kayes"], word


@pytest.mark.postgres
def test_case_and_accents_make_no_difference(section, reader):
    ArticleFactory(parent=section, title="L’Élection à Ségou")
    for query in ("election", "ÉLECTION", "Election ségou", "l'élection", "l’election a segou"):
        assert found(reader, query) == ["L’Élection à Ségou"], query


@pytest.mark.postgres
def test_what_holds_all_words_hides_what_holds_some(section, reader):
    ArticleFactory(parent=section, title="Le bac de Kayes")
    ArticleFactory(parent=section, title="Le bac de Mopti")
    assert found(reader, "bac Mopti") == ["Le bac de Mopti"]


@pytest.mark.postgres
def test_where_nothing_holds_all_words_what_holds_some_is_shown_as_such(section, reader):
    ArticleFactory(parent=section, title="Le bac de Kayes")
    response = reader.get("/recherche/", {"q": "bac Mopti"})
    assert titles(response) == ["Le bac de Kayes"]
    assert BeautifulSoup(response.content, "html.parser").select_one(".search-partly")


@pytest.mark.postgres
def test_only_live_and_public_pages_are_found(section, reader):
    ArticleFactory(parent=section, title="Brouillon secret", live=False)
    private = SectionFactory(parent=section)
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    ArticleFactory(parent=private, title="Réservé secret")
    assert found(reader, "secret") == []


@pytest.mark.postgres
def test_unpublished_article_is_no_longer_found(section, reader):
    article = ArticleFactory(parent=section, title="Le bac de Kayes")
    article.unpublish()
    assert found(reader, "bac") == []


@pytest.mark.postgres
def test_policy_page_is_found(section, home_page, reader):
    home_page.add_child(instance=PolicyPage(title="Confidentialité", slug="confidentialite"))
    assert found(reader, "confidentialité") == ["Confidentialité"]


@pytest.mark.postgres
def test_title_counts_for_more_than_body(section, reader):
    long_ago = timezone.now() - timedelta(days=900)
    filler = "<p>" + "Le fleuve et ses riverains, jour après jour. " * 20 + "coton</p>"
    titled = ArticleFactory(
        parent=section,
        title="Le coton et ceux qui en vivent dans les cercles du sud",
        body=[("paragraph", filler.replace("coton", "laine"))],
        first_published_at=long_ago,
    )
    for number in range(5):
        ArticleFactory(
            parent=section,
            title=f"Court {number}",
            standfirst="",
            kicker="",
            body=[("paragraph", filler + "<p>coton coton</p>")],
        )
    assert found(reader, "coton")[0] == titled.title


@pytest.mark.postgres
def test_reader_may_ask_for_the_newest_first(section, reader):
    now = timezone.now()
    for days, title in ((3, "Coton coton coton"), (1, "Le marché du coton"), (2, "Coton bio")):
        ArticleFactory(parent=section, title=title, first_published_at=now - timedelta(days=days))
    assert found(reader, "coton", tri="recent") == [
        "Le marché du coton",
        "Coton bio",
        "Coton coton coton",
    ]


def test_results_come_in_pages_that_keep_the_query_and_its_order(section, reader):
    for number in range(25):
        ArticleFactory(parent=section, title=f"Coton & laine {number}")
    first = reader.get("/recherche/", {"q": "coton & laine", "tri": "recent"})
    assert len(titles(first)) == 20
    following = BeautifulSoup(first.content, "html.parser").find("a", rel="next")["href"]
    assert "tri=recent" in following
    second = reader.get("/recherche/" + following)
    assert len(titles(second)) == 5
    assert not set(titles(first)) & set(titles(second))


@pytest.mark.postgres
def test_list_goes_on_to_its_end_beyond_what_is_weighed(section, reader, monkeypatch):
    monkeypatch.setattr(results, "CANDIDATES", 15)
    monkeypatch.setattr(results, "TITLE_CANDIDATES", 10)
    for number in range(45):
        body = [("paragraph", "<p>Le coton.</p>")]
        ArticleFactory(parent=section, title=f"Récolte {number}", body=body)
    for order in ("", "recent"):
        response = reader.get("/recherche/", {"q": "coton", "tri": order})
        told = BeautifulSoup(response.content, "html.parser").select_one(".search-summary p").text
        assert told.split()[0] == "45"
        pages = [titles(response), *(found(reader, "coton", tri=order, page=n) for n in (2, 3))]
        assert [len(page) for page in pages] == [20, 20, 5], order
        listed = [title for page in pages for title in page]
        assert len(set(listed)) == 45, order
    assert listed == [f"Récolte {n}" for n in reversed(range(45))]


def test_number_found_is_told(section, reader):
    ArticleFactory(parent=section, title="Coton")
    page = BeautifulSoup(reader.get("/recherche/?q=coton").content, "html.parser")
    assert "1 " in page.find(role="status").text


@pytest.mark.parametrize("address", ["/recherche/", "/recherche/?q=", "/recherche/?q=introuvable"])
def test_nothing_to_show_comes_with_help(home_page, reader, address):
    response = reader.get(address)
    assert titles(response) == []
    assert BeautifulSoup(response.content, "html.parser").find(id="search-help")


def test_search_is_kept_out_of_search_engines(home_page, reader):
    response = reader.get("/recherche/?q=x")
    assert "noindex" in response["X-Robots-Tag"]
    assert b'name="robots" content="noindex' in response.content


def test_anonymous_search_sets_no_cookie(home_page, reader):
    assert not reader.get("/recherche/?q=x").cookies


@pytest.mark.postgres
def test_search_costs_the_same_for_10_and_for_30_results(section, home_page, reader, monkeypatch):
    home_page.add_child(instance=PolicyPage(title="Coton", slug="coton"))
    for number in range(9):
        ArticleFactory(parent=section, title=f"Coton {number}")
    few = queries_of(reader, "/recherche/?q=coton")
    for number in range(scaled(21, 51)):
        ArticleFactory(parent=SectionFactory(parent=home_page), title=f"Coton {number} bis")
    assert queries_of(reader, "/recherche/?q=coton") == few
    assert few <= 30
    # One more asks for the newest titles, and one for what comes after the best.
    monkeypatch.setattr(results, "CANDIDATES", 12)
    monkeypatch.setattr(results, "TITLE_CANDIDATES", 6)
    assert queries_of(reader, "/recherche/?q=coton&page=1") <= few + 2
    assert queries_of(reader, "/recherche/?q=coton&page=2") <= few + 2


@pytest.fixture
def article(section):
    return ArticleFactory(parent=section, title="Coton")


HOSTILE = [
    '"', '""', '"coton', "coton*", "*", "coton AND", "NOT", "NEAR(", "title:coton", "{title}", "(",
    "-", "+", "^coton", "'", "\\", "%", "_", "coton' OR '1'='1", "<script>", "&amp;", "|", ":*",
    "\x00", "co\x00ton", "\x1b[0m", "\ud7ff", "😀", "‮noton", "a" * 10_000, "coton " * 2_000,
    "l'", "’", "١٢٣", "ﬁ", "İ", "ß", "\u0301", "%s", "%(a)s", "{0}", "\n", "\t",
]  # fmt: skip


@pytest.mark.postgres
def test_whatever_is_typed_is_answered_with_a_page(article, reader):
    statuses = {}
    for number, query in enumerate(HOSTILE):
        for order in scaled([("", "recent")[number % 2]], ["", "recent"]):
            answer = reader.get("/recherche/", {"q": query, "tri": order})
            statuses[query, order] = answer.status_code
    assert {asked: status for asked, status in statuses.items() if status != 200} == {}


NO_TEXT = "q=%FF%FE q=%00 q=%ED%A0%80 q[]=a q=a&q=b % q=% =%00 tri=%00".split()
NO_PAGES = [
    "1" + "0" * 23, "9" * 5000, "-1", "0", "x", "1.5", "²", "٣", "\0", "1e3", "NaN", "inf", " 2 ",
]  # fmt: skip


def test_bytes_that_are_no_text_are_answered_with_a_page(home_page, reader):
    statuses = {sent: reader.get("/recherche/", QUERY_STRING=sent).status_code for sent in NO_TEXT}
    assert {sent: status for sent, status in statuses.items() if status != 200} == {}


def test_junk_page_number_is_a_page(article, reader):
    answers = {number: found(reader, "coton", page=number) for number in NO_PAGES}
    assert {number: shown for number, shown in answers.items() if shown != ["Coton"]} == {}


@given(st.text(ANY, max_size=2000))
def test_what_is_wanted_holds_nothing_that_an_engine_could_read_as_an_order(typed):
    parsed = parse_query(typed)
    assert len(parsed.clauses) <= 12
    for clause in (*parsed.clauses, *parsed.excluded):
        assert all(word.isalnum() for way in clause.alternatives for word in way)


@given(st.text(ANY, max_size=2000))
def test_shown_query_is_one_clean_line(typed):
    shown = printable(typed)
    assert len(shown) <= 200 and shown == " ".join(shown.split()) and "\x00" not in shown
