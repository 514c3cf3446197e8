"""Live coverage: a page whose entries are written while things happen."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import HelpPanel
from wagtail.models import Page, PageManager
from wagtail.search import index

from delivery.pages.dependencies import changes_at, depends_instead
from news.diff import Change, Passage, changes_between
from news.models.articles import ArticlePage, ArticleQuerySet
from news.public_pictures import shown_when_saved
from news.structured_data import live_blog

# The tables that a live page shows besides its own.
LIVE_TABLES = frozenset(
    {"news_livestate", "news_liveentry", "news_livecorrection", "news_livepicture"}
)
# How often a reader's browser looks for news, in seconds, by how long ago the last one was.
PACE = ((timedelta(minutes=10), 15), (timedelta(hours=1), 30))
SLOWEST = 60
LONGEST_TEXT = 5_000
HEADLINE = 110
ENTRIES_PER_PAGE = 30


class EntryKind(models.TextChoices):
    TEXT = "text", _("News")
    KEY = "key", _("Key moment")
    QUOTE = "quote", pgettext_lazy("kind of entry", "Quotation")
    PICTURE = "picture", pgettext_lazy("kind of entry", "Picture")
    CORRECTION = "correction", pgettext_lazy("kind of entry", "Correction")


class EntryState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("state of an entry", "draft")
    PUBLISHED = "published", pgettext_lazy("state of an entry", "online")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of an entry", "withdrawn")


class LiveBlogPage(ArticlePage):
    parent_page_types = ["news.ArticleIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    slug_without_letters = "direct"
    checks = (
        *("title", "standfirst", "lead_image", "bylines", "tags"),
        *("section", "placeholders", "internal_links", "external_links"),
    )
    # Of the page of a live, `m` is the key of an entry that is linked to.
    query_parameters = ("page", "ordre", "m")
    feed_template = "news/lives/feed.html"

    objects: ClassVar[Any] = PageManager.from_queryset(ArticleQuerySet)()

    content_panels = [
        ArticlePage.content_panels[0],
        HelpPanel(template="news/lives/panel.html", heading=_("Live coverage"), icon="history"),
        *ArticlePage.content_panels[1:],
    ]
    search_fields = [*ArticlePage.search_fields, index.SearchField("entry_texts")]

    class Meta:
        verbose_name = _("live coverage")
        verbose_name_plural = _("live coverages")

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """In sections that say so: in all others, who writes goes on to an article at once."""
        return super().can_create_at(parent) and getattr(parent.specific, "has_lives", False)

    @property
    def state(self) -> LiveState:
        """How far the coverage is; of a new page, where it begins."""
        return self._asked_once("live state", self._read_state)

    def _read_state(self) -> LiveState:
        with depends_instead([], LIVE_TABLES):
            found = LiveState.objects.filter(page=self.pk).first() if self.pk else None
        return found or LiveState(page=self)

    @property
    def shown_entries(self) -> LiveEntryQuerySet:
        """What readers see, the newest first; in the place of a withdrawn one, that it was."""
        return LiveEntry.objects.filter(page=self.pk).shown()

    @property
    def newest_entries(self) -> list[LiveEntry]:
        return self._asked_once("newest entries", self._newest)

    def _newest(self) -> list[LiveEntry]:
        with depends_instead([], LIVE_TABLES):
            return list(self.shown_entries.whole()[:ENTRIES_PER_PAGE])

    @property
    def key_moments(self) -> list[LiveEntry]:
        return self._asked_once("key moments", self._key_moments)

    def _key_moments(self) -> list[LiveEntry]:
        with depends_instead([], LIVE_TABLES):
            moments = self.shown_entries.filter(
                kind=EntryKind.KEY, state=EntryState.PUBLISHED
            ).reverse()
            return list(moments)

    @property
    def updated_at(self) -> datetime | None:
        return max(filter(None, [super().updated_at, self.state.changed_at]), default=None)

    def entry_texts(self) -> str:
        """What its entries say, for the search."""
        entries = LiveEntry.objects.filter(page=self.pk, state=EntryState.PUBLISHED)
        return "\n".join(f"{title}\n{text}" for title, text in entries.values_list("title", "text"))

    def structured_data(self, **where: Any) -> dict[str, Any]:
        """A LiveBlogPosting with its newest entries."""
        return live_blog(self, **where)


class LiveState(models.Model):
    """What is changed of a live page while it runs, beside its versions.

    number: goes up with each change that readers see.
    """

    page = models.OneToOneField(LiveBlogPage, on_delete=models.CASCADE, related_name="live_state")
    summary = models.TextField(max_length=1000, blank=True)
    ended_at = models.DateTimeField(null=True)
    number = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("state of a live coverage")
        verbose_name_plural = _("states of live coverages")

    def __str__(self) -> str:
        return f"{self.page_id}: {self.number}"

    @property
    def is_running(self) -> bool:
        return self.ended_at is None

    @property
    def pace(self) -> int:
        """How many seconds a reader's browser waits until it looks again."""
        if self.changed_at is None:
            return SLOWEST
        for within, seconds in PACE:
            if timezone.now() < self.changed_at + within:
                changes_at(self.changed_at + within)
                return seconds
        return SLOWEST


