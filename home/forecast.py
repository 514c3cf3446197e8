"""The articles of a later moment, as far as they are approved and scheduled."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, Revision

from home.models import HomePage
from news.models import ArticlePage
from news.page_facts import content_types_of


@dataclass(frozen=True)
class Forecast:
    """Articles that will have come or changed by then, as approved, and those that will be gone."""

    at: datetime
    coming: dict[int, ArticlePage] = field(default_factory=dict)
    leaving: frozenset[int] = frozenset()


def forecast_at(home: HomePage, at: datetime) -> Forecast:
    articles = ArticlePage.objects.descendant_of(home)
    leaving = set(articles.live().filter(expire_at__lte=at).values_list("pk", flat=True))
    due = list(
        Revision.objects.filter(
            base_content_type=ContentType.objects.get_for_model(Page),
            content_type__in=content_types_of(ArticlePage),
            approved_go_live_at__lte=at,
        ).order_by("approved_go_live_at")
    )
    public = set(
        articles.public()
        .filter(pk__in=[int(revision.object_id) for revision in due])
        .values_list("pk", flat=True)
    )
    coming: dict[int, ArticlePage] = {}
    for revision in due:
        article: ArticlePage = revision.as_object()
        if article.pk not in public:
            continue
        leaving.discard(article.pk)
        coming.pop(article.pk, None)
        if article.expire_at and article.expire_at <= at:
            leaving.add(article.pk)
            continue
        article.first_published_at = article.first_published_at or revision.approved_go_live_at
        coming[article.pk] = article
    return Forecast(at, coming, frozenset(leaving))
