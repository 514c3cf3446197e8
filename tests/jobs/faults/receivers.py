"""Pages that cannot be saved, receivers that raise, and a process that dies at a statement."""

import os
import signal
from functools import partial
from typing import Any

from django.db import transaction
from django.db.backends.signals import connection_created
from django.db.models.signals import pre_save
from django.dispatch import receiver
from wagtail.signals import page_published, page_unpublished

from news.models import ArticlePage
from tests.jobs.faults.folder import is_asked, note

statements = 0


@receiver(pre_save, sender=ArticlePage)
def refuse_to_save(instance: ArticlePage, **kwargs: Any) -> None:
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
def count_statements(connection: Any, **kwargs: Any) -> None:
    if "KILL_AT_STATEMENT" in os.environ:
        connection.execute_wrappers.append(die_at_statement)


def die_at_statement(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    global statements
    statements += 1
    if statements == int(os.environ["KILL_AT_STATEMENT"]):
        os.kill(os.getpid(), signal.SIGKILL)
    return execute(sql, params, many, context)
