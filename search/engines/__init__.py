"""The index of words of the database in use: one object per database says how it is asked."""

from functools import cache

from django.db import connection

from search.engines.base import Engine, Groups

__all__ = ["Engine", "Groups", "engine"]


def engine() -> Engine:
    return _of(connection.vendor)


@cache
def _of(vendor: str) -> Engine:
    # Wagtail asks for its backend while models load, and each module needs the models.
    if vendor == "postgresql":
        from search.engines.postgresql import PostgresEngine

        return PostgresEngine()
    from search.engines.sqlite import SqliteEngine

    return SqliteEngine()
