"""The health probes behind /readyz.

Any room may have a probe: a function without arguments that returns a sentence on what is wrong, or
nothing. `settings.HEALTH_PROBES` names them, so that delivery need not know the rooms.
"""

import secrets
from collections.abc import Callable

import structlog
from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from delivery.outages import is_disk_full

Probe = Callable[[], str | None]

logger = structlog.get_logger(__name__)
_migrated = False


def report() -> dict[str, str]:
    """Return the findings by the name of their probe; empty if all is well."""
    return _ask(settings.HEALTH_PROBES)


def warnings() -> dict[str, str]:
    """Return the warnings by the name of their probe: no reason to send readers away yet."""
    return _ask(settings.HEALTH_WARNINGS)


def _ask(probes: dict[str, str]) -> dict[str, str]:
    """A probe that raises counts as a finding. Its error stays in the log: it may name a host."""
    findings = {}
    for name, dotted_name in probes.items():
        probe: Probe = import_string(dotted_name)
        try:
            finding = probe()
        except Exception as error:
            logger.warning("probe_failed", probe=name, exc_info=True)
            finding = _("No answer (%(error)s).") % {"error": type(error).__name__}
            if is_disk_full(error):
                finding = _("The disk is full.")
        if finding:
            findings[name] = str(finding)
    return findings


def database() -> str | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return None


def migrations() -> str | None:
    """Whether the database is as the code expects it; looked up until it is, then never again."""
    global _migrated
    if _migrated:
        return None
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        return _("%(count)d migrations are not applied.") % {"count": len(plan)}
    _migrated = True
    return None


def cache_server() -> str | None:
    key, value = f"health:{secrets.token_hex(8)}", secrets.token_hex(8)
    cache.set(key, value, 30)
    if cache.get(key) != value:
        return _("What is written to the cache is not found there.")
    cache.delete(key)
    return None


def media_storage() -> str | None:
    value = secrets.token_bytes(16)
    name = default_storage.save(f"health/{secrets.token_hex(8)}", ContentFile(value))
    try:
        with default_storage.open(name) as file:
            if file.read() != value:
                return _("What is written to the media storage is not found there.")
    finally:
        default_storage.delete(name)
    return None
