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
from news.page_facts import facts_of

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
        """The number of words; None for a type of page whose words nobody counts."""
        return facts_of(self.page.specific_class).words_in(self.content)

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
    types = ContentType.objects.get_for_models(*rules.types_needing_approval()).values()
    touched = PageLogEntry.objects.filter(
        user=user, action="wagtail.edit", timestamp__gte=timezone.now() - RECENT
    )
    # Each part by its own index: of one condition with OR, SQLite reads all articles.
    theirs = (
        Page.objects.filter(owner=user)
        .order_by()
        .values("pk")
        .union(
            Page.objects.filter(rules.co_signed_by(user)).order_by().values("pk"),
            touched.order_by().values("page"),
        )
    )
    return (
        Page.objects.filter(content_type__in=list(types), latest_revision__isnull=False)
        .filter(pk__in=theirs)
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
