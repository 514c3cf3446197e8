"""Pages that cannot be saved, receivers that raise, statements that the database refuses, and a
machine whose time is wrong.
"""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from django.db import DatabaseError, transaction
from django.db.backends.signals import connection_created
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.utils import timezone
from wagtail.signals import page_published, page_unpublished

from news.models import ArticlePage
from tests.jobs.faults.folder import content, is_asked, note

refused = ""


def now_on_this_machine() -> datetime:
    return datetime.now(UTC) + timedelta(hours=float(content("hours-ahead") or 0))


timezone.now = now_on_this_machine


@receiver(pre_save, sender=ArticlePage)
def refuse_to_save(instance: ArticlePage, **kwargs: Any) -> None:
    global refused
    refused = content(f"refuse-statement-{instance.pk}")
    if is_asked(f"refuse-{instance.pk}"):
        raise RuntimeError("The disk is full")


@receiver(page_published, sender=ArticlePage)
def on_published(instance: ArticlePage, **kwargs: Any) -> None:
    if is_asked(f"refuse-published-{instance.pk}"):
        raise RuntimeError("The receiver is broken")
    note("published", instance.pk)
    transaction.on_commit(partial(after_commit, instance.pk))


def after_commit(pk: int) -> None:
    if is_asked(f"refuse-effect-{pk}"):
        raise RuntimeError("The cache does not answer")
    note("effects", pk)


@receiver(page_unpublished)
def on_unpublished(instance: ArticlePage, **kwargs: Any) -> None:
    if is_asked(f"refuse-unpublished-{instance.pk}"):
        raise RuntimeError("The receiver is broken")
    note("unpublished", instance.pk)


@receiver(connection_created)
def watch_statements(connection: Any, **kwargs: Any) -> None:
    connection.execute_wrappers.append(refuse_statement)


def refuse_statement(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    """Refuse, once, the first statement that begins as asked after its page began to be saved."""
    global refused
    if refused and sql.startswith(refused):
        refused = ""
        raise DatabaseError("The table is damaged")
    return execute(sql, params, many, context)
