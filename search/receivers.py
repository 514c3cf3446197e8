"""What follows when the database has been brought up to date, or a page has moved."""

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver
from modelsearch.tasks import insert_or_update_object_task
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.documents import get_document_model
from wagtail.models import Page
from wagtail.signals import page_published, post_page_move

from news.library import files_on
from news.models import ArticlePage, Author, Tag
from news.page_facts import FoundAs, facts_of
from search.models import SearchSettings, Synonyms
from search.results import searchable
from search.tasks import index_articles, rebuild_index

# Migrations after which the index holds less than it should.
NEW_CONTENT = {("search", "0002_findables"), ("search", "0004_facets")}


def fill_after_upgrade(sender: Any, plan: Any = (), **kwargs: Any) -> None:
    """An index written by an earlier release is of no use: have the queue write it again."""
    arrived = {(migration.app_label, migration.name) for migration, _undone in plan}
    if arrived & NEW_CONTENT and searchable().exists():
        rebuild_index.enqueue()


@receiver(page_published)
def index_with_its_names(instance: Page, **kwargs: Any) -> None:
    """An article is found by its authors and tags: its row is written, and indexed, before them."""
    if facts_of(instance.specific_class).indexed_with:
        _index_again(instance)


@receiver(page_published)
def learn_words_of_documents(instance: Page, **kwargs: Any) -> None:
    """A document's words are known to the search from the first page that shows it."""
    for key in files_on(instance, get_document_model()):
        insert_or_update_object_task.enqueue("wagtaildocs", "document", key)


@receiver(post_page_move)
def index_in_new_section(instance: Page, **kwargs: Any) -> None:
    """An article that has moved is found in its new section."""
    if facts_of(instance.specific_class).found_as is FoundAs.ARTICLE:
        _index_again(instance)


def _index_again(page: Page) -> None:
    opts = page.specific_class._meta
    insert_or_update_object_task.enqueue(opts.app_label, opts.model_name, str(page.pk))


@receiver(post_save, sender=Author)
@receiver(post_save, sender=Tag)
def index_under_new_name(instance: Author | Tag, created: bool, **kwargs: Any) -> None:
    """Articles are found by the names of their authors and tags, which may change."""
    if not created:
        _index_articles_of(instance)


@receiver(pre_delete, sender=Tag)
def index_without(instance: Tag, **kwargs: Any) -> None:
    _index_articles_of(instance)


def _index_articles_of(named: Author | Tag) -> None:
    has_it = {"bylines__author": named} if isinstance(named, Author) else {"tags": named}
    articles = ArticlePage.objects.filter(**has_it).order_by().distinct()
    if keys := [str(pk) for pk in articles.values_list("pk", flat=True)]:
        index_articles.enqueue(keys)


@receiver([post_save, post_delete], sender=Synonyms)
@receiver([post_save, post_delete], sender=Query)
@receiver([post_save, post_delete], sender=SearchPromotion)
def read_anew(sender: Any, **kwargs: Any) -> None:
    """What editors have changed holds with the commit of their change."""
    SearchSettings.renew_stamp()
