"""The search engine of the database in use."""

from functools import cache
from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    from search.engines.base import Engine

__all__ = ["engine"]


def engine() -> "Engine":
    """Return the engine of the default database."""
    return _of(connection.vendor)


@cache
def _of(vendor: str) -> "Engine":
    # Wagtail asks for its backend while models load, and each engine needs the models.
    if vendor == "postgresql":
        from search.engines.postgresql import PostgresEngine

        return PostgresEngine()
    from search.engines.sqlite import SqliteEngine

    return SqliteEngine()
