"""The index holds what readers may find, and nothing else."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page
from wagtail.search.models import IndexEntry

from search.models import Findable
from tests.factories import ArticleFactory, SectionFactory
from tests.search.test_search import found


@pytest.fixture
def section(home_page):
    return SectionFactory(parent=home_page)


def check(*options):
    out = StringIO()
    call_command("search_check", *options, stdout=out)
    return out.getvalue()


def test_index_in_order_is_said_to_be_so(section):
    ArticleFactory(parent=section)
    ArticleFactory(parent=section, live=False)
    check()  # The pages of Wagtail's own migrations are in no index yet.
    check("--dry-run")


def test_missing_entry_is_told_and_mended(section, reader):
    article = ArticleFactory(parent=section, title="Le bac de Kayes")
    IndexEntry.objects.all().delete()
    Findable.objects.all().delete()
    with pytest.raises(CommandError):
        check("--dry-run")
    check()
    assert found(reader, "bac") == [article.title]
    check("--dry-run")


def test_entry_of_what_is_gone_is_taken_away(section, reader):
    article = ArticleFactory(parent=section, title="Le bac de Kayes")
    Page.objects.filter(pk=article.pk).update(live=False)
    assert found(reader, "bac") == []
    check()
    assert not Findable.objects.filter(object_id=article.pk).exists()


def test_rebuild_replaces_every_entry(section, reader):
    ArticleFactory(parent=section, title="Le bac de Kayes")
    check()
    before = set(IndexEntry.objects.values_list("pk", flat=True))
    out = check("--rebuild")
    assert set(IndexEntry.objects.values_list("pk", flat=True)) == before
    assert found(reader, "bac") == ["Le bac de Kayes"]
    assert str(len(before)) in out


def test_deleted_article_leaves_nothing_behind(section):
    article = ArticleFactory(parent=section)
    pk = article.pk
    article.delete()
    assert not Findable.objects.filter(object_id=pk).exists()


def test_moved_article_is_found_in_its_new_section(section, home_page):
    article = ArticleFactory(parent=section)
    other = SectionFactory(parent=home_page)
    article.move(other, pos="last-child")
    assert Findable.objects.get(object_id=article.pk).section_id == other.pk
