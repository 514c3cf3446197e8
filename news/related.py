"""The articles on the subject of another, by the tags that both carry."""

from datetime import datetime, timedelta
from math import log
from typing import NamedTuple

from django.db.models import Count, F, Window
from django.db.models.lookups import GreaterThan
from django.utils import timezone
from wagtail.models import Page

from news.minute_cache import cached_for_a_minute
from news.models import ArticlePage, ArticleTag

# An article that is this much older counts half as much.
HALF_LIFE = timedelta(days=365)
# Two articles of one section are the likelier to be on one subject.
SAME_SECTION = 1.5
# Up to so many articles, or this share of all, a tag is a subject; beyond, it is a field.
SUBJECT_USES, SUBJECT_SHARE = 5, 0.02
# So many uses of its tags are looked at: those of subjects, then the newest of fields.
LOOKED_AT = 1000


class Use(NamedTuple):
    """A tag of an article as another one carries it, `used` by so many others."""

    tag: int
    used: int
    pk: int
    path: str
    published_at: datetime


def related_articles(article: ArticlePage, count: int) -> list[ArticlePage]:
    """Up to `count` published articles on the subject of `article`, the nearest first.

    A tag that both carry weighs log(1 + all articles / its articles): the rarer the more. To share
    one tag of a whole field is no common subject, unless the section is the same.
    """
    published = ArticlePage.objects.visible().exclude(first_published_at=None)
    everything = cached_for_a_minute("articles", published.count)
    most = max(SUBJECT_USES, everything * SUBJECT_SHARE)
    shared: dict[int, list[Use]] = {}
    for use in _uses(article, most):
        shared.setdefault(use.pk, []).append(use)
    section = article.path[: -Page.steplen]
    scores: dict[int, float] = {}
    for pk, uses in shared.items():
        is_near = uses[0].path.startswith(section)
        if is_near or len(uses) > 1 or any(use.used <= most for use in uses):
            weight = sum(log(1 + everything / use.used) for use in uses)
            age = (timezone.now() - uses[0].published_at) / HALF_LIFE
            scores[pk] = weight * (SAME_SECTION if is_near else 1) * 0.5**age
    chosen = sorted(scores, key=lambda pk: (scores[pk], pk), reverse=True)[:count]
    # Not `in_bulk`, which would leave out what a list shows.
    found = {page.pk: page for page in ArticlePage.objects.for_listing().filter(pk__in=chosen)}
    return [found[pk] for pk in chosen if pk in found]


def _uses(article: ArticlePage, most: float) -> list[Use]:
    """The uses of the tags of `article` by published articles.

    Those of subjects, used `most` times at most, go first; then those of fields, the newest first.
    """
    tags = [item.tag_id for item in article.tagged_items.all()]
    if not tags:
        return []
    published = ArticlePage.objects.visible().exclude(first_published_at=None)
    uses = (
        ArticleTag.objects.filter(tag__in=tags, content_object__in=published)
        .exclude(content_object=article.pk)
        .annotate(used=Window(Count("pk"), partition_by="tag"))
        .order_by(GreaterThan(F("used"), most), "-content_object__first_published_at")
        .values_list(
            "tag",
            "used",
            "content_object",
            "content_object__path",
            "content_object__first_published_at",
        )
    )
    return [Use(*use) for use in uses[:LOOKED_AT]]
