"""Writing the index neither breaks nor holds up a save, and nothing is missed in silence."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult
from wagtail.models import Site
from wagtail.search.models import IndexEntry

from editorial.gates.models import GateRule
from home.models import FaqPage
from home.models.faq import FaqQuestion
from news.models import ArticlePage, Byline, Tag
from search.models import IndexedItem, Word
from tests.factories import AuthorFactory, HomePageFactory, SectionFactory
from tests.search.test_index import run_queue
from tests.search.test_search import found

WRITERS, EACH = 10, 2

pytestmark = pytest.mark.usefixtures("transactional_db")


@pytest.fixture
def section(settings: Any) -> Any:
    """A section of a site that writes its index when a site in use does."""
    backend = settings.TASKS["default"]
    options = {name: value for name, value in backend["OPTIONS"].items() if name != "after_commit"}
    settings.TASKS = {"default": {**backend, "OPTIONS": options}}
    GateRule.objects.all().delete()
    home = HomePageFactory()
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    return SectionFactory(parent=home)


@contextmanager
def renamed(table: str) -> Iterator[None]:
    """The database without one of its tables."""
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} RENAME TO {table}_away")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {table}_away RENAME TO {table}")


def test_ten_writers_of_equally_long_titles_never_lock_each_other_out(section, reader):
    articles = [
        section.add_child(instance=ArticlePage(title=f"Coton {number}", live=False))
        for number in range(WRITERS)
    ]
    errors: list[Exception] = []
    start = threading.Barrier(WRITERS)

    def write(pk: int) -> None:
        try:
            start.wait()
            for turn in range(EACH):
                with transaction.atomic():
                    article = ArticlePage.objects.get(pk=pk)
                    article.title = f"Coton numéro {pk:05d}, tour {turn}"
                    article.save_revision().publish()
        except Exception as error:  # noqa: BLE001
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(article.pk,)) for article in articles]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert errors == []
    assert not DBTaskResult.objects.filter(task_path__startswith="modelsearch").exists()
    titles = {f"Coton numéro {article.pk:05d}, tour {EACH - 1}" for article in articles}
    assert set(found(reader, "coton numéro tour")) == titles


def test_article_is_found_when_the_save_is_over_and_a_draft_is_not(section, reader):
    with transaction.atomic():
        section.add_child(instance=ArticlePage(title="Le bac de Kayes"))
    section.add_child(instance=ArticlePage(title="Le bac secret", live=False))
    assert found(reader, "bac") == ["Le bac de Kayes"]


def test_failing_index_leaves_the_save_whole_and_is_made_up_for(section, reader, caplog):
    with renamed(Word._meta.db_table):
        section.add_child(instance=ArticlePage(title="Le bac de Kayes"))
    assert ArticlePage.objects.filter(title="Le bac de Kayes", live=True).exists()
    assert any("left to the queue" in record.getMessage() for record in caplog.records)
    assert DBTaskResult.objects.ready().exists()
    run_queue()
    assert found(reader, "bac") == ["Le bac de Kayes"]


def entries_written(queries: CaptureQueriesContext) -> int:
    """How many statements write entries of the index."""
    written = re.compile(rf'INSERT INTO "?{IndexEntry._meta.db_table}"?')
    return sum(bool(written.match(query["sql"])) for query in queries.captured_queries)


def test_publication_writes_its_entry_once_with_the_names_and_rows(section, reader):
    author, tag = AuthorFactory(name="Awa Kouyaté"), Tag.objects.create(name="fleuve")
    article = section.add_child(instance=ArticlePage(title="Le bac de Kayes", live=False))
    faq = section.get_parent().add_child(instance=FaqPage(title="Vos questions", live=False))
    faq.questions.add(FaqQuestion(question="Où est le bac ?", answer="<p>À Kayes.</p>"))
    article.bylines.add(Byline(author=author))
    article.tags.add(tag)
    for page in (article, faq):
        with CaptureQueriesContext(connection) as queries, transaction.atomic():
            page.save_revision().publish()
        assert entries_written(queries) == 1
    assert found(reader, "bac Kouyaté fleuve") == ["Le bac de Kayes"]
    assert found(reader, "question bac") == ["Vos questions"]


def test_draft_of_a_page_writes_no_entry(section):
    article = section.add_child(instance=ArticlePage(title="Le bac de Kayes"))
    article.title = "Le bac secret"
    with CaptureQueriesContext(connection) as queries:
        article.save_revision()
    assert entries_written(queries) == 0


def test_move_writes_the_entry_once(section):
    article = section.add_child(instance=ArticlePage(title="Le bac de Kayes"))
    other = SectionFactory(parent=section.get_parent())
    with CaptureQueriesContext(connection) as queries:
        article.move(other, pos="last-child")
    assert entries_written(queries) == 1
    assert IndexedItem.objects.get(object_id=article.pk).section_id == other.pk
