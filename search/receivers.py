"""Keeps the search index current when pages, names or the database change."""

from collections.abc import Collection, Iterable

from django.db import models
from django.db.migrations import Migration
from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver
from modelsearch.index import remove_object
from modelsearch.tasks import insert_or_update_object_task
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.documents import get_document_model
from wagtail.models import Page
from wagtail.signals import page_published

from news.library import files_on
from news.models import ArticlePage, Author, Tag
from news.models.base import PublicPage
from news.reference_writes import NOT_INDEXED
from news.signals import page_saved
from search.models import SearchSettings, Synonyms
from search.results import searchable
from search.tasks import index_articles, rebuild_index

# Migrations after which the index holds less than it should.
NEW_CONTENT = {("search", "0002_findables"), ("search", "0004_facets")}


def fill_after_upgrade(
    sender: object, plan: Iterable[tuple[Migration, bool]] = (), **kwargs: object
) -> None:
    """An index written by an earlier release is of no use: have the queue write it again."""
    arrived = {(migration.app_label, migration.name) for migration, _undone in plan}
    if arrived & NEW_CONTENT and searchable().exists():
        rebuild_index.enqueue()


@receiver(page_saved)
def write_entry(
    instance: PublicPage, update_fields: Collection[str] | None = None, **kwargs: object
) -> None:
    """Write the search entry of a saved page, once its rows are saved too."""
    if update_fields is None or not NOT_INDEXED.issuperset(update_fields):
        insert_or_update_object_task.enqueue(
            instance._meta.app_label, instance._meta.model_name, str(instance.pk)
        )


@receiver(post_delete)
def delete_entry(instance: models.Model, **kwargs: object) -> None:
    """Delete the search entry of a deleted page."""
    if isinstance(instance, PublicPage):
        remove_object(instance)


@receiver(page_published)
def learn_words_of_documents(instance: Page, **kwargs: object) -> None:
    """A document's words are known to the search from the first page that shows it."""
    for key in files_on(instance, get_document_model()):
        insert_or_update_object_task.enqueue("wagtaildocs", "document", key)


@receiver(post_save, sender=Author)
@receiver(post_save, sender=Tag)
def index_under_new_name(instance: Author | Tag, created: bool, **kwargs: object) -> None:
    """Articles are found by the names of their authors and tags, which may change."""
    if not created:
        _index_articles_of(instance)


@receiver(pre_delete, sender=Tag)
def index_without_tag(instance: Tag, **kwargs: object) -> None:
    _index_articles_of(instance)


def _index_articles_of(named: Author | Tag) -> None:
    has_it = {"bylines__author": named} if isinstance(named, Author) else {"tags": named}
    articles = ArticlePage.objects.filter(**has_it).order_by().distinct()
    if keys := [str(pk) for pk in articles.values_list("pk", flat=True)]:
        index_articles.enqueue(keys)


@receiver([post_save, post_delete], sender=Synonyms)
@receiver([post_save, post_delete], sender=Query)
@receiver([post_save, post_delete], sender=SearchPromotion)
def renew_settings_stamp(sender: object, **kwargs: object) -> None:
    """Have all processes read again what editors set, from the commit of their change on."""
    SearchSettings.renew_stamp()
