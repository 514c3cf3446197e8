"""Adds what was noted of readers to the figures of articles."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple, TypeVar

from django.db import connection

from audience.counts.models import ArticleFigures, Channel, DailyFigures, RecentView, TrendSettings
from audience.counts.scores import added
from jobs.counters import Count
from news.models import ArticlePage

VIEW, END, SHARE, COMMENT = "view", "end", "share", "comment"
# A view of the same reader within so many seconds after the last one is a repeat.
REPEATED_WITHIN = 30 * 60
FIGURES = ("views", "filtered", "repeated", "shares", "ended", "quarters", "seconds")
AT_ONCE = 400

Item = TypeVar("Item")


class Row(NamedTuple):
    """The place of a count: a row of DailyFigures."""

    article: int
    day: date
    channel: str


class Noted(NamedTuple):
    """A count as `recording` has noted it. reader: a digest, or empty."""

    kind: str
    row: Row
    reader: str
    at: int
    sums: dict[str, int]


def add(counts: Sequence[Count]) -> None:
    """Add a batch of counts; articles that are gone have no figures."""
    noted = sorted(map(_read, counts), key=lambda one: (one.row, one.kind, one.reader))
    found = {one.row.article for one in noted}
    there: set[int] = set()
    for keys in _in_parts(sorted(found)):
        there.update(ArticlePage.objects.filter(pk__in=keys).values_list("pk", flat=True))
    noted = [one for one in noted if one.row.article in there]
    _leave_out_repeats(noted)
    rows: dict[Row, dict[str, int]] = defaultdict(lambda: dict.fromkeys(FIGURES, 0))
    for one in noted:
        for name in one.sums.keys() & {*FIGURES}:
            rows[one.row][name] += one.sums[name]
    _add_rows({row: sums for row, sums in rows.items() if any(sums.values())})
    _add_to_articles(noted)


def _read(count: Count) -> Noted:
    kind, article, day, channel, *reader = count.key
    row = Row(int(article), date.fromisoformat(day), Channel(channel).value)
    return Noted(kind, row, reader[0] if reader else "", int(count.latest["at"]), {**count.sums})


def _leave_out_repeats(noted: Sequence[Noted]) -> None:
    """Of the views of one reader within half an hour, count one; the others are `repeated`."""
    views = [one for one in noted if one.reader and one.sums.get("views")]
    if not views:
        return
    seen: dict[bytes, int] = {}
    for part in _in_parts(sorted({one.reader for one in views})):
        keys = [bytes.fromhex(reader) for reader in part]
        known = RecentView.objects.filter(pk__in=keys).values_list("digest", "at")
        seen.update({bytes(digest): at for digest, at in known})
    for one in sorted(views, key=lambda one: one.at):
        key, number = bytes.fromhex(one.reader), one.sums["views"]
        is_again = one.at - seen.get(key, -REPEATED_WITHIN) < REPEATED_WITHIN
        one.sums["views"] = 0 if is_again else 1
        one.sums["repeated"] = number - one.sums["views"]
        seen[key] = max(one.at, seen.get(key, 0))
    RecentView.objects.bulk_create(
        [RecentView(digest=key, at=at) for key, at in sorted(seen.items())],
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["digest"],
        update_fields=["at"],
    )


def forget_readers(now: datetime) -> None:
    """Delete the digests of readers by which no repeat can be known any more."""
    RecentView.objects.filter(at__lt=now.timestamp() - REPEATED_WITHIN).delete()


def _add_rows(rows: dict[Row, dict[str, int]]) -> None:
    """Add to the rows of days, each made if there is none, in one statement for many."""
    table, quote = DailyFigures._meta.db_table, connection.ops.quote_name
    columns = ", ".join(["article_id", "day", "channel", *FIGURES])
    sums = ", ".join(f"{name} = {quote(table)}.{name} + excluded.{name}" for name in FIGURES)
    one = f"({', '.join(['%s'] * (3 + len(FIGURES)))})"
    for part in _in_parts(sorted(rows), 80):
        values: list[int | date | str] = []
        for row in part:
            values += [*row, *(rows[row][name] for name in FIGURES)]
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {quote(table)} ({columns}) VALUES {', '.join([one] * len(part))}"  # noqa: S608
                f" ON CONFLICT (article_id, day, channel) DO UPDATE SET {sums}",
                values,
            )


def _add_to_articles(noted: Sequence[Noted]) -> None:
    """Add to the figures of articles in all, and to their scores."""
    rules = TrendSettings.current()
    weights = {
        "views": rules.view_weight,
        "shares": rules.share_weight,
        "comments": rules.comment_weight,
    }
    by_article: dict[int, list[Noted]] = defaultdict(list)
    for one in noted:
        if any(one.sums.get(name) for name in weights):
            by_article[one.row.article].append(one)
    for keys in _in_parts(sorted(by_article)):
        ArticleFigures.objects.bulk_create(
            [ArticleFigures(article_id=key) for key in keys], ignore_conflicts=True
        )
        held = ArticleFigures.objects.select_for_update().filter(pk__in=keys).order_by("pk")
        changed = list(held)
        for figures in changed:
            for one in by_article[figures.pk]:
                figures.views += one.sums.get("views", 0)
                figures.shares += one.sums.get("shares", 0)
                weight = sum(one.sums.get(name, 0) * by for name, by in weights.items())
                figures.score = added(figures.score, weight, one.at, rules.half_life_hours)
            figures.has_moved = True
        ArticleFigures.objects.bulk_update(changed, ["views", "shares", "score", "has_moved"])


def _in_parts(items: Sequence[Item], size: int = AT_ONCE) -> Iterator[Sequence[Item]]:
    """As many at a time as a statement takes."""
    return (items[start : start + size] for start in range(0, len(items), size))
