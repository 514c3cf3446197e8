"""« Lectures »: the figures of a period, for who may see them."""

import csv
import io
import math
from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as some
from openpyxl import load_workbook
from wagtail.models import GroupPagePermission

from audience.counts.desk import export
from audience.counts.desk.charts import HEIGHT, STEP, Bar, bar_chart
from audience.counts.models import ArticleFigures, Channel, DailyFigures
from home.models import HomePage
from news.models import ArticleIndexPage, ArticlePage
from tests.audience.conftest import signed_in
from tests.counting import queries_of
from tests.editorial.conftest import member
from tests.factories import ArticleFactory, AuthorFactory, SectionFactory

pytestmark = pytest.mark.django_db
FIGURES = "/admin/reports/figures/"


def count(
    article: ArticlePage, days_ago: int = 0, channel: str = Channel.DIRECT, **numbers: int
) -> DailyFigures:
    day = timezone.localdate() - timedelta(days=days_ago)
    return DailyFigures.objects.create(article=article, day=day, channel=channel, **numbers)


@pytest.fixture
def section(home_page: HomePage) -> ArticleIndexPage:
    return SectionFactory(parent=home_page, title="Politique")


@pytest.fixture
def bridge(section: ArticleIndexPage) -> ArticlePage:
    return ArticleFactory(
        parent=section, title="Le pont ferme", authors=[AuthorFactory(name="Awa")]
    )


@pytest.fixture
def harvest(home_page: HomePage) -> ArticlePage:
    sections = SectionFactory(parent=home_page, title="Économie")
    return ArticleFactory(parent=sections, title="La récolte")


@pytest.fixture
def chief(db: None) -> Client:
    return signed_in(member("Chief editors"))


def page(client: Client, **asked: Any) -> BeautifulSoup:
    response = client.get(FIGURES, asked)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def rows(shown: BeautifulSoup, name: str) -> list[list[str]]:
    for mark in shown.select(".actujet-figures__imported"):
        mark.decompose()
    table = shown.select(f"[data-figures={name}] tbody tr")
    return [[" ".join(cell.text.split()) for cell in row.select("th, td")] for row in table]


def numbers(shown: BeautifulSoup) -> list[str]:
    return [number.text for number in shown.select(".actujet-figures__numbers strong")]


def exported(client: Client, **asked: Any) -> list[list[str]]:
    response = client.get(FIGURES, {"export": "csv", **asked})
    text = b"".join(response.streaming_content).decode()
    return list(csv.reader(io.StringIO(text)))[1:]


@pytest.mark.postgres
def test_period_is_summed_up_beside_the_one_before(chief: Client, bridge: ArticlePage) -> None:
    read = {"ended": 4, "quarters": 12, "seconds": 340, "filtered": 7, "shares": 2}
    count(bridge, 0, views=30, **read)
    count(bridge, 6, Channel.SEARCH, views=12)
    count(bridge, 7, views=21)
    count(bridge, 14, views=500)
    shown = page(chief)
    assert numbers(shown)[:2] == ["42", "2"]
    assert numbers(shown)[2].startswith("75")
    assert numbers(shown)[3:] == ["1 min 25 s", "7"]
    assert "21" in shown.select_one(".actujet-figures__before").text
    assert shown.select_one(".actujet-figures__change").text.startswith("+100")
    assert numbers(page(chief, days=1))[0] == "30"
    assert numbers(page(chief, days=30))[0] == "563"


@pytest.mark.postgres
def test_tables_say_where_and_by_whom(
    chief: Client, bridge: ArticlePage, harvest: ArticlePage
) -> None:
    count(bridge, views=3)
    count(bridge, channel=Channel.WHATSAPP, views=4, shares=1)
    count(harvest, 2, views=5)
    shown = page(chief)
    assert [row[:3] for row in rows(shown, "articles")] == [
        ["Le pont ferme", "7", "1"],
        ["La récolte", "5", "0"],
    ]
    assert [row[:2] for row in rows(shown, "sections")] == [["Politique", "7"], ["Économie", "5"]]
    assert [row[1] for row in rows(shown, "channels")] == ["8", "4"]
    assert [row[1] for row in rows(shown, "authors")] == ["7", "5"]
    assert rows(shown, "authors")[0][0] == "Awa"


