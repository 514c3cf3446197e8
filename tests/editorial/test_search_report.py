"""« Recherches des lecteurs »: what the desk sees of what readers search and open."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from search.models import ClickCount, SearchCount
from tests.counting import queries_of
from tests.factories import ArticleFactory, SectionFactory, UserFactory


def count(text, days_ago=0, **numbers):
    day = timezone.localdate() - timedelta(days=days_ago)
    return SearchCount.objects.create(key=text, text=text, day=day, **numbers)


def clicked(text, target, days_ago=0, **numbers):
    day = timezone.localdate() - timedelta(days=days_ago)
    return ClickCount.objects.create(key=text, text=text, target=target, day=day, **numbers)


@pytest.fixture
def chief(client, db):
    user = UserFactory()
    user.groups.add(Group.objects.get(name="Chief editors"))
    client.force_login(user)
    return client


def rows(client, name, days=30, **params):
    response = client.get(reverse(name, args=[days]), params)
    assert response.status_code == 200
    page = BeautifulSoup(response.content, "html.parser")
    for links in page.select(".actujet-mending"):
        links.decompose()
    table = page.select("table.listing tbody tr")
    return [[" ".join(cell.text.split()) for cell in row.select("td")] for row in table]


@pytest.mark.postgres
def test_report_says_what_was_searched_in_a_period(chief):
    count("coton", 0, searches=3, found=12, clicks=2)
    count("coton", 20, searches=4, found=9)
    count("riz", 1, searches=5, found=2)
    count("riz", 60, searches=50, found=2)
    assert [row[:4] for row in rows(chief, "searches")] == [
        ["coton", "7", "12", "2"],
        ["riz", "5", "2", "0"],
    ]
    assert [row[0] for row in rows(chief, "searches", 7)] == ["riz", "coton"]
    assert [row[:2] for row in rows(chief, "searches", 90)][0] == ["riz", "55"]
    assert [row[0] for row in rows(chief, "searches", ordering="times")] == ["riz", "coton"]
    assert [row[0] for row in rows(chief, "searches", q="CÔTON")] == ["coton"]
    assert chief.get(reverse("searches", args=[8])).status_code == 404


@pytest.mark.postgres
def test_what_found_nothing_leads_to_what_mends_it(chief):
    count("visa dubaï", 0, searches=3, nothing=3)
    count("nina", 5, searches=9, nothing=9)
    count("nina", 0, searches=1, found=4)
    assert [row[:2] for row in rows(chief, "searches_without_result")] == [["visa dubaï", "3"]]
    page = chief.get(reverse("searches_without_result", args=[30])).content.decode()
    promote = f"{reverse('wagtailsearchpromotions:add')}?query=visa%20duba%C3%AF"
    synonym = f"{reverse('wagtailsnippets_search_synonyms:add')}?term=visa%20duba%C3%AF"
    assert promote in page and synonym in page
    assert "visa dubaï" in chief.get(promote).content.decode()
    assert "visa dubaï" in chief.get(synonym).content.decode()


@pytest.mark.postgres
def test_what_was_opened_is_named_with_its_place(chief, home_page):
    article = ArticleFactory(parent=SectionFactory(parent=home_page), title="Le prix du coton")
    clicked("coton", f"p{article.pk}", clicks=2, places=2)
    clicked("coton", f"p{article.pk}", 3, clicks=2, places=4)
    clicked("coton", "x9", clicks=1)
    assert rows(chief, "searches_opened") == [
        ["coton", "Le prix du coton", "4", "1,5"],
        ["coton", "Supprimé depuis", "1", "Choix de la rédaction"],
    ]


def test_report_is_exported_without_formulas(chief):
    count("=1+1", searches=3)
    response = chief.get(reverse("searches", args=[30]), {"export": "csv"})
    text = b"".join(response.streaming_content).decode()
    headings = "Mots cherchés,Recherches,Résultats,Sans résultat,Clics,Dernière fois"
    assert text.splitlines()[0] == headings
    assert "'=1+1,3,0,0,0," in text
    assert chief.get(reverse("searches_opened", args=[7]), {"export": "xlsx"}).status_code == 200


def test_empty_report_says_so(chief):
    page = chief.get(reverse("searches", args=[7])).content.decode()
    assert "Rien n’a été compté" in page


def test_report_is_for_chief_editors(client, db):
    user = UserFactory()
    user.groups.add(Group.objects.get(name="Copy editors"))
    client.force_login(user)
    for name in ("searches", "searches_without_result", "searches_opened"):
        assert client.get(reverse(name, args=[30])).status_code == 302


def test_report_costs_the_same_however_much_was_searched(chief):
    count("coton", searches=3)
    url = reverse("searches", args=[30])
    chief.get(url)
    few = queries_of(chief, url)
    for number in range(30):
        count(f"mot {number}", searches=number + 1)
    assert queries_of(chief, url) == few
