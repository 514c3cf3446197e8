"""Adds what was noted of readers to the figures of articles."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple, TypeVar

from django.db import connection

from audience.counts.models import ArticleFigures, Channel, DailyFigures, RecentView, TrendSettings
from audience.counts.scores import added
from delivery.limits import MINUTE
from jobs.counters import Count
from news.models import ArticlePage

VIEW, END, SHARE, COMMENT = "view", "end", "share", "comment"
# Of what looks alike, so many at most are counted in so many seconds.
HALF_AN_HOUR = 30 * MINUTE
FIGURES = ("views", "filtered", "repeated", "shares", "ended", "quarters", "seconds")
AT_ONCE = 400

Item = TypeVar("Item")


class Row(NamedTuple):
    """The place of a count: a row of DailyFigures."""

    article: int
    day: date
    channel: str


class Noted(NamedTuple):
    """A count as `recording` has noted it.

    alike: a digest of what it has in common with others, or empty. most: of these are counted.
    """

    kind: str
    row: Row
    alike: str
    most: int
    at: int
    sums: dict[str, int]


def add(counts: Sequence[Count]) -> None:
    """Add a batch of counts; articles that are gone have no figures."""
    noted = sorted(map(_read, counts), key=lambda one: (one.row, one.kind, one.alike))
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
    kind, article, day, channel, *more = count.key
    alike, most = more or ("", "0")
    row = Row(int(article), date.fromisoformat(day), Channel(channel).value)
    return Noted(kind, row, alike, int(most), int(count.latest["at"]), {**count.sums})


def _leave_out_repeats(noted: Sequence[Noted]) -> None:
    """Of views that look alike, count so many in half an hour; the others are `repeated`.

    Of shares by one way as well; it is said nowhere how many were left out.
    """
    told = [one for one in noted if one.alike]
    seen: dict[str, RecentView] = {}
    for part in _in_parts(sorted({one.alike for one in told})):
        keys = [bytes.fromhex(alike) for alike in part]
        known = RecentView.objects.filter(pk__in=keys)
        seen.update({bytes(view.digest).hex(): view for view in known})
    for one in sorted(told, key=lambda one: one.at):
        view = seen.get(one.alike)
        if view is None or one.at - view.at >= HALF_AN_HOUR:
            view = RecentView(digest=bytes.fromhex(one.alike), at=one.at)
            seen[one.alike] = view
        name = "views" if one.kind == VIEW else "shares"
        number = one.sums[name]
        one.sums[name] = min(number, max(0, one.most - view.number))
        view.number += one.sums[name]
        if one.kind == VIEW:
            one.sums["repeated"] = number - one.sums["views"]
    RecentView.objects.bulk_create(
        [seen[alike] for alike in sorted(seen)],
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["digest"],
        update_fields=["at", "number"],
    )


def forget_readers(now: datetime) -> None:
    """Delete the digests by which no repeat can be known any more."""
    RecentView.objects.filter(at__lt=now.timestamp() - HALF_AN_HOUR).delete()


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
