"""Articles in every state of a schedule, without waiting for the workflow."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision

from news.models import ArticleIndexPage, ArticlePage
from tests.factories import ArticleFactory

A_MINUTE_AGO = timedelta(minutes=-1)
PUBLISHED = "wagtail.publish.scheduled"
EXPIRED = "wagtail.unpublish.scheduled"


def scheduled_article(
    section: ArticleIndexPage, at: datetime | None = None, **fields: Any
) -> ArticlePage:
    """An article that no reader has seen, with a revision approved to go live at `at`."""
    at = at or timezone.now() + A_MINUTE_AGO
    article = ArticleFactory(
        parent=section, live=False, first_published_at=None, go_live_at=at, **fields
    )
    schedule(article, at)
    article.refresh_from_db()
    return article


def schedule(article: ArticlePage, at: datetime) -> Revision:
    """Approve the article as it is in memory, to go live at `at`."""
    article.go_live_at = at
    return article.save_revision(approved_go_live_at=at)


def expiring_article(section: ArticleIndexPage, at: datetime | None = None) -> ArticlePage:
    return ArticleFactory(parent=section, expire_at=at or timezone.now() + A_MINUTE_AGO)


@transaction.atomic
def make_due(later: datetime, at: datetime | None = None) -> None:
    """Have everything that is scheduled for `later` be due now, or `at`, all at once."""
    now = at or timezone.now()
    Page.objects.filter(expire_at=later).update(expire_at=now)
    Page.objects.filter(go_live_at=later).update(go_live_at=now)
    for revision in Revision.objects.filter(approved_go_live_at=later):
        content = revision.content | {"go_live_at": now.isoformat()}
        Revision.objects.filter(pk=revision.pk).update(content=content, approved_go_live_at=now)


def logged(page: Page, action: str) -> int:
    return PageLogEntry.objects.filter(page=page.pk, action=action).count()


def is_fully_live(page: Page) -> bool:
    """Live with one log row, and nothing scheduled."""
    page.refresh_from_db()
    return (
        page.live
        and page.live_revision_id is not None
        and logged(page, PUBLISHED) == 1
        and not page.revisions.filter(approved_go_live_at__isnull=False).exists()
    )


def is_fully_scheduled(page: Page) -> bool:
    """Not live, not logged, scheduled as it was."""
    page.refresh_from_db()
    return (
        not page.live
        and page.live_revision_id is None
        and logged(page, PUBLISHED) == 0
        and page.revisions.filter(approved_go_live_at=page.go_live_at).count() == 1
    )
