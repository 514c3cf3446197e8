"""Made-up articles are as the site would have written them, though they are written in bulk."""

from collections import Counter

import pytest
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision
from wagtail.search.backends import get_search_backend
from wagtail.search.models import IndexEntry

from demo import synthetic
from demo.synthetic import archive, history
from news.models import ArticlePage, ArticleTag, Tag
from search.models import IndexedItem, Source, Word
from tests.factories import AuthorFactory, SectionFactory
from tests.made_once import made_once

ARTICLES, WITH_VERSIONS = 60, 20

pytestmark = pytest.mark.django_db


@pytest.fixture
@made_once
def articles(home_page):
    AuthorFactory()
    for _ in range(3):
        SectionFactory(parent=home_page)
    small = {"BATCH": 25, "WITH_VERSIONS": WITH_VERSIONS, "CORRECTED": 0.3, "ARTICLES_A_TOPIC": 30}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in small.items():
            patch.setattr(archive, name, value)
        assert sum(synthetic.make(ARTICLES)) == ARTICLES
    return list(ArticlePage.objects.order_by("first_published_at"))


def test_what_is_written_in_bulk_is_what_the_site_would_have_written(articles):
    def known():
        keys = [article.pk for article in articles]
        content_type = ContentType.objects.get_for_model(ArticlePage)
        entries = IndexEntry.objects.filter(content_type=content_type)
        items = IndexedItem.objects.filter(source=Source.ARTICLE)
        return [
            sorted(entries.values_list("object_id", "title", "body", "autocomplete")),
            sorted(items.values_list("object_id", "section_id", "kind", "facets", "published_at")),
            sorted(Word.objects.values_list("word", flat=True)),
            sorted(ArticlePage.objects.filter(pk__in=keys).values_list("pk", "word_count", "path")),
        ]

    written = known()
    get_search_backend().get_index_for_model(ArticlePage).add_items(ArticlePage, articles)
    for article in articles:
        article.full_clean()
        article.save()
    assert known() == written


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
