"""Made-up articles are as the site would have written them, though they are written in bulk."""

from collections import Counter

import pytest
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision
from wagtail.search.backends import get_search_backend
from wagtail.search.models import IndexEntry

from demo import synthetic
from demo.synthetic import archive, history
from news.models import ArticlePage, ArticleTag, Author, Tag
from search.models import IndexedItem, Word
from tests.factories import AuthorFactory, SectionFactory

ARTICLES, WITH_VERSIONS = 60, 20

pytestmark = pytest.mark.django_db


@pytest.fixture
def articles(home_page, monkeypatch):
    AuthorFactory()
    for _ in range(3):
        SectionFactory(parent=home_page)
    monkeypatch.setattr(archive, "BATCH", 25)
    monkeypatch.setattr(archive, "WITH_VERSIONS", WITH_VERSIONS)
    monkeypatch.setattr(archive, "CORRECTED", 0.3)
    monkeypatch.setattr(archive, "ARTICLES_A_TOPIC", 30)
    assert sum(synthetic.make(ARTICLES)) == ARTICLES
    return list(ArticlePage.objects.order_by("first_published_at"))


def _rows(model, *names):
    return sorted(model.objects.values_list(*names))


def test_what_is_written_in_bulk_is_what_the_site_would_have_written(articles):
    written = [
        (IndexEntry, "object_id", "title", "body", "autocomplete"),
        (IndexedItem, "object_id", "source", "section_id", "kind", "facets", "published_at"),
        (Word, "word"),
        (ArticlePage, "pk", "word_count", "url_path", "body"),
    ]
    before = [_rows(*each) for each in written]
    Word.objects.all().delete()
    IndexEntry.objects.all().delete()
    backend = get_search_backend()
    for model in (Author, Tag, ArticlePage):
        backend.get_index_for_model(model).add_items(model, model.objects.all())
    pages = Page.objects.not_type(ArticlePage).specific()
    for page in pages:
        backend.get_index_for_model(type(page)).add_items(type(page), [page])
    for article in articles:
        article.save()
    assert [_rows(*each) for each in written] == before


def test_references_are_those_that_a_save_would_find(articles):
    def known():
        keys = [str(article.pk) for article in articles]
        names = ("object_id", "to_object_id", "model_path", "content_path", "content_path_hash")
        rows = ReferenceIndex.objects.filter(object_id__in=keys)
        return sorted(rows.values_list(*names, "base_content_type", "to_content_type"))

    written = known()
    assert written
    ReferenceIndex.objects.all().delete()
    for article in articles:
        ReferenceIndex.create_or_update_for_object(article)
    assert known() == written


def test_the_newest_articles_have_versions_of_which_the_last_is_what_readers_see(articles):
    older, newest = articles[:-WITH_VERSIONS], articles[-WITH_VERSIONS:]
    assert not any(article.latest_revision_id for article in older)
    assert PageLogEntry.objects.filter(page__in=older).count() == 2 * len(older)
    for article in newest:
        versions = article.revisions.order_by("created_at")
        assert history.FEWEST <= len(versions) <= history.MOST
        assert article.live_revision == article.latest_revision == versions.last()
        read = article.latest_revision.as_object()
        assert read.body.raw_data[:] == article.body.raw_data[:]
        assert [line.author_id for line in read.bylines.all()] == [
            line.author_id for line in article.bylines.all()
        ]
    assert Revision.objects.for_instance(articles[-1]).count() >= history.FEWEST


def test_the_tree_of_pages_is_sound(articles):
    assert Page.find_problems() == ([], [], [], [], [])


def test_tags_are_used_by_a_power_law_and_the_most_used_is_on_fewer_than_half(articles):
    uses = Counter(ArticleTag.objects.values_list("tag", flat=True)).most_common()
    assert len(Tag.objects.all()) >= 400
    assert 2 * ARTICLES <= sum(number for _, number in uses) <= 5 * ARTICLES
    assert 5 < uses[0][1] < ARTICLES / 2


def test_a_second_run_writes_older_articles_than_the_first(articles):
    assert sum(synthetic.make(30)) == 30
    later = ArticlePage.objects.exclude(pk__in=[article.pk for article in articles])
    first = articles[0].first_published_at
    assert all(article.first_published_at < first for article in later)
