"""What invented readers have read and shared of the demo's articles in the last month."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from audience.counts import store
from audience.counts.models import Channel, DailyFigures
from audience.counts.showing import show_figures, show_trends
from jobs.counters import Count
from jobs.periodic import Tick
from news.models import ArticlePage

DAYS = 30
# Of a hundred readers, and of a hundred shares.
READ = {
    Channel.WHATSAPP: 36,
    Channel.FACEBOOK: 27,
    Channel.SEARCH: 13,
    Channel.DIRECT: 11,
    Channel.SITE: 9,
    Channel.TELEGRAM: 2,
    Channel.X: 2,
}
SHARED = {Channel.WHATSAPP: 64, Channel.FACEBOOK: 20, Channel.COPY: 12, Channel.TELEGRAM: 4}
# Of what an article is read in all, the part of its first day; then so much of the day before.
FIRST_DAY, EACH_DAY = 0.55, 0.45


def load() -> None:
    """Count them where nothing has been counted yet, and show what comes of it."""
    if DailyFigures.objects.exists():
        return
    now, chance = timezone.now(), Random(20)  # noqa: S311 (nothing is to be kept secret)
    articles = ArticlePage.objects.live().order_by("first_published_at", "pk")
    for article in articles:
        if article.first_published_at:
            store.add(list(_counts(article, article.first_published_at, now, chance)))
    show_figures(Tick(now, lambda: True))
    show_trends(now)


def _counts(
    article: ArticlePage, since: datetime, now: datetime, chance: Random
) -> Iterator[Count]:
    first, today = timezone.localdate(since), timezone.localdate(now)
    whole = chance.lognormvariate(6.6, 0.8)
    for day in range((today - first).days + 1):
        views = whole * FIRST_DAY * EACH_DAY**day + chance.random() * 4
        at = first + timedelta(days=day)
        if today - at < timedelta(days=DAYS):
            yield from _of_day(article.pk, at, views, now, chance)


def _of_day(
    article: int, day: date, views: float, now: datetime, chance: Random
) -> Iterator[Count]:
    evening = timezone.make_aware(datetime.combine(day, time(19)))
    at = {"at": int(min(evening, now).timestamp())}
    for channel, part in READ.items():
        number = round(views * part / 100 * chance.uniform(0.7, 1.3))
        if not number:
            continue
        key = (str(article), day.isoformat(), channel.value)
        left_out = {"filtered": round(number * 0.24), "repeated": round(number * 0.08)}
        yield Count((store.VIEW, *key), {"views": number, **left_out}, {**at})
        ended = round(number * 0.8)
        read = {"quarters": round(ended * chance.uniform(1.6, 3.4))}
        read["seconds"] = round(ended * chance.uniform(30, 140))
        yield Count((store.END, *key), {"ended": ended, **read}, {**at})
    for channel, part in SHARED.items():
        if number := round(views * 0.02 * part / 100):
            key = (str(article), day.isoformat(), channel.value)
            yield Count((store.SHARE, *key), {"shares": number}, {**at})
