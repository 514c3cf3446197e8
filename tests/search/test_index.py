"""The index holds what readers may find, and nothing else."""

from io import StringIO

import pytest
from bs4 import BeautifulSoup
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page, PageViewRestriction
from wagtail.search.models import IndexEntry

from search.models import IndexedItem, Word
from search.suggestions import suggest
from search.tasks import check_index
from tests.factories import ArticleFactory, AuthorFactory, SectionFactory
from tests.made_once import made_once
from tests.search.test_search import found


@pytest.fixture
@made_once
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
    IndexedItem.objects.all().delete()
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
    assert not IndexedItem.objects.filter(object_id=article.pk).exists()


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
    assert not IndexedItem.objects.filter(object_id=pk).exists()


def test_moved_article_is_found_in_its_new_section(section, home_page):
    article = ArticleFactory(parent=section)
    other = SectionFactory(parent=home_page)
    article.move(other, pos="last-child")
    assert IndexedItem.objects.get(object_id=article.pk).section_id == other.pk


def run_queue():
    for row in DBTaskResult.objects.ready():
        row.task.call(*row.args_kwargs["args"], **row.args_kwargs["kwargs"])
        row.delete()


def test_outdated_entry_is_told_and_written_again(section, reader):
    article = ArticleFactory(parent=section, title="Le bac de Kayes")
    check()
    Page.objects.filter(pk=article.pk).update(title="Le pont de Kayes")
    with pytest.raises(CommandError):
        check("--dry-run")
    check()
    assert found(reader, "pont") == ["Le pont de Kayes"] and found(reader, "bac") == []


def test_each_day_what_was_missed_is_mended_and_told(section, reader, caplog):
    gone = ArticleFactory(parent=section, title="Le bac et sa sirène")
    missed = ArticleFactory(parent=section, title="Le bac de Kayes")
    changed = ArticleFactory(parent=section, title="La crue", last_published_at=timezone.now())
    check()
    IndexedItem.objects.filter(object_id=missed.pk).delete()
    Page.objects.filter(pk=gone.pk).update(live=False)
    Page.objects.filter(pk=changed.pk).update(title="Le fleuve déborde")
    check_index.call()
    assert found(reader, "bac") == ["Le bac de Kayes"]
    assert found(reader, "déborde") == ["Le fleuve déborde"]
    assert "1 missing, 1 withdrawn, 1 outdated" in caplog.text
    words = set(Word.objects.values_list("word", flat=True))
    assert "sirene" not in words and {"bac", "kayes", "fleuve"} <= words
    caplog.clear()
    check_index.call()
    assert "mended" not in caplog.text


def test_articles_are_found_by_the_new_name_of_an_author_or_a_tag(section, reader):
    author = AuthorFactory(name="Awa Kouyaté")
    article = ArticleFactory(parent=section, title="La crue", authors=[author])
    article.tags.add("fleuve")
    article.save_revision().publish()
    assert found(reader, "Kouyaté fleuve") == ["La crue"]
    author.name = "Awa Zerbo"
    author.save()
    tag = article.tags.get()
    tag.name = "inondation"
    tag.save()
    run_queue()
    assert found(reader, "Zerbo inondation") == ["La crue"]
    tag.delete()
    run_queue()
    assert found(reader, "inondation") == []


def test_section_behind_a_sign_in_takes_its_articles_along_at_once(section, reader):
    ArticleFactory(parent=section, title="Le bac de Kayes")
    assert found(reader, "bac") == ["Le bac de Kayes"]
    PageViewRestriction.objects.create(page=section, restriction_type="login")
    for address in ("/recherche/?q=bac", "/recherche/suggestions/?q=bac", "/flux/recherche/?q=bac"):
        assert "Kayes" not in reader.get(address).content.decode(), address
    page = BeautifulSoup(reader.get("/recherche/?q=bac").content, "html.parser")
    assert not page.select(".facets, .search-advice")
    assert suggest("bac").articles == []
