"""Scores made anew, after the newsroom has weighed views, shares and comments in another way."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from audience.comments.models import Comment
from audience.counts.models import ArticleFigures, Channel, DailyFigures, TrendSettings
from audience.counts.scores import added
from delivery.limits import HOUR
from jobs.retrying import retried

AT_ONCE = 400
# After so many half-lives, less than a millionth is left of what was done.
HALF_LIVES = 20
NOON = time(12)


@retried(max_attempts=3, label=_("Weigh anew what is read most"))
@task()
def rescore() -> None:
    """Make the scores of all articles anew, from the figures of days and the comments."""
    keys = list(ArticleFigures.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        with transaction.atomic():
            _rescore(keys[start : start + AT_ONCE])


def _rescore(keys: Collection[int]) -> None:
    """What is counted meanwhile waits for these rows, and is added to them afterwards."""
    held = ArticleFigures.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    articles = list(held)
    rules, now = TrendSettings.current(), timezone.now()
    since = now - timedelta(seconds=HALF_LIVES * rules.half_life_hours * HOUR)
    scores: dict[int, float] = defaultdict(float)

    def add(article: int, weight: int, at: datetime | None) -> None:
        moment = min(at or now, now).timestamp()
        scores[article] = added(scores[article], weight, moment, rules.half_life_hours)

    days = DailyFigures.objects.filter(article__in=keys, day__gte=timezone.localdate(since))
    days = days.exclude(channel=Channel.IMPORTED).order_by()
    sums = days.values_list("article_id", "day").annotate(v=Sum("views"), s=Sum("shares"))
    for article, day, views, shares in sums:
        add(article, views * rules.view_weight + shares * rules.share_weight, _noon(day))
    comments = Comment.objects.approved().filter(article__in=keys, approved_at__gte=since)
    for article, at in comments.order_by().values_list("article_id", "approved_at"):
        add(article, rules.comment_weight, at)
    for figures in articles:
        figures.score = scores[figures.pk]
    ArticleFigures.objects.bulk_update(articles, ["score"])


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, NOON))