@pytest.mark.postgres
def test_filters_leave_what_they_name(
    chief: Client, bridge: ArticlePage, harvest: ArticlePage
) -> None:
    count(bridge, views=3)
    count(harvest, views=5)
    author = bridge.bylines.get().author
    for asked in ({"section": bridge.section.pk}, {"author": author.pk}, {"article": bridge.pk}):
        assert numbers(page(chief, **asked))[0] == "3"
        assert [line[1] for line in exported(chief, **asked)] == ["Le pont ferme"]
    assert numbers(page(chief, section=harvest.section.pk, author=author.pk))[0] == "0"


@pytest.mark.postgres
def test_imported_figures_are_marked(chief: Client, bridge: ArticlePage) -> None:
    count(bridge, 3, Channel.IMPORTED, views=80)
    count(bridge, 3, views=20)
    shown = page(chief)
    assert numbers(shown)[0] == "100"
    marks = shown.select(".actujet-figures__imported")
    # Of the period, of the article, its section and its author; the channel says it itself.
    assert len(marks) == 4 and all("80" in mark.text for mark in marks)
    assert len(shown.select(".actujet-chart__upper")) == 1


@pytest.mark.parametrize(
    "asked",
    ["days=8", "days=x", "days=-1", "section=0", "author=9" * 3, "article=%F0", "section=1&days=7"],
)
def test_address_of_what_there_is_not_is_not_found(chief: Client, asked: str) -> None:
    assert chief.get(f"{FIGURES}?{asked}").status_code == 404


def test_nothing_counted_says_so(chief: Client, bridge: ArticlePage) -> None:
    shown = page(chief)
    assert not shown.select("svg.actujet-chart, .actujet-figures__table")
    assert exported(chief) == []


@pytest.mark.postgres
def test_what_weighs_most_now_rises(
    chief: Client, bridge: ArticlePage, harvest: ArticlePage, section: ArticleIndexPage
) -> None:
    halvings = timezone.now().timestamp() / (8 * 3600)
    old = ArticleFactory(parent=section)
    count(bridge, views=1)
    ArticleFigures.objects.create(article=bridge, score=halvings + math.log2(50.2))
    ArticleFigures.objects.create(article=harvest, score=halvings + math.log2(100.2))
    ArticleFigures.objects.create(article=old, score=halvings - 1)
    listed = page(chief).select(".actujet-figures__rising li")
    assert ["".join(char for char in item.span.text if char.isdigit()) for item in listed] == [
        "100",
        "50",
    ]
    assert [item.a.text for item in listed] == ["La récolte", "Le pont ferme"]


def test_score_beyond_all_numbers_is_shown(chief: Client, bridge: ArticlePage) -> None:
    ArticleFigures.objects.create(article=bridge, score=1e12)
    assert page(chief).select(".actujet-figures__rising li")


@pytest.mark.parametrize("role", ["owner", "signer", "head", "other", "copy", "moderator"])
def test_no_address_shows_what_is_somebody_elses(
    role: str,
    bridge: ArticlePage,
    harvest: ArticlePage,
) -> None:
    """Whatever is asked for, figures of `harvest` are in no page and no file."""
    groups = {"copy": "Copy editors", "moderator": "Moderators"}
    user = member(groups.get(role, "Writers"))
    if role == "owner":
        ArticlePage.objects.filter(pk=bridge.pk).update(owner=user)
    if role == "signer":
        bridge.bylines.get().author.__class__.objects.update(user=user)
    if role == "head":
        GroupPagePermission.objects.create(
            group=user.groups.get(),
            page=bridge.section,
            permission=Permission.objects.get(codename="publish_page"),
        )
    count(bridge, views=31_337)
    count(harvest, views=27_182)
    ArticleFigures.objects.create(article=harvest, score=1e12)
    client = signed_in(user)
    sees_bridge = role in ("owner", "signer", "head")
    filters = ["", f"section={harvest.section.pk}", f"article={harvest.pk}", "days=90"]
    for asked in [*filters, *(f"{each}&export=csv" for each in filters), "export=xlsx"]:
        response = client.get(f"{FIGURES}?{asked}")
        assert response.status_code == (302 if role == "moderator" else expected(asked, harvest))
        if response.streaming:
            body = b"".join(response.streaming_content)
            text = cells(body) if "xlsx" in asked else body.decode()
        else:
            text = response.content.decode()
        text = "".join(text.split())
        assert "27182" not in text and "Larécolte" not in text
        if sees_bridge and "=" not in asked.replace("days=90", "").replace("export=", ""):
            assert "31337" in text


