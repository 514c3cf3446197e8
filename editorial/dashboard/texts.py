"""Finds the texts that a user owns, signs or has changed recently."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision

from accounts.models import User
from editorial import rules
from editorial.dashboard.states import Row, rows_for
from editorial.versions.canonical import Content
from news.models import ArticlePage

UNFINISHED = 8
PUBLISHED = 4
RECENT = timedelta(days=30)


@dataclass(frozen=True)
class OwnText:
    """A text with the title and length of its newest version, and its state."""

    page: Page
    content: Content
    row: Row

    @property
    def title(self) -> str:
        return str(self.content["title"])

    @property
    def words(self) -> int | None:
        """The number of words, counted without loading the rest of the page."""
        if not isinstance(self.page, ArticlePage):
            return None
        return ArticlePage(body=self.content["body"]).words

    @property
    def url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk])


def texts_of(user: User) -> list[OwnText]:
    """Return unpublished, then published texts, newest first, in a fixed number of queries."""
    texts = _texts(user)
    unfinished = texts.filter(Q(live=False) | Q(has_unpublished_changes=True))
    published = texts.filter(live=True, has_unpublished_changes=False)
    return _as_own_texts([*unfinished[:UNFINISHED], *published[:PUBLISHED]])


def _texts(user: User) -> QuerySet[Page]:
    types = ContentType.objects.get_for_models(*rules.NEEDS_APPROVAL).values()
    touched = PageLogEntry.objects.filter(
        user=user, action="wagtail.edit", timestamp__gte=timezone.now() - RECENT
    )
    return (
        Page.objects.filter(content_type__in=list(types), latest_revision__isnull=False)
        .filter(Q(owner=user) | rules.co_signed_by(user) | Q(pk__in=touched.values("page")))
        .filter(rules.visible_in_lists(user))
        .order_by("-latest_revision_created_at", "-pk")
        .specific()
    )


def _as_own_texts(pages: Iterable[Page]) -> list[OwnText]:
    pages = list(pages)
    rows = rows_for(pages)
    versions = Revision.objects.in_bulk([page.latest_revision_id for page in pages])
    return [
        OwnText(
            page=page,
            content=versions[page.latest_revision_id].content,
            row=rows[page.pk],
        )
        for page in pages
    ]
