"""The command that loads the demo, and made-up articles beside it."""

from io import StringIO

import pytest
from django.core.management import call_command

from demo import synthetic
from home.models import HomePage
from news.models import ArticlePage

pytestmark = pytest.mark.django_db


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