def expected(asked: str, harvest: ArticlePage) -> int:
    return 404 if f"article={harvest.pk}" in asked else 200


def cells(body: bytes) -> str:
    sheet = load_workbook(io.BytesIO(body)).active
    return " ".join(str(cell) for row in sheet.values for cell in row)


def test_menu_leads_there_who_has_figures(db: None) -> None:
    for group, shown in (("Chief editors", True), ("Writers", True), ("Moderators", False)):
        home = signed_in(member(group)).get("/admin/").content.decode()
        assert (FIGURES in home) == shown


def test_page_asks_as_many_queries_for_many_articles(
    chief: Client, section: ArticleIndexPage
) -> None:
    def more(number: int) -> None:
        for n in range(number):
            article = ArticleFactory(
                parent=SectionFactory(parent=section), authors=[AuthorFactory()]
            )
            count(article, n, views=n + 1)
            count(article, n, Channel.SEARCH, views=n + 1)
            ArticleFigures.objects.create(article=article, score=1e9 + n)

    more(1)
    asked = (FIGURES, f"{FIGURES}?section={section.pk}&days=90")
    few = [queries_of(chief, address) for address in asked]
    more(12)
    assert [queries_of(chief, address) for address in asked] == few
    assert few[0] < 40


@pytest.mark.postgres
def test_file_has_each_article_and_day(chief: Client, bridge: ArticlePage) -> None:
    today = timezone.localdate()
    count(bridge, 0, views=3, ended=2, quarters=6, seconds=61)
    count(bridge, 0, Channel.IMPORTED, views=4)
    count(bridge, 1, views=5, filtered=9, shares=1)
    address = bridge.get_full_url()
    line = ["Le pont ferme", "Politique", address]
    assert exported(chief) == [
        [str(today - timedelta(days=1)), *line, "5", "0", "1", "", "", "9"],
        [str(today), *line, "7", "4", "0", "75", "30", "0"],
    ]
    book = chief.get(FIGURES, {"export": "xlsx"})
    sheet = load_workbook(io.BytesIO(b"".join(book.streaming_content))).active
    first = list(sheet.values)[1]
    assert first[1:] == (*line, 5, 0, 1, None, None, 9)
    assert isinstance(first[0], date)


def test_title_is_no_formula_in_a_file(chief: Client, bridge: ArticlePage) -> None:
    ArticlePage.objects.update(title="=1+1")
    count(bridge, views=1)
    assert exported(chief)[0][1] == "'=1+1"
    book = chief.get(FIGURES, {"export": "xlsx"})
    sheet = load_workbook(io.BytesIO(b"".join(book.streaming_content))).active
    assert (sheet["B2"].value, sheet["B2"].data_type) == ("=1+1", "s")


def test_workbook_that_would_be_too_long_is_refused(
    chief: Client, bridge: ArticlePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "MOST_IN_XLSX", 1)
    count(bridge, 0, views=1)
    count(bridge, 1, views=1)
    assert chief.get(FIGURES, {"export": "xlsx"}).status_code == 302
    assert len(exported(chief)) == 2


@given(some.lists(some.tuples(some.integers(0, 10**9), some.integers(0, 10**9), some.text())))
def test_bars_stay_inside_the_chart(values: list[tuple[int, int, str]]) -> None:
    bars = [Bar(lower, upper, "<&\"'>") for lower, upper, _said in values]
    drawn = bar_chart(bars, "n", 'Lectures & "jours" <b>', "</desc>")
    image = ElementTree.fromstring(str(drawn))  # noqa: S314 (our own)
    assert image[0].text == 'Lectures & "jours" <b>' and image[1].text == "</desc>"
    wide = max(len(bars), 1) * STEP
    for part in image.iter("rect"):
        left, top, width, height = (float(part.get(n)) for n in ("x", "y", "width", "height"))
        assert left >= 0 and left + width <= wide
        assert -0.01 <= top and top + height <= HEIGHT + 0.01
    drawn_bars = [group for group in image.iter("g") if len(group) > 2]
    assert len(drawn_bars) == sum(bar.value > 0 for bar in bars)
