"""Readers see what is read, and what is read most; kept pages stand until it is something else."""

from collections.abc import Iterable
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from audience.counts import showing
from audience.counts.models import (
    ArticleFigures,
    Channel,
    DailyFigures,
    ShownFigures,
    TrendingList,
    TrendSettings,
)
from audience.counts.scores import added
from audience.counts.showing import rounded, show_figures, show_trends
from delivery.pages.changes import known
from home.models import HomePage
from jobs.periodic import Tick
from news.models import ArticleIndexPage, ArticlePage
from tests.audience.conftest import comment_on
from tests.factories import ArticleFactory, SectionFactory


@pytest.fixture
def section(home_page: HomePage) -> ArticleIndexPage:
    return SectionFactory(parent=home_page)


def articles_in(section: ArticleIndexPage, number: int) -> list[ArticlePage]:
    return [ArticleFactory(parent=section) for _n in range(number)]


def read_now(articles: Iterable[ArticlePage], most: int = 100) -> None:
    """The first one has been read most at this moment."""
    now = timezone.now().timestamp()
    for n, article in enumerate(articles):
        ArticleFigures.objects.create(article=article, score=added(0.0, most - n, now, 8))


def read_this_week(articles: Iterable[ArticlePage]) -> None:
    day = timezone.localdate() - timedelta(days=3)
    for n, article in enumerate(articles):
        DailyFigures.objects.create(
            article=article, day=day, channel=Channel.DIRECT, views=9 - n, filtered=500 * n
        )


def show() -> None:
    now = timezone.now()
    show_figures(Tick(now, lambda: True))
    show_trends(now)


def trends(address: str) -> tuple[str, list[str]]:
    """The heading of the list on a page, and the titles; none if there is no list."""
    page = BeautifulSoup(Client().get(address).content, "html.parser")
    heading = page.select_one("#trending-title")
    tab = heading and heading.find_parent(attrs={"data-tab": True})
    if heading is None or tab is None:
        return "", []
    assert tab["data-tab"] == heading.text
    return heading.text, [title.text for title in tab.select("h3")]


def counts_on(article: ArticlePage) -> str:
    page = BeautifulSoup(Client().get(article.url).content, "html.parser")
    meta = page.select_one(".article__signature .meta")
    assert meta is not None
    return " ".join(meta.text.split())


@pytest.mark.parametrize(
    ("number", "shown"),
    [(0, 0), (9, 0), (1_249, 1_240), (12_399, 12_300), (123_999, 123_000)],
)
def test_shown_number_is_never_more_than_it_is(number: int, shown: int) -> None:
    assert rounded(number) == shown


def test_article_shows_what_was_counted(article: ArticlePage) -> None:
    ArticleFigures.objects.create(article=article, views=1_247, shares=12, has_moved=True)
    show()
    comment_on(article)
    assert "1 240 lectures" in counts_on(article)
    assert "12 partages" in counts_on(article)
    assert "1 commentaire" in counts_on(article)


@pytest.mark.parametrize(
    ("setting", "word"),
    [("shows_views", "lectures"), ("shows_shares", "partage"), ("shows_comments", "commentaire")],
)
def test_each_number_can_be_switched_off(article: ArticlePage, setting: str, word: str) -> None:
    ArticleFigures.objects.create(article=article, views=1_000, shares=50, has_moved=True)
    comment_on(article)
    show()
    assert word in counts_on(article)
    TrendSettings.objects.create(**{setting: False})
    assert word not in counts_on(article)


def test_small_numbers_are_not_shown(article: ArticlePage) -> None:
    ArticleFigures.objects.create(article=article, views=99, shares=9, has_moved=True)
    show()
    assert "lectures" not in counts_on(article)
    assert "partage" not in counts_on(article)


def test_what_shows_nothing_else_is_not_written_again(
    article: ArticlePage, django_assert_num_queries: object
) -> None:
    ArticleFigures.objects.create(article=article, views=1_240, has_moved=True)
    show()
    ArticleFigures.objects.update(views=1_249, has_moved=True)
    ShownFigures.objects.update(views=1_240)
    before = list(ShownFigures.objects.values_list("views", "shares"))
    show()
    assert list(ShownFigures.objects.values_list("views", "shares")) == before
    assert not ArticleFigures.objects.filter(has_moved=True).exists()


