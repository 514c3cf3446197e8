"""Finds the texts that a user owns, signs or has changed recently."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from operator import attrgetter

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision, get_page_models

from accounts.models import User
from editorial import rules
from editorial.dashboard.states import Row, rows_for
from editorial.versions.canonical import Content
from news.models import Author, Byline
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
    texts, own = _texts(user), _is_theirs(user)
    # Of all texts few are unfinished: these have an index of their own.
    unfinished = texts.filter(Q(live=False) | Q(has_unpublished_changes=True)).filter(own)
    published = texts.filter(live=True, has_unpublished_changes=False)
    recent = published.filter(latest_revision_created_at__gte=timezone.now() - RECENT)
    found = {page.pk: page for page in recent.filter(own)[:PUBLISHED]}
    if len(found) < PUBLISHED:
        # Who has many texts writes often, and is seldom asked for all of them.
        for condition in (Q(owner=user), rules.co_signed_by(user)):
            found |= {page.pk: page for page in published.filter(condition)[:PUBLISHED]}
    newest = sorted(found.values(), key=attrgetter("latest_revision_created_at", "pk"))
    return _as_own_texts([*unfinished[:UNFINISHED], *newest[: -PUBLISHED - 1 : -1]])


def _texts(user: User) -> QuerySet[Page]:
    """Return the texts that the user may see, those changed last first."""
    others = set(get_page_models()) - set(rules.types_needing_approval())
    return (
        Page.objects.filter(latest_revision__isnull=False)
        # Not those of other types: to look for these types, SQLite would sort all of them.
        .exclude(content_type__in=list(ContentType.objects.get_for_models(*others).values()))
        .filter(rules.visible_in_lists(user))
        .order_by("-latest_revision_created_at", "-pk")
    )


def _is_theirs(user: User) -> Q:
    """Return the condition for texts that the user owns, signs or has changed recently.

    A text is judged by itself, in the order of the list.
    """
    authors = Author.objects.order_by().filter(user=user)
    signs = Byline.objects.order_by().filter(article=OuterRef("pk"), author__in=authors)
    return Q(owner=user) | Q(Exists(signs)) | Q(pk__in=_touched(user))


def _touched(user: User) -> QuerySet[PageLogEntry]:
    """Return the keys of the pages that the user has changed recently."""
    entries = PageLogEntry.objects.filter(user=user, action="wagtail.edit")
    return entries.filter(timestamp__gte=timezone.now() - RECENT).order_by().values("page")


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
