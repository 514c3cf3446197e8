"""The index is written anew while the newsroom goes on: real processes on a real database."""

import pytest
from django.core.management import call_command

from demo import synthetic
from news.models import ArticlePage
from search.results import find
from search.terms import parse_query
from tests.factories import ArticleFactory, AuthorFactory, SectionFactory
from tests.scale import scaled

ARTICLES = scaled(80, 400)

# The tests after it find the database as the migrations left it.
pytestmark = pytest.mark.usefixtures("transactional_db")


def total(typed: str) -> int:
    return find(parse_query(typed)).total


def test_saves_go_on_and_readers_keep_finding_while_the_index_is_written_anew(home_page, processes):
    section = SectionFactory(parent=home_page)
    AuthorFactory()
    assert sum(synthetic.make(ARTICLES)) == ARTICLES
    articles = list(ArticlePage.objects.order_by("pk"))
    found_by_all = total("chantier")
    call_command("search_check")
    rebuild = processes.start("search_check", "--rebuild")
    saved = 0
    while rebuild.poll() is None:
        article = articles[saved % ARTICLES]
        article.title = article.draft_title = f"Nouveaux titres du jour {saved}"
        article.save_revision().publish()
        saved += 1
        assert total(f'"jour {saved - 1}"') == 1
        assert total("chantier") >= found_by_all - saved
    assert rebuild.returncode == 0, rebuild.log.read_text()
    assert saved > 2
    for number in range(max(0, saved - ARTICLES), saved):
        assert total(f'"jour {number}"') == 1, number
    ArticleFactory(parent=section, title="Après")
    call_command("search_check", "--dry-run")