class LiveEntryQuerySet(models.QuerySet["LiveEntry"]):
    def shown(self) -> Self:
        """Those that readers see or have seen, the newest first."""
        seen = self.exclude(published_at=None).exclude(state=EntryState.DRAFT)
        return seen.order_by("-published_at", "-pk")

    def whole(self) -> Self:
        """With all that a page shows of them."""
        return self.select_related("author").prefetch_related("corrections", "shown_picture__image")


class LiveEntry(models.Model):
    """An entry. key: made by the browser in which it was typed, so that it is stored once.

    change: the number of the live page’s state at the last change that readers see.
    """

    picture_shapes: ClassVar = {"picture": ("inline",)}

    page = models.ForeignKey(LiveBlogPage, on_delete=models.CASCADE, related_name="entries")
    key = models.UUIDField()
    kind = models.CharField(max_length=12, choices=EntryKind.choices, default=EntryKind.TEXT)
    title = models.CharField(max_length=160, blank=True)
    text = models.TextField(max_length=LONGEST_TEXT, blank=True)
    source = models.CharField(max_length=160, blank=True)
    picture = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    author = models.ForeignKey(
        "news.Author", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = models.CharField(max_length=10, choices=EntryState.choices, default=EntryState.DRAFT)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    written_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    published_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=255, blank=True)
    change = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)

    objects = LiveEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of a live coverage")
        verbose_name_plural = _("entries of live coverages")
        ordering = ["-written_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["page", "key"], name="news_live_entry_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["page", "-published_at"], name="news_live_entry_newest"),
            models.Index(fields=["page", "change"], name="news_live_entry_since"),
        ]

    def __str__(self) -> str:
        return self.headline

    @property
    def is_withdrawn(self) -> bool:
        return self.state == EntryState.WITHDRAWN

    @property
    def anchor(self) -> str:
        return f"m-{self.pk}"

    @property
    def headline(self) -> str:
        """Its title, or how its text begins."""
        return self.title or Truncator(" ".join(self.text.split())).chars(HEADLINE)

    @property
    def image(self) -> Any:
        """The picture that readers see."""
        shown = getattr(self, "shown_picture", None)
        return shown.image if shown else None


class LiveCorrection(models.Model):
    """What was changed in an entry after it was online; readers see what stood there before."""

    entry = models.ForeignKey(LiveEntry, on_delete=models.CASCADE, related_name="corrections")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    before = models.TextField()
    after = models.TextField()

    class Meta:
        verbose_name = _("correction of an entry")
        verbose_name_plural = _("corrections of entries")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.entry_id}, {self.at}"

    @cached_property
    def difference(self) -> list[Change]:
        return changes_between(_passages(self.before), _passages(self.after))


@shown_when_saved
class LivePicture(models.Model):
    """The picture of an entry that is online: that of a draft is nobody’s business."""

    picture_shapes: ClassVar = {"image": ("inline",)}

    entry = models.OneToOneField(LiveEntry, on_delete=models.CASCADE, related_name="shown_picture")
    image = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL, on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        verbose_name = _("picture of an entry")
        verbose_name_plural = _("pictures of entries")

    def __str__(self) -> str:
        return str(self.image)


class LiveWriter(models.Model):
    """Somebody who may put entries of a live page online, as a chief editor has said."""

    page = models.ForeignKey(LiveBlogPage, on_delete=models.CASCADE, related_name="live_writers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("writer of a live coverage")
        verbose_name_plural = _("writers of live coverages")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["page", "user"], name="news_live_writer_once")
        ]

    def __str__(self) -> str:
        return str(self.user)


def _passages(text: str) -> list[Passage]:
    return [Passage("text", " ".join(line.split())) for line in text.splitlines() if line.strip()]
