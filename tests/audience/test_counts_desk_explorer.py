"""The list of a section has the views of its articles, for who may see them."""

import pytest
from bs4 import BeautifulSoup

from accounts.models import User
from audience.counts.models import ArticleFigures
from home.models import HomePage
from news.models import ArticleIndexPage, ArticlePage
from tests.audience.conftest import signed_in
from tests.counting import queries_of
from tests.editorial.conftest import member
from tests.factories import ArticleFactory, SectionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def section(home_page: HomePage) -> ArticleIndexPage:
    section: ArticleIndexPage = SectionFactory(parent=home_page)
    for title, views in (("peu", 5), ("beaucoup", 1500), ("rien", None)):
        article = ArticleFactory(parent=section, title=title)
        if views is not None:
            ArticleFigures.objects.create(article=article, views=views)
    return section


def listed(user: User, section: ArticleIndexPage, **asked: str) -> list[tuple[str, str]]:
    response = signed_in(user).get(f"/admin/pages/{section.pk}/", asked)
    assert response.status_code == 200
    shown = BeautifulSoup(response.content, "html.parser")
    found = []
    for row in shown.select("table.listing tbody tr"):
        cell = row.select_one(".actujet-views")
        number = "".join(filter(str.isdigit, cell.text)) if cell else "–"
        found.append((row.select_one(".title-wrapper").text.strip(), number))
    return found


@pytest.mark.postgres
def test_chief_sorts_a_section_by_views(section: ArticleIndexPage) -> None:
    chief = member("Chief editors")
    most = listed(chief, section, ordering="-read")
    assert most == [("beaucoup", "1500"), ("peu", "5"), ("rien", "")]
    assert listed(chief, section, ordering="read") == most[::-1]
    assert len(listed(chief, section, ordering="-read", q="peu")) == 1


def test_writers_see_those_of_their_own_in_the_usual_order(section: ArticleIndexPage) -> None:
    writer = member("Writers")
    ArticlePage.objects.filter(title="peu").update(owner=writer)
    rows = listed(writer, section)
    assert sorted(rows) == [("beaucoup", ""), ("peu", "5"), ("rien", "")]
    assert listed(writer, section, ordering="-read") == rows
    assert listed(writer, section, ordering="read") == rows


def test_who_sees_no_figures_has_no_column(section: ArticleIndexPage) -> None:
    assert {views for _title, views in listed(member("Legal"), section)} == {"–"}


def test_list_asks_as_often_for_many_articles(section: ArticleIndexPage) -> None:
    client = signed_in(member("Chief editors"))
    address = f"/admin/pages/{section.pk}/?ordering=-read"
    few = queries_of(client, address)
    for _number in range(8):
        ArticleFigures.objects.create(article=ArticleFactory(parent=section), views=1)
    assert queries_of(client, address) == few
