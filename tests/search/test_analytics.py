"""What readers search and open is counted by day, and nothing about who it was."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.contrib.search_promotions.models import Query, SearchPromotion

from search.analytics import buffer, store
from search.models import ClickCount, SearchCount
from search.privacy import kept_text
from tests.counting import queries_of
from tests.factories import ArticleFactory, SectionFactory
from tests.jobs.counts import add_up_counts, waiting_counts
from tests.made_once import made_once

BROWSER = {"user-agent": "Mozilla/5.0 (Linux; Android 11) Chrome/120 Mobile"}
CLICKS = "/recherche/clics/"


@pytest.fixture(autouse=True)
def _nothing_counted_yet():
    buffer.searches_limit.asked.clear()
    buffer.clicks_limit.asked.clear()


@pytest.fixture
@made_once
def section(home_page):
    return SectionFactory(parent=home_page)


def search(reader, query, headers=BROWSER, **params):
    return reader.get("/recherche/", {"q": query, **params}, headers=headers)


def list_of(response):
    """The page's own list, which its script sends back."""
    page = BeautifulSoup(response.content, "html.parser").select_one("[data-clicks]")
    return page["data-clicks"] if page else None


def click(reader, told, headers=BROWSER):
    return reader.post(CLICKS, told, content_type="text/plain", headers=headers).status_code


def counted():
    rows = SearchCount.objects.values_list("text", "searches", "nothing", "found", "clicks")
    return {row[0]: row[1:] for row in rows}


@pytest.mark.postgres
def test_searches_are_counted_by_day_whatever_their_spelling(section, reader):
    ArticleFactory(parent=section, title="L’élection à Ségou")
    for query in ("election", "L'ÉLECTION", "l’élection"):
        search(reader, query)
    search(reader, "chrysanthème")
    assert not SearchCount.objects.exists()
    add_up_counts()
    assert counted() == {"l’élection": (3, 0, 1, 0), "chrysanthème": (1, 1, 0, 0)}
    assert SearchCount.objects.first().day == timezone.localdate()
    search(reader, "élection")
    add_up_counts()
    assert counted()["élection"] == (4, 0, 1, 0)


def test_request_writes_nothing_to_the_database(section, reader):
    ArticleFactory(parent=section, title="Coton")
    reader.get("/recherche/?q=coton")
    plain = queries_of(reader, "/recherche/?q=coton")
    reader.defaults["HTTP_USER_AGENT"] = BROWSER["user-agent"]
    assert queries_of(reader, "/recherche/?q=coton") == plain
    assert len(waiting_counts(buffer.buffer.path)) == 1
    assert not SearchCount.objects.exists() and not DBTaskResult.objects.exists()
    assert not Query.objects.exists()


@pytest.mark.postgres
def test_click_is_counted_for_its_search_whichever_batch_comes_first(db):
    buffer.count_click("Coton", "p4", 3)
    buffer.count_click("coton", "p4", 2)
    add_up_counts()
    latest = {"text": "coton", "found": 7}
    day = timezone.localdate().isoformat()
    buffer.buffer.count((store.SEARCH, day, "coton"), {"searches": 3}, latest)
    add_up_counts()
    assert counted() == {"coton": (3, 0, 7, 2)}
    assert ClickCount.objects.get().places == 5


@pytest.mark.parametrize(
    "query",
    [
        "fatou.diarra@example.ml",
        "appeler 76 12 34 56",
        "+223 20-22.41.41",
        "NINA 1 89 05 1 20 304 012",
        "http://example.ml/u?id=4",
        "@fatou_d",
        "76123456 moussa",
    ],
)
def test_what_may_tell_of_a_person_is_not_counted(home_page, reader, query):
    response = search(reader, query)
    assert response.status_code == 200 and list_of(response) is None
    add_up_counts()
    assert not SearchCount.objects.exists()


def test_what_is_kept_is_cut_and_figures_of_the_news_are_no_number_of_somebodys():
    key, text = kept_text("  Le   " + "coton " * 40)
    assert len(text) <= 60 and text.startswith("le coton") and len(key) <= 60
    assert kept_text("budget 2026 de 3 000 milliards")
    assert kept_text("…") is None


