"""Exam results: a page that waits for its hour, and lists of the admitted that readers look up."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.models import Page, PageManager
from wagtail.search import index

from delivery.pages.dependencies import changes_at
from news.article_panels import text_panels
from news.exam_files.shards import files_for
from news.models.articles import ArticlePage, ArticleQuerySet
from news.models.authors import Author
from news.moments.widgets import FutureDateInput
from news.panels import NamedPanel
from news.typed_tables.grid import GridInput
from news.typed_tables.tables import Column, Table

STATISTICS = Table(
    (
        Column("place", "Académie", _("Academy or “All”"), ("academie", "ae"), 18),
        Column("entered", "Inscrits", _("Entered"), ("inscrits",), 9),
        Column("admitted", "Admis", _("Admitted"), ("admis",), 9),
        Column("girls_entered", "Filles inscrites", _("Girls entered"), ("filles inscrites",), 9),
        Column("girls_admitted", "Filles admises", _("Girls admitted"), ("filles admises",), 9),
    )
)


class Exam(models.TextChoices):
    DEF = "def", _("DEF")
    BAC = "bac", _("Baccalaureate")
    CAP = "cap", _("CAP")
    BT = "bt", _("BT")
    COMPETITION = "concours", _("Competitive exam")
    OTHER = "other", _("Another exam")


class Standing(models.TextChoices):
    PROVISIONAL = "provisional", _("Provisional results")
    OFFICIAL = "official", _("Official results")
    CORRECTED = "corrected", _("Corrected results")


class SecondWord(models.TextChoices):
    SERIES = "series", _("Series")
    CENTRE = "centre", _("Exam centre")


class ListState(models.TextChoices):
    COLUMNS = "columns", _("columns to be named")
    READING = "reading", _("being read")
    UNREADABLE = "unreadable", _("could not be read")
    WAITING = "waiting", _("waits for approval")
    REFUSED = "refused", pgettext_lazy("state of a list", "refused")
    APPROVED = "approved", _("approved, waits for its hour")
    PUBLISHED = "published", pgettext_lazy("state of a list", "published")
    REPLACED = "replaced", _("replaced by a later one")


@dataclass(frozen=True)
class Statistic:
    """A line of the statistics; numbers that were not given are None."""

    place: str
    entered: int | None
    admitted: int | None
    girls_entered: int | None
    girls_admitted: int | None

    @property
    def rate(self) -> float | None:
        """Admitted of those who entered, in per cent."""
        return _rate(self.admitted, self.entered)

    @property
    def girls_rate(self) -> float | None:
        return _rate(self.girls_admitted, self.girls_entered)


@register_setting(icon="list-ul")
class ExamSettings(BaseGenericSetting):
    by_name = models.BooleanField(
        _("look-up by name"),
        default=False,
        help_text=_(
            "Readers may look a whole name up, in lists whose authority has published names. Each "
            "page of results says so as well."
        ),
    )

    class Meta:
        verbose_name = _("exam results")
        verbose_name_plural = _("exam results")


class ExamResultsPage(ArticlePage):
    parent_page_types = ["news.ArticleIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    slug_without_letters = "resultats"
    checks = ("title", "standfirst", "section", "placeholders", "internal_links", "external_links")
    text_fields = (*ArticlePage.text_fields, "exam_name", "session", "authority", "source")
    # Opened by all of a country at one hour, over the slowest line.
    shows_authors = False
    feed_template = "news/exams/feed.html"

    exam = models.CharField(_("exam"), max_length=12, choices=Exam.choices, default=Exam.DEF)
    exam_name = models.CharField(
        _("name of the exam"),
        max_length=80,
        blank=True,
        help_text=_("If it is none of these, or with its year: “DEF 2027”."),
    )
    session = models.CharField(
        _("session"), max_length=60, blank=True, help_text=_("Such as “session de juin 2027”.")
    )
    authority = models.CharField(
        _("authority"), max_length=120, blank=True, help_text=_("Who gives the results out.")
    )
    source = models.CharField(
        _("source"),
        max_length=255,
        blank=True,
        help_text=_("Where the list comes from, for readers: an address, a communiqué."),
    )
    standing = models.CharField(
        _("state of the results"),
        max_length=12,
        choices=Standing.choices,
        default=Standing.PROVISIONAL,
    )
    announced_at = models.DateTimeField(
        _("hour of the results"),
        null=True,
        blank=True,
        help_text=_(
            "The page may be online before: readers wait there, and the approved list goes out "
            "at this minute. Left empty, with its approval."
        ),
    )
    names_until = models.DateField(
        _("look-up until"),
        null=True,
        blank=True,
        help_text=_("After that day the list is deleted. The statistics stay."),
    )
    second_word = models.CharField(
        _("looked up by number and"),
        max_length=8,
        choices=SecondWord.choices,
        default=SecondWord.SERIES,
        help_text=_(
            "What candidates know besides their number. It is in the list of each of them."
        ),
    )
    by_name = models.BooleanField(
        _("also by name"),
        default=False,
        help_text=_(
            "Only if the authority has published the names, and the setting of the newsroom lets "
            "names be looked up."
        ),
    )
    statistics = models.TextField(_("statistics"), blank=True)
    salt = models.CharField(max_length=32, editable=False, default="")

    objects: ClassVar[Any] = PageManager.from_queryset(ArticleQuerySet)()

    content_panels = [
        ArticlePage.content_panels[0],
        NamedPanel(
            [
                FieldRowPanel([FieldPanel("exam"), FieldPanel("exam_name")]),
                FieldRowPanel([FieldPanel("session"), FieldPanel("authority")]),
                FieldRowPanel([FieldPanel("standing"), FieldPanel("source")]),
            ],
            name="exam",
            heading=_("Exam"),
            icon="list-ul",
        ),
        NamedPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel("announced_at"),
                        FieldPanel("names_until", widget=FutureDateInput),
                    ]
                ),
                FieldRowPanel([FieldPanel("second_word"), FieldPanel("by_name")]),
                HelpPanel(
                    template="news/exams/lists_panel.html", heading=_("List of the admitted")
                ),
            ],
            name="lists",
            heading=_("List and hour"),
            icon="time",
        ),
        FieldPanel(
            "statistics",
            widget=GridInput(STATISTICS),
            help_text=_("Line by line, as the authority gives them. They stay when names go."),
        ),
        *text_panels(
            _("What else is to be said. It stands under the look-up."),
            _(
                "What was wrong, and what is right. A list that replaces another needs none: "
                "readers are told how many lines have changed, with the hour."
            ),
        ),
    ]
    search_fields = [
        *ArticlePage.search_fields,
        index.SearchField("exam_label", boost=3),
        index.SearchField("session", boost=2),
        index.SearchField("authority"),
    ]

    class Meta:
        verbose_name = _("exam results")
        verbose_name_plural = _("exam results")

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """In sections that say so: in all others, who writes goes on to an article at once."""
        return super().can_create_at(parent) and getattr(parent.specific, "has_exams", False)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.salt:
            kept = ExamResultsPage.objects.filter(pk=self.pk).values_list("salt", flat=True)
            self.salt = kept.first() or secrets.token_hex(16)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        self.statistics = STATISTICS.normal(self.statistics)

    def prefill(self, author: Author | None) -> None:
        """The writer's byline; the text is in the fields."""
        if author is not None and not self.bylines.all():
            self.bylines.add(self.bylines.model(author=author))

    @property
    def exam_label(self) -> str:
        """« DEF », « Baccalauréat », or the name that was typed."""
        return self.exam_name or str(self.get_exam_display())

    @property
    def statistic_rows(self) -> list[Statistic]:
        rows = STATISTICS.rows_of(self.statistics)
        return [
            Statistic(
                row["place"],
                *(
                    _number(row[name])
                    for name in ("entered", "admitted", "girls_entered", "girls_admitted")
                ),
            )
            for row in rows
        ]

    @property
    def tells_of_girls(self) -> bool:
        return any(row.girls_admitted is not None for row in self.statistic_rows)

    @property
    def published_lists(self) -> list[ExamList]:
        """The lists that readers have got, the newest first."""
        if self.pk is None:
            return []
        states = (ListState.PUBLISHED, ListState.REPLACED)
        lists = self.exam_lists.filter(state__in=states).order_by("-number")
        return self._asked_once("lists", lambda: list(lists))

    @property
    def current_list(self) -> ExamList | None:
        """The list in which readers look up now."""
        published = (one for one in self.published_lists if one.state == ListState.PUBLISHED)
        return next((one for one in published if not one.is_forgotten), None)

    @property
    def word_label(self) -> str:
        """What is asked for beside the number: as the list has it that is looked up."""
        return str((self.current_list or self).get_second_word_display())

    @property
    def corrections_of_lists(self) -> list[ExamList]:
        """The lists that have replaced another."""
        return self.published_lists[:-1]

    @property
    def is_over(self) -> bool:
        """Whether the list was there, and was deleted at its end."""
        return bool(self.published_lists) and self.current_list is None

    @property
    def waits_until(self) -> datetime | None:
        """The hour for which readers wait; None once it has come."""
        if self.announced_at is None or self.announced_at <= timezone.now():
            return None
        changes_at(self.announced_at)
        return self.announced_at

    @property
    def updated_at(self) -> datetime | None:
        dates = [super().updated_at, *(one.published_at for one in self.corrections_of_lists)]
        return max(filter(None, dates), default=None)


