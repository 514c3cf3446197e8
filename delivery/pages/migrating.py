"""Triggers are taken away before a migration, which rebuilds tables, and made anew after it."""

from collections.abc import Iterable

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate

from delivery.pages import triggers
from delivery.pages.tables import harmless


def register(config: AppConfig) -> None:
    # The log is read while a page is made, and is nothing that it shows.
    harmless(*config.get_models())
    pre_migrate.connect(remove_triggers, sender=config)
    post_migrate.connect(make_triggers, sender=config)


def remove_triggers(using: str, plan: Iterable[object] = (), **kwargs: object) -> None:
    """SQLite renames no table while a trigger names one that is missing."""
    if plan:
        triggers.remove(connections[using])


def make_triggers(using: str, **kwargs: object) -> None:
    triggers.install(connections[using])
