"""The articles on the subject of another, by the tags that both carry."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from math import log
from typing import NamedTuple

from django.db.models import Case, Count, Value, When
from django.utils import timezone
from wagtail.models import Page

from news.minute_cache import cached_for_a_minute
from news.models import ArticlePage, ArticleTag
from news.models.articles import ArticleQuerySet

# An article that is this much older counts half as much.
HALF_LIFE = timedelta(days=365)
# Two articles of one section are the likelier to be on one subject.
SAME_SECTION = 1.5
# Up to so many articles, or this share of all, a tag is a subject; beyond, it is a field.
SUBJECT_USES, SUBJECT_SHARE = 5, 0.02
# So many uses of its tags are looked at: those of subjects, then the newest of fields.
LOOKED_AT = 1000


class Candidate(NamedTuple):
    pk: int
    path: str
    published_at: datetime


def related_articles(article: ArticlePage, count: int) -> list[ArticlePage]:
    """Up to `count` published articles on the subject of `article`, the nearest first.

    A tag that both carry weighs log(1 + all articles / its articles): the rarer the more. To share
    one tag of a whole field is no common subject, unless the section is the same.
    """
    published = ArticlePage.objects.visible().exclude(first_published_at=None)
    uses = _uses(article, published)
    if not uses:
        return []
    everything = cached_for_a_minute("articles", published.count)
    subjects = {n for n in uses if uses[n] <= max(SUBJECT_USES, everything * SUBJECT_SHARE)}
    section = article.path[: -Page.steplen]
    scores: dict[int, float] = {}
    for candidate, tags in _candidates(article, published, uses, subjects):
        is_near = candidate.path.startswith(section)
        if is_near or len(tags) > 1 or tags & subjects:
            weight = sum(log(1 + everything / uses[tag]) for tag in tags)
            age = (timezone.now() - candidate.published_at) / HALF_LIFE
            scores[candidate.pk] = weight * (SAME_SECTION if is_near else 1) * 0.5**age
    chosen = sorted(scores, key=lambda pk: (scores[pk], pk), reverse=True)[:count]
    # Not `in_bulk`, which would leave out what a list shows.
    found = {page.pk: page for page in ArticlePage.objects.for_listing().filter(pk__in=chosen)}
    return [found[pk] for pk in chosen if pk in found]


def _uses(article: ArticlePage, published: ArticleQuerySet) -> dict[int, int]:
    """The tags of `article` that published articles carry as well, with the number of these."""
    tags = [item.tag_id for item in article.tagged_items.all()]
    others = ArticleTag.objects.filter(tag__in=tags, content_object__in=published)
    counted = others.exclude(content_object=article.pk).values_list("tag").annotate(Count("pk"))
    return dict(counted)


def _candidates(
    article: ArticlePage,
    published: ArticleQuerySet,
    tags: Collection[int],
    subjects: Collection[int],
) -> Iterable[tuple[Candidate, set[int]]]:
    """The articles that share tags with `article`, each with these tags; subjects go first."""
    is_field = Case(When(tag__in=[*subjects, 0], then=Value(0)), default=Value(1))
    uses = (
        ArticleTag.objects.filter(tag__in=tags, content_object__in=published)
        .exclude(content_object=article.pk)
        .order_by(is_field, "-content_object__first_published_at")
        .values_list(
            "tag", "content_object", "content_object__path", "content_object__first_published_at"
        )
    )
    shared: dict[Candidate, set[int]] = defaultdict(set)
    for tag, *candidate in uses[:LOOKED_AT]:
        shared[Candidate(*candidate)].add(tag)
    return shared.items()