@pytest.mark.parametrize(
    "headers",
    [
        {"user-agent": "Googlebot/2.1"},
        {"user-agent": ""},
        BROWSER | {"sec-fetch-site": "cross-site"},
        BROWSER | {"sec-purpose": "prefetch"},
    ],
)
def test_machines_and_prefetches_are_not_counted(home_page, reader, headers):
    search(reader, "coton", headers)
    add_up_counts()
    assert not SearchCount.objects.exists()


def test_going_on_within_a_search_is_no_new_search(section, reader):
    for params in ({"page": "2"}, {"tri": "recent"}, {"genre": "news"}):
        search(reader, "coton", **params)
    add_up_counts()
    assert not SearchCount.objects.exists()


@pytest.mark.postgres
def test_one_address_and_one_day_cannot_fill_the_report(home_page, reader, monkeypatch):
    monkeypatch.setattr(buffer.searches_limit, "most", 6)
    monkeypatch.setattr(buffer.searches_limit, "until", 0.0)
    for number in range(8):
        search(reader, f"mot{number}x")
    assert len(waiting_counts(buffer.buffer.path)) == 6
    monkeypatch.setattr(store, "MOST_A_DAY", 3)
    add_up_counts()
    assert SearchCount.objects.count() == 3
    known = SearchCount.objects.first()
    day = timezone.localdate().isoformat()
    for key in (known.key, "neuf"):
        latest = {"text": key, "found": 0}
        buffer.buffer.count((store.SEARCH, day, key), {"searches": 1}, latest)
    add_up_counts()
    assert SearchCount.objects.count() == 3
    assert SearchCount.objects.get(pk=known.pk).searches == known.searches + 1


@pytest.mark.postgres
def test_opened_results_are_counted_with_their_place(section, reader):
    chosen = ArticleFactory(parent=section, title="Le prix du coton")
    first, second = (
        ArticleFactory(parent=section, title=title) for title in ("Coton", "Coton et maïs")
    )
    SearchPromotion.objects.create(query=Query.get("coton"), page=chosen)
    told = list_of(search(reader, "coton"))
    for number in (0, 1, 2, 2):
        assert click(reader, f"{number}.{told}") == 204
    add_up_counts()
    rows = ClickCount.objects.values_list("target", "clicks", "places")
    assert {row[0]: row[1:] for row in rows} == {
        f"p{chosen.pk}": (1, 0),
        f"p{first.pk}": (1, 1),
        f"p{second.pk}": (2, 4),
    }
    assert counted()["coton"][3] == 4


def test_junk_is_no_click(section, reader, settings):
    ArticleFactory(parent=section, title="Coton")
    told = list_of(search(reader, "coton"))
    junk = ["", ".", "0", "x." + told, "-1." + told, "7." + told, "²." + told, "0." + told[:-2]]
    for body in [
        *junk,
        "0." + told + "x",
        "é\0\udcff".encode("utf-8", "surrogatepass"),
        "x" * 9000,
    ]:
        assert click(reader, body) == 400, body
    assert reader.get(CLICKS).status_code == 405
    assert reader.post(f"{CLICKS}?q=%00", f"0.{told}", content_type="a/b").status_code == 400
    add_up_counts()
    assert not ClickCount.objects.exists()
    click(reader, f"0.{told}", {"user-agent": "bot"})
    add_up_counts()
    assert not ClickCount.objects.exists()
    answers = {click(reader, f"0.{told}") for _time in range(buffer.MOST_A_MINUTE + 1)}
    assert answers == {204, 429}


def test_list_of_a_page_is_good_for_a_day_and_the_same_for_all(section, reader, monkeypatch):
    ArticleFactory(parent=section, title="Coton")
    told = list_of(search(reader, "coton"))
    assert list_of(search(reader, "coton")) == told
    later = timezone.localdate() + timedelta(days=2)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: later)
    assert click(reader, f"0.{told}") == 400


@pytest.mark.postgres
def test_old_counts_are_deleted(db, settings):
    settings.SEARCH_COUNTS_DAYS = 30
    today = timezone.localdate()
    for days in (29, 30, 31):
        day = today - timedelta(days=days)
        SearchCount.objects.create(day=day, key="coton", text="coton")
        ClickCount.objects.create(day=day, key="coton", text="coton", target="p1")
    store.prune(timezone.now())
    assert SearchCount.objects.count() == ClickCount.objects.count() == 2