class ExamList(models.Model):
    """A list as an authority gave it, from its file to the day it is deleted.

    added, withdrawn, changed: against the list that was published when it was read.
    """

    page = models.ForeignKey(ExamResultsPage, on_delete=models.CASCADE, related_name="exam_lists")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=ListState.choices, default=ListState.COLUMNS)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    uploaded_at = models.DateTimeField(default=timezone.now)
    file_name = models.CharField(max_length=200)
    stored_as = models.CharField(max_length=80, blank=True)
    columns = models.JSONField(default=list)
    has_head = models.BooleanField(default=False)
    # As the page said when it was read: that of the page may be another one since.
    second_word = models.CharField(
        max_length=8, choices=SecondWord.choices, default=SecondWord.SERIES
    )
    lines = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=255, blank=True)
    problems = models.JSONField(default=list)
    problem_count = models.PositiveIntegerField(default=0)
    longest = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    withdrawn = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=255, blank=True)
    is_prepared = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True)
    is_forgotten = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("list of exam results")
        verbose_name_plural = _("lists of exam results")
        ordering = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["page", "number"], name="news_exam_list_once")
        ]

    def __str__(self) -> str:
        return gettext("List %(number)d") % {"number": self.number}

    @property
    def folder_name(self) -> str:
        return f"list-{self.number}"

    @property
    def files(self) -> int:
        return files_for(self.lines)

    @property
    def blocks(self) -> bool:
        """Whether it has problems that nobody may wave through: a number with two results."""
        return any(problem.get("blocks") for problem in self.problems)


