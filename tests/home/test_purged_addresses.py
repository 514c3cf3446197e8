"""The addresses at which caches are purged that know no tags."""

from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult

from home.models import HomePage
from home.purged_addresses import addresses_of, purge_addresses_of
from news.models import ArticlePage
from tests.factories import ArticleFactory, SectionFactory
from tests.made_once import made_once

pytestmark = pytest.mark.django_db


@pytest.fixture
@made_once
def article(home_page: HomePage) -> ArticlePage:
    section = SectionFactory(parent=home_page, title="Politique", slug="politique")
    return ArticleFactory(parent=section, title="Le pont ferme", slug="le-pont-ferme")


def paths(tags: set[str], root: str) -> list[str]:
    return [address.removeprefix(root) for address in addresses_of(tags)]


def test_a_page_is_purged_with_its_section_la_une_and_their_feeds(article: ArticlePage) -> None:
    root = article.get_site().root_url
    assert set(paths({f"page:{article.pk}", "content"}, root)) == {
        "/",
        "/flux.json",
        "/flux/",
        "/flux/politique/",
        "/politique/",
        "/politique/le-pont-ferme/",
    }


def test_a_withdrawn_page_is_purged_as_well_and_a_deleted_one_too(article: ArticlePage) -> None:
    root = article.get_site().root_url
    article.unpublish()
    assert "/politique/le-pont-ferme/" in paths({f"page:{article.pk}"}, root)
    key = article.pk
    article.delete()
    assert "/politique/le-pont-ferme/" in paths({f"page:{key}"}, root)


def test_the_queue_purges_only_where_a_cache_is_named(article: ArticlePage, settings: Any) -> None:
    purge_addresses_of({f"page:{article.pk}"})
    path = "wagtail.contrib.frontend_cache.tasks.purge_urls_from_cache_task"
    asked = DBTaskResult.objects.filter(task_path=path)
    assert not asked.exists()
    backend = "wagtail.contrib.frontend_cache.backends.HTTPBackend"
    settings.WAGTAILFRONTENDCACHE = {"default": {"BACKEND": backend, "LOCATION": "http://[::1]:1"}}
    purge_addresses_of({f"page:{article.pk}"})
    (task,) = asked
    assert task.args_kwargs["args"][0] == addresses_of({f"page:{article.pk}"})
