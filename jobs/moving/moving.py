"""The move itself: everything in one transaction of the target, then compared."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobs.moving import source as sources
from jobs.moving.tables import Digest, copy, digest_of, empty, keep_numbering, moved_models


class Different(Exception):
    """The rows written differ from those read; nothing of them is kept."""


def move(
    source: BaseDatabaseWrapper, target: BaseDatabaseWrapper, tell: Callable[[str], None]
) -> dict[str, str]:
    """Copy every table from `source` to `target` and compare; return the digest of each table.

    All or nothing: an interruption leaves the target as it was. Raises NotTaken, Different, and
    IntegrityError where a row leads to one that is missing.
    """
    models = moved_models()
    with sources.snapshot(source), transaction.atomic(using=target.alias):
        empty(target)
        read: dict[str, Digest] = {}
        for number, model in enumerate(models, 1):
            table = model._meta.db_table
            read[table] = copy(model, source, target)
            if read[table].rows:
                tell(f"[{number}/{len(models)}] {table} : {in_words(read[table].rows)}")
        tell(_("Checking what leads from one table to another…"))
        target.check_constraints()
        for model in models:
            keep_numbering(model, source, target)
        tell(_("Comparing both databases, table by table…"))
        wrong = [
            model._meta.db_table
            for model in models
            if digest_of(model, target) != read[model._meta.db_table]
        ]
        if wrong:
            raise Different(
                _("Not the same in both databases: %(tables)s. Nothing was kept.")
                % {"tables": ", ".join(wrong)}
            )
    return {table: str(digest) for table, digest in read.items()}


def in_words(rows: int) -> str:
    return ngettext("%(rows)d row", "%(rows)d rows", rows) % {"rows": rows}
