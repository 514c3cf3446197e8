"""Whatever a publication sets off is named in docs/publication.md."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from weakref import ReferenceType

import pytest
from django.conf import settings
from django.db.models import Model
from django.db.models.signals import post_save, pre_save
from django.dispatch import Signal
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult
from wagtail.signals import page_published, page_unpublished, published, unpublished

from accounts.models import User
from editorial.events.announcing import announced
from editorial.notices.webhooks.models import Webhook
from home.models import PolicyPage
from news.models import ArticleIndexPage, ArticlePage, TopicPage
from news.signals import page_saved
from tests.editorial.notices.conftest import work
from tests.factories import ArticleFactory, NewsImageFactory

DOCUMENT = Path(settings.BASE_DIR, "docs", "publication.md")
PAGES = (ArticlePage, TopicPage, PolicyPage)


def receivers(signal: Signal, senders: tuple[type[Model], ...] = ()) -> Iterator[str]:
    """The functions that are connected to `signal`; to these senders and to all, if any are given.

    Django keeps them as (key, weak or plain reference, whether it is asynchronous).
    """
    wanted = {id(None), *map(id, senders)}
    for (_uid, sender), reference, *_asynchronous in signal.receivers:
        if senders and sender not in wanted:
            continue
        function: Callable[..., Any] | None = (
            reference() if isinstance(reference, ReferenceType) else reference
        )
        if function is not None:
            yield f"{function.__module__}.{function.__qualname__}"


def unnamed(names: set[str]) -> list[str]:
    text = DOCUMENT.read_text()
    return sorted(name for name in names if f"`{name}`" not in text)


@pytest.mark.parametrize(
    "signal", [page_published, page_unpublished, published, unpublished, page_saved, announced]
)
def test_each_receiver_of_a_publication_is_named(signal: Signal) -> None:
    assert unnamed(set(receivers(signal))) == []


@pytest.mark.parametrize("signal", [pre_save, post_save])
def test_each_receiver_of_the_save_of_a_page_is_named(signal: Signal) -> None:
    assert unnamed(set(receivers(signal, PAGES))) == []


def test_each_task_that_a_publication_enqueues_is_named(
    section: ArticleIndexPage,
    writer: User,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    # To a private address, which is refused before anything is sent.
    Webhook.objects.create(name="Messagerie", address="http://127.0.0.1:9/")
    article = ArticleFactory(
        parent=section,
        owner=writer,
        live=False,
        first_published_at=None,
        lead_image=NewsImageFactory(),
    )
    DBTaskResult.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        article.save_revision(user=writer).publish()
    work()
    with django_capture_on_commit_callbacks(execute=True):
        ArticlePage.objects.get(pk=article.pk).unpublish()
    work()
    tasks = set(DBTaskResult.objects.values_list("task_path", flat=True))
    assert {"editorial.notices.tasks.fan_out", "home.tasks.draw_share_picture"} <= tasks
    # Not in the queue but where they fail.
    immediate = set(settings.TASKS["default"]["OPTIONS"]["immediate"])
    assert unnamed(tasks | immediate) == []


def test_each_name_in_the_document_is_a_function_of_the_code() -> None:
    text = DOCUMENT.read_text()
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert len(rows) > 20
    names = {part for row in rows for part in row.split("`")[1::2]}
    assert [name for name in sorted(names) if not exists(name)] == []


def exists(name: str) -> bool:
    """Whether `name` is a function, or a method of a class, that can be imported."""
    owner, _dot, method = name.rpartition(".")
    with suppress(ImportError):
        return bool(import_string(name))
    with suppress(ImportError):
        return hasattr(import_string(owner), method)
    return False
