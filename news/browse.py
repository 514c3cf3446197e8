"""Ways into what is published, other than newest first: by month, by word, by trend."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils import timezone

from news.minute_cache import cached_for_a_minute

if TYPE_CHECKING:
    from news.models import ArticlePage, Tag, TopicPage
    from news.queries import ArticleQuerySet

STEPS = 5  # of weight in a cloud of words
TREND = timedelta(days=7)


@dataclass(frozen=True)
class Month:
    first_day: datetime
    count: int

    @property
    def key(self) -> str:
        """As it stands in an address: 2026-11."""
        return f"{self.first_day:%Y-%m}"

    @property
    def params(self) -> str:
        """What precedes the number of a page in the address of a list."""
        return f"mois={self.key}&"


def months_of(articles: ArticleQuerySet, key: str) -> list[Month]:
    """The months in which something of `articles` was published, the newest first.

    `key` names the list for those who ask again within a minute.
    """

    def counted() -> list[Month]:
        months = (
            articles.public()
            .order_by()
            .exclude(first_published_at=None)
            .annotate(month=TruncMonth("first_published_at"))
            .values_list("month")
            .annotate(count=Count("pk"))
            .order_by("-month")
        )
        return [Month(month, count) for month, count in months]

    return cached_for_a_minute(f"months-{key}", counted)


def month_between(key: str | None) -> tuple[datetime, datetime] | None:
    """The first moment of the month `key` (2026-11) and that of the next; None if it is none."""
    try:
        start = timezone.make_aware(datetime.strptime(key or "", "%Y-%m"))
        end = (start + timedelta(days=32)).replace(day=1)
    except (ValueError, OverflowError):
        return None
    return start, end


def most_used_tags(count: int) -> list[Tag]:
    """The `count` tags most used by published articles, by name, with a `weight` from 1 to 5."""
    from news.models import ArticlePage, Tag

    def used() -> list[Tag]:
        articles = ArticlePage.objects.live().public()
        tags = Tag.objects.filter(tagged_articles__content_object__in=articles)
        ranked = tags.annotate(count=Count("tagged_articles")).order_by("-count", "name")
        return weighted(ranked[:count])

    return cached_for_a_minute(f"tags-{count}", used)


def weighted(tags: Iterable[Tag]) -> list[Tag]:
    """`tags`, most used first, in five steps of equal size; then by name."""
    ranked = list(tags)
    for rank, tag in enumerate(ranked):
        tag.weight = STEPS - rank * STEPS // len(ranked)
    return sorted(ranked, key=lambda tag: tag.name.casefold())


def trending_articles(count: int, without: Collection[int] = ()) -> list[ArticlePage]:
    """The newest article of each of the `count` tags that were most used in the last seven days.

    What the newsroom writes much of, until readers are counted. Those whose keys are in `without`
    stand on the page already: the next one of their tag takes their place.
    """
    from news.models import ArticlePage

    chosen: list[int] = []
    for articles in cached_for_a_minute("trend", _of_the_week):
        taken = {*without, *chosen}
        chosen += [pk for pk in articles if pk not in taken][:1]
        if len(chosen) == count:
            break
    found = ArticlePage.objects.published().defer("body").prefetch_related("section")
    by_id = {article.pk: article for article in found.filter(pk__in=chosen)} if chosen else {}
    return [by_id[pk] for pk in chosen if pk in by_id]


def _of_the_week() -> list[list[int]]:
    """The articles of each tag used twice or more, newest first; the most used tag first."""
    from news.models import ArticlePage, ArticleTag

    since = timezone.now() - TREND
    recent = ArticlePage.objects.live().public().filter(first_published_at__gte=since)
    uses = (
        ArticleTag.objects.filter(content_object__in=recent)
        .order_by("-content_object__first_published_at", "-content_object_id")
        .values_list("tag_id", "content_object_id")[:500]
    )
    by_tag: dict[int, list[int]] = {}
    for tag, article in uses:
        by_tag.setdefault(tag, []).append(article)
    often = [articles for articles in by_tag.values() if len(articles) > 1]
    return sorted(often, key=len, reverse=True)


def topics() -> list[TopicPage]:
    """The dossiers that readers can open, the last published first, each with `picked`: keys."""
    from news.models import TopicPage

    def found() -> list[TopicPage]:
        pages = TopicPage.objects.live().public().prefetch_related("picks")
        listed = list(pages.order_by("-last_published_at", "-pk"))
        for topic in listed:
            topic.picked = {pick.article_id for pick in topic.picks.all()}
        return listed

    return cached_for_a_minute("topics", found)


def topics_picking(article: int) -> list[TopicPage]:
    """Those in which the article of that key was picked."""
    return [topic for topic in topics() if article in topic.picked]