class ExamLine(models.Model):
    """One of the admitted. key, word: number and second word in their normal forms.

    line: of the file. bucket: where readers look it up (`news.exam_files`). digest: of all it says.
    """

    exam_list = models.ForeignKey(
        ExamList, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    line = models.PositiveIntegerField()
    key = models.CharField(max_length=40)
    word = models.CharField(max_length=120, blank=True)
    name_key = models.CharField(max_length=240, blank=True)
    bucket = models.PositiveIntegerField()
    digest = models.CharField(max_length=16)
    number = models.CharField(max_length=40)
    series = models.CharField(max_length=120, blank=True)
    centre = models.CharField(max_length=120, blank=True)
    academy = models.CharField(max_length=120, blank=True)
    name = models.CharField(max_length=240, blank=True)
    mention = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name = _("line of exam results")
        verbose_name_plural = _("lines of exam results")
        indexes: ClassVar = [
            models.Index(fields=["exam_list", "key"], name="news_exam_line_by_key"),
            models.Index(fields=["exam_list", "bucket"], name="news_exam_line_by_bucket"),
            models.Index(
                fields=["exam_list", "name_key"],
                name="news_exam_line_by_name",
                condition=~models.Q(name_key=""),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class RequestState(models.TextChoices):
    OPEN = "open", _("open")
    HIDDEN = "hidden", _("line hidden")
    REFUSED = "refused", pgettext_lazy("state of a request", "refused")


class ExamRequest(models.Model):
    """Somebody asks that their line be hidden; it stays hidden in later lists."""

    page = models.ForeignKey(
        ExamResultsPage, on_delete=models.CASCADE, related_name="exam_requests"
    )
    state = models.CharField(max_length=8, choices=RequestState.choices, default=RequestState.OPEN)
    asked_at = models.DateTimeField(default=timezone.now)
    number = models.CharField(max_length=40)
    word = models.CharField(max_length=120)
    key = models.CharField(max_length=40)
    word_key = models.CharField(max_length=120)
    reason = models.TextField(max_length=1000, blank=True)
    contact = models.CharField(max_length=200, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("request to hide a line")
        verbose_name_plural = _("requests to hide lines")
        ordering = ["-asked_at"]
        indexes: ClassVar = [models.Index(fields=["page", "key"], name="news_exam_request_by_key")]

    def __str__(self) -> str:
        return f"{self.number} ({self.get_state_display()})"


def _number(text: str) -> int | None:
    digits = "".join(text.split()).replace(".", "")
    return int(digits) if digits.isascii() and digits.isdigit() else None


def _rate(part: int | None, whole: int | None) -> float | None:
    return round(100 * part / whole, 1) if part is not None and whole else None
