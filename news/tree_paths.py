"""Looks for the beginning of a path in the tree as a range, for which SQLite has an index.

Django's `path__startswith`, which treebeard and Wagtail use for what is below a page, is a LIKE
with an ESCAPE on SQLite, and that reads the whole table.
"""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.lookups import StartsWith
from django.db.models.sql.compiler import SQLCompiler
from wagtail.models import Collection, Page

# Follows every character of a path: treebeard's alphabet ends with Z.
AFTER = "["


class PathStartsWith(StartsWith):
    """`path__startswith` of the tables that are trees."""

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[Any, ...]]:
        if not self.rhs_is_direct_value() or self.bilateral_transforms:
            return super().as_sql(compiler, connection)
        column, params = self.process_lhs(compiler, connection)
        path = str(self.rhs)
        return (
            f"({column} >= %s AND {column} < %s)",
            (*params, path, *params, path + AFTER),
        )


def take_over() -> None:
    for tree in (Page, Collection):
        tree._meta.get_field("path").register_lookup(PathStartsWith)
