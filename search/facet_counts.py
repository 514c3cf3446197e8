"""Counts what matches a search, in all and for each facet, in one query.

A common word is in tens of thousands of articles. The index says in a moment which; reading a row
for each of them is what costs, so it is done once for the number found, the newest ones, and what
each facet would leave.
"""

from collections import Counter
from dataclasses import dataclass, field

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, QuerySet

from search.filters import Filters, Period
from search.models import IndexedItem

# In an order that no index has: PostgreSQL would walk all articles by date to find the few that
# hold a rare word, where its index of words names them at once.
NEWEST_FIRST = (F("published_at").desc(nulls_last=True), F("entry_id").desc())


@dataclass(frozen=True)
class FacetCounts:
    """The counts of what matches a search.

    total: how many match.
    newest: keys of the newest ones, in order.
    facets: how many count towards each value of `IndexedItem.facets`.
    since: how many are of each period.
    """

    total: int = 0
    newest: list[int] = field(default_factory=list)
    facets: Counter[str] = field(default_factory=Counter)
    since: dict[Period, int] = field(default_factory=dict)


def count(matched: QuerySet[IndexedItem], newest: int, joined: str) -> FacetCounts:
    """Count all of `matched`, and name the `newest` newest.

    joined: the SQL function that joins strings.
    """
    rows = matched.order_by().values("entry_id", "published_at", "facets")
    try:
        sql, params = rows.query.sql_with_params()
    except EmptyResultSet:
        return FacetCounts()
    begins = {period: Filters(date=period).date_range()[0] for period in Period}
    periods = ["COUNT(*) FILTER (WHERE published_at >= %s)"] * len(begins)
    statement = f"""
        WITH found (entry_id, published_at, facets) AS MATERIALIZED ({sql})
        SELECT COUNT(*), {joined}(facets, ''), {", ".join(periods)}, (
            SELECT {joined}(CAST(entry_id AS text), ' ') FROM (
                SELECT entry_id FROM found
                ORDER BY published_at DESC NULLS LAST, entry_id DESC LIMIT %s
            ) AS ordered
        ) FROM found
    """  # noqa: S608
    dates = [connection.ops.adapt_datetimefield_value(since) for since in begins.values()]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*params, *dates, newest])
        total, facets, *counts, keys = cursor.fetchone()
    return FacetCounts(
        total=total,
        newest=[int(key) for key in (keys or "").split()],
        facets=Counter((facets or "").split()),
        since=dict(zip(begins, counts, strict=True)),
    )
