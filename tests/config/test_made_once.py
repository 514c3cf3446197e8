"""A fixture that is made once is as new for each test."""

import pytest

from home.models import HomePage
from news.models import ArticleIndexPage
from tests.factories import SectionFactory
from tests.made_once import made_once

pytestmark = pytest.mark.django_db
MADE: list[str] = []


@pytest.fixture
@made_once
def section(home_page: HomePage) -> ArticleIndexPage:
    MADE.append("section")
    return SectionFactory(parent=home_page, title="Culture")


@pytest.fixture
@made_once
def renamed(section: ArticleIndexPage) -> ArticleIndexPage:
    section.title = "Cultures"
    section.save()
    return section


@pytest.mark.parametrize("time", ["first", "second"])
def test_whatever_a_test_before_has_done(section: ArticleIndexPage, time: str) -> None:
    assert section.title == ArticleIndexPage.objects.get().title == "Culture"
    section.title = f"Sports, the {time} time"
    section.save()


@pytest.mark.parametrize("time", ["first", "second"])
def test_those_that_change_another_are_seen_by_who_asks_for_them(
    section: ArticleIndexPage, renamed: ArticleIndexPage, time: str
) -> None:
    assert renamed is section
    assert section.title == ArticleIndexPage.objects.get().title == "Cultures"


def test_those_are_seen_by_nobody_else(section: ArticleIndexPage) -> None:
    assert section.title == ArticleIndexPage.objects.get().title == "Culture"
    assert MADE == ["section"]


def test_nothing_of_it_is_there_for_a_test_that_asks_for_none() -> None:
    assert not ArticleIndexPage.objects.exists()
