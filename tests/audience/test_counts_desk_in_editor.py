"""The figures of an article are beside its text, for who may see them."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from accounts.models import User
from audience.comments.models import Discussion
from audience.counts.models import ArticleFigures, DailyFigures
from home.models import HomePage
from news.models import ArticlePage
from tests.audience.conftest import signed_in
from tests.editorial.conftest import member
from tests.factories import ArticleFactory, SectionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(home_page: HomePage) -> ArticlePage:
    article: ArticlePage = ArticleFactory(parent=SectionFactory(parent=home_page))
    today = timezone.localdate()
    for days_ago, views in ((0, 3), (6, 40), (7, 500)):
        DailyFigures.objects.create(
            article=article, day=today - timedelta(days=days_ago), channel="direct", views=views
        )
    ArticleFigures.objects.create(article=article, views=1543, shares=12)
    Discussion.objects.create(article=article, approved=9)
    return article


def panel(user: User, article: ArticlePage) -> Any:
    response = signed_in(user).get(f"/admin/pages/{article.pk}/edit/")
    assert response.status_code == 200
    shown = BeautifulSoup(response.content, "html.parser")
    return shown.select_one("[data-side-panel=figures]")


def test_chief_sees_the_figures_and_the_way_to_all_of_them(article: ArticlePage) -> None:
    shown = panel(member("Chief editors"), article)
    numbers = ["".join(filter(str.isdigit, each.text)) for each in shown.select("dd")]
    assert numbers == ["3", "43", "1543", "12", "9"]
    address = shown.select_one("a")["href"]
    assert f"article={article.pk}" in address
    assert signed_in(member("Chief editors")).get(address).status_code == 200


def test_copy_editor_sees_those_of_own_articles_alone(article: ArticlePage) -> None:
    editor = member("Copy editors")
    assert panel(editor, article) is None
    ArticlePage.objects.update(owner=editor)
    assert panel(editor, article) is not None


def test_draft_has_no_figures(article: ArticlePage) -> None:
    ArticlePage.objects.update(first_published_at=None, live=False)
    assert panel(member("Chief editors"), article) is None


def test_article_that_nobody_has_read_has_zeros(article: ArticlePage) -> None:
    for model in (DailyFigures, ArticleFigures, Discussion):
        model.objects.all().delete()
    shown = panel(member("Chief editors"), article)
    assert [each.text for each in shown.select("dd")] == ["0"] * 5