def test_trends_are_in_the_order_of_their_scores(section: ArticleIndexPage) -> None:
    articles = articles_in(section, 6)
    read_now(reversed(articles))
    show()
    heading, titles = trends(section.url)
    assert heading == "Tendance"
    assert titles == [article.title for article in reversed(articles)][:5]


def test_section_has_trends_of_its_own(home_page: HomePage, section: ArticleIndexPage) -> None:
    below = SectionFactory(parent=section)
    other = articles_in(SectionFactory(parent=home_page), 3)
    ours = articles_in(below, 3)
    read_now([*other, *ours])
    show()
    assert trends(section.url)[1] == [article.title for article in ours]
    assert trends(other[0].url)[1] == [article.title for article in [*other[1:], *ours]]


def test_article_stands_in_no_list_beside_itself(section: ArticleIndexPage) -> None:
    articles = articles_in(section, 7)
    read_now(articles)
    for article in articles[:3]:
        comment_on(article)
    show()
    page = BeautifulSoup(Client().get(articles[0].url).content, "html.parser")
    lists = [panel.select("h3 a") for panel in page.select("[data-tab]")]
    assert [len(links) for links in lists] == [6, 5, 2]
    assert articles[0].url not in {link["href"] for links in lists for link in links}


def test_with_few_figures_it_is_what_was_read_most_this_week(section: ArticleIndexPage) -> None:
    articles = articles_in(section, 4)
    read_now(articles[:2])
    read_this_week(articles)
    show()
    heading, titles = trends(section.url)
    assert heading == "Les plus lus cette semaine"
    assert titles == [article.title for article in articles]


def test_with_fewer_still_there_is_no_list(section: ArticleIndexPage) -> None:
    articles = articles_in(section, 4)
    read_this_week(articles[:2])
    show()
    assert trends(section.url) == ("", [])


def test_old_figures_are_no_trend(section: ArticleIndexPage) -> None:
    articles = articles_in(section, 4)
    read_now(articles)
    show_trends(timezone.now() + timedelta(days=2))
    assert trends(section.url) == ("", [])


def test_withdrawn_article_is_in_no_list(section: ArticleIndexPage) -> None:
    articles = articles_in(section, 4)
    read_now(articles)
    show()
    articles[0].unpublish()
    assert trends(section.url)[1] == [article.title for article in articles[1:]]
    show()
    assert TrendingList.objects.get(section=None).articles == [one.pk for one in articles[1:]]


def test_list_goes_on_below_what_is_on_the_rise_up_to_a_limit(
    section: ArticleIndexPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(showing, "KEPT", 6)
    articles = articles_in(section, 8)
    # Three are on the rise.
    read_now(articles, most=8)
    show()
    listed = TrendingList.objects.get(section=None).articles
    assert listed == [article.pk for article in articles[:6]]


def test_page_says_how_we_count_and_what_was_left_out(article: ArticlePage) -> None:
    TrendSettings.objects.create(half_life_hours=6, view_weight=2)
    DailyFigures.objects.create(
        article=article,
        day=timezone.localdate(),
        channel=Channel.DIRECT,
        views=60,
        filtered=30,
        repeated=10,
    )
    page = Client().get("/comment-nous-comptons/").content.decode()
    assert "Une lecture pèse 2" in page
    assert "Toutes les 6 heures" in page
    assert "30\u00a0% des appels d’articles venaient de machines et 10\u00a0%" in page


def test_kept_article_stands_until_its_shown_figures_move(
    transactional_db: None, article: ArticlePage
) -> None:
    ArticleFigures.objects.create(article=article, views=1_240, has_moved=True)
    show()
    known.read_now()
    before = known.version
    ArticleFigures.objects.update(views=1_249, has_moved=True)
    show()
    known.read_now()
    assert known.version == before
    ArticleFigures.objects.update(views=1_250, has_moved=True)
    show()
    known.read_now()
    assert known.version > before
