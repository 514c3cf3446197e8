"""Which articles are offered as being on the same subject."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from home.models import HomePage
from news.models import ArticleIndexPage, ArticlePage, Tag
from news.related import place_of, related_articles
from tests.factories import ArticleFactory, SectionFactory
from tests.made_once import made_once

pytestmark = pytest.mark.django_db


@pytest.fixture
@made_once
def sections(home_page: HomePage) -> list[ArticleIndexPage]:
    return [SectionFactory(parent=home_page) for _ in range(2)]


def tagged(section: ArticleIndexPage, *tags: str, days: int = 1) -> ArticlePage:
    article = ArticleFactory.build(first_published_at=timezone.now() - timedelta(days=days))
    article.tags.set([Tag.objects.get_or_create(name=name, slug=name)[0] for name in tags])
    section.add_child(instance=article)
    return article


def test_rare_and_several_tags_go_before_a_common_one_and_the_same_section_before_another(
    sections: list[ArticleIndexPage],
) -> None:
    here, elsewhere = sections
    for _ in range(12):
        tagged(elsewhere, "femmes")
    article = tagged(here, "femmes", "marche", "mangue")
    rare = tagged(elsewhere, "mangue")
    several = tagged(elsewhere, "mangue", "marche")
    near = tagged(here, "mangue")
    common = tagged(here, "femmes")
    assert related_articles(place_of(article), 9) == [several, near, rare, common]
    assert related_articles(place_of(article), 1) == [several]


def test_one_tag_of_a_whole_field_is_no_subject(sections: list[ArticleIndexPage]) -> None:
    here, elsewhere = sections
    article = tagged(here, "femmes")
    for _ in range(12):
        tagged(elsewhere, "femmes")
    assert related_articles(place_of(article), 4) == []


def test_of_two_alike_the_newer_one_goes_first(sections: list[ArticleIndexPage]) -> None:
    article = tagged(sections[0], "mangue")
    old, new = (tagged(sections[0], "mangue", days=days) for days in (400, 2))
    assert related_articles(place_of(article), 4) == [new, old]


def test_many_articles_on_a_subject_cost_as_few_queries_as_one(
    sections: list[ArticleIndexPage],
) -> None:
    article = tagged(sections[0], "mangue", "marche")

    def queries_with(more: int) -> int:
        for _ in range(more):
            tagged(sections[0], "mangue", "marche")
        related_articles(place_of(article), 4)  # counts all articles once a minute
        with CaptureQueriesContext(connection) as queries:
            assert related_articles(place_of(article), 4)
        return len(queries)

    assert queries_with(1) == queries_with(20)
