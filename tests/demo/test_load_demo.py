"""The demo newsroom loads whole, twice without harm, and again after it was broken off."""

from io import StringIO

import pytest
from django.core.management import call_command

from demo import articles as demo_articles
from demo import newsroom, pages, synthetic
from demo.texts import articles
from home.models import HomePage
from news.models import ArticlePage

pytestmark = pytest.mark.django_db


def silent_progress(label, items, total):
    return items


def load():
    newsroom.load(silent_progress, lambda line: None)


def test_load_that_was_broken_off_is_taken_up_where_it_stopped(monkeypatch):
    calls = iter(range(1000))
    fill = demo_articles.ArticleLoader._fill

    def break_off(self, *arguments):
        if next(calls) == 5:
            raise KeyboardInterrupt
        fill(self, *arguments)

    monkeypatch.setattr(demo_articles.ArticleLoader, "_fill", break_off)
    with pytest.raises(KeyboardInterrupt):
        load()
    assert not pages.is_open()
    load()
    assert pages.is_open()
    assert ArticlePage.objects.count() == len(articles())
    assert not ArticlePage.objects.filter(latest_revision=None).exists()


def test_if_empty_leaves_a_newsroom_alone(home_page):
    call_command("load_demo", "--if-empty", stdout=StringIO())
    assert HomePage.objects.count() == 1
    assert not ArticlePage.objects.exists()


def test_synthetic_articles_are_found_in_lists_and_search(home_page):
    from tests.factories import AuthorFactory, SectionFactory

    AuthorFactory()
    section = SectionFactory(parent=home_page)
    assert sum(synthetic.make(30)) == 30
    assert section.articles().count() == 30
    article = section.articles().first()
    assert article.get_parent().numchild == 30
    assert article in ArticlePage.objects.live().search(article.title)
    assert ArticlePage.find_problems() == ([], [], [], [], [])
