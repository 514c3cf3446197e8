"""Race meetings: the programme of a day at one course, and then its results, on one page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.models import Orderable, Page, PageManager
from wagtail.search import index

from news.article_panels import text_panels
from news.models.articles import ArticlePage, ArticleQuerySet
from news.models.authors import Author
from news.moments.dates import long_day
from news.panels import NamedPanel, RowsPanel
from news.race_tables.bets import DIVIDENDS, Dividend, dividends_in
from news.race_tables.forms import RaceMeetingForm
from news.race_tables.numbers import normal_order, numbers_in
from news.race_tables.runners import (
    RUNNERS,
    SELECTION,
    Choice,
    Runner,
    runners_in,
    selection_in,
)
from news.structured_data import news_article, races_of
from news.typed_tables.grid import GridInput


class Discipline(models.TextChoices):
    FLAT = "flat", _("Flat")
    MOUNTED_TROT = "mounted", _("Mounted trot")
    HARNESS_TROT = "harness", _("Harness trot")
    HURDLES = "hurdles", _("Hurdles")
    STEEPLECHASE = "steeple", _("Steeplechase")
    CROSS_COUNTRY = "cross", _("Cross-country")


class RaceStatus(models.TextChoices):
    AS_PLANNED = "", _("As planned")
    PROVISIONAL = "provisional", _("Arrival, provisional")
    OFFICIAL = "official", _("Arrival, official")
    CANCELLED = "cancelled", _("Cancelled")


class MeetingState(models.TextChoices):
    """How far a meeting has come, as readers are told."""

    PROGRAMME = "programme", _("Programme")
    UNDER_WAY = "under-way", _("First results")
    RESULTS = "results", _("Results")


@dataclass(frozen=True)
class Placed:
    """A place of an arrival; runner: None where the programme has no such number."""

    place: int
    number: int
    runner: Runner | None


@dataclass(frozen=True)
class Chosen:
    choice: Choice
    runner: Runner | None


class RaceMeetingQuerySet(ArticleQuerySet):
    def of_section(self, path: str) -> Self:
        """Those that stand directly in the section at that place of the tree."""
        return self.filter(path__startswith=path, depth=len(path) // self.model.steplen + 1)

    def on(self, day: date) -> Self:
        return self.filter(day=day).order_by("meeting_number", "pk")

    def with_arrivals(self) -> Self:
        """Those with an arrival, of the newest day first."""
        arrived = Race.objects.filter(page=models.OuterRef("pk")).exclude(arrival="")
        return self.filter(models.Exists(arrived)).order_by("-day", "meeting_number", "pk")


class RaceMeetingPage(ArticlePage):
    """A race meeting (« réunion ») of one day at one course."""

    parent_page_types = ["news.ArticleIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    slug_without_letters = "courses"
    checks = ("title", "races", "section", "placeholders", "internal_links", "external_links")
    indexed_with = (*ArticlePage.indexed_with, "races")
    text_fields = (*ArticlePage.text_fields, "course", "going")
    # A programme is opened for its numbers, often over the slowest line.
    shows_authors = False
    feed_template = "news/races/feed.html"
    base_form_class = RaceMeetingForm

    day = models.DateField(_("day"), db_index=True, null=True)
    course = models.CharField(
        _("course"), max_length=80, help_text=_("Where it is run, such as “Vincennes”.")
    )
    meeting_number = models.PositiveSmallIntegerField(
        _("number of the meeting"),
        null=True,
        blank=True,
        help_text=_("1 for “R1”, if the programme has one."),
    )
    going = models.CharField(
        _("going"), max_length=60, blank=True, help_text=_("The state of the ground.")
    )

    objects: ClassVar[Any] = PageManager.from_queryset(RaceMeetingQuerySet)()

    content_panels = [
        NamedPanel(
            [
                FieldRowPanel([FieldPanel("day"), FieldPanel("course")]),
                FieldRowPanel([FieldPanel("meeting_number"), FieldPanel("going")]),
            ],
            name="meeting",
            heading=_("Meeting"),
            icon="calendar",
        ),
        FieldPanel(
            "title",
            classname="actujet-title",
            help_text=_("Left empty, it is made of day and course. It stays when results come."),
        ),
        RowsPanel(
            "races",
            heading=_("Races"),
            label=_("Race"),
            icon="table",
            help_text=_(
                "In the order of the day. Once it is run, put the arrival into the same race: "
                "programme and results are one page."
            ),
        ),
        HelpPanel(template="news/races/texts_panel.html", heading=_("Text to send"), icon="mail"),
        *text_panels(
            _("A commentary, if there is one. It stands under the races."),
            _(
                "What was wrong, and what is right. A runner that is withdrawn and an arrival that "
                "is corrected need none: readers are told of them with their hour."
            ),
        ),
    ]
    search_fields = [
        *ArticlePage.search_fields,
        index.SearchField("course", boost=2),
        index.FilterField("day"),
        index.RelatedFields(
            "races",
            [
                index.SearchField("name", boost=2),
                index.SearchField("names"),
            ],
        ),
    ]

    class Meta:
        verbose_name = _("race meeting")
        verbose_name_plural = _("race meetings")

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """In sections that say so: in all others, who writes goes on to an article at once."""
        return super().can_create_at(parent) and getattr(parent.specific, "has_races", False)

    def prefill(self, author: Author | None) -> None:
        """Tomorrow’s day and a first race, so that the programme can be typed at once."""
        if self.day is None:
            self.day = timezone.localdate() + timedelta(days=1)
        if not self.races.all():
            self.races.add(Race(number=1))

    def structured_data(self, **where: Any) -> dict[str, Any]:
        """A NewsArticle about one SportsEvent for each race."""
        return news_article(self, **where) | {"about": races_of(self, where["url"])}

    @property
    def race_list(self) -> list[Race]:
        """The races in the order of the day, those of a draft as well."""
        return self._asked_once("races", lambda: list(self.races.all()))

    @property
    def notices(self) -> list[Any]:
        """What was changed after it was online, the newest first."""
        if self.pk is None:
            return []
        return self._asked_once("notices", lambda: list(self.race_notices.all()))

    @property
    def state(self) -> MeetingState:
        run = [race for race in self.race_list if not race.is_cancelled]
        arrived = [race for race in run if race.arrival]
        if not arrived:
            return MeetingState.PROGRAMME
        return MeetingState.RESULTS if len(arrived) == len(run) else MeetingState.UNDER_WAY

    @property
    def state_label(self) -> str | Promise:
        return self.state.label

    @property
    def updated_at(self) -> datetime | None:
        """The date of the last correction, or of what was changed in a race."""
        dates = [super().updated_at, *(notice.at for notice in self.notices)]
        return max(filter(None, dates), default=None)

    @property
    def summary(self) -> str:
        """One line for machines and shared links: where, when, which races."""
        races = ", ".join(race.short_name for race in self.race_list[:3])
        return ". ".join(filter(None, [f"{self.course}, {long_day(self.day)}", races]))

    @property
    def written_title(self) -> str:
        """The title of a meeting whose title nobody has typed."""
        if self.day is None or not self.course:
            return ""
        words = {"day": long_day(self.day), "course": self.course}
        return gettext("PMU: the races of %(day)s at %(course)s") % words


class Race(Orderable):
    page = ParentalKey(RaceMeetingPage, on_delete=models.CASCADE, related_name="races")
    number = models.PositiveSmallIntegerField(_("number of the race"), default=1)
    name = models.CharField(
        _("name"), max_length=120, blank=True, help_text=_("Such as “Prix du Fleuve”.")
    )
    starts_at = models.TimeField(
        _("hour of the start"), null=True, blank=True, help_text=_("In the time of Bamako.")
    )
    distance = models.PositiveIntegerField(_("distance in metres"), null=True, blank=True)
    discipline = models.CharField(
        _("discipline"), max_length=12, blank=True, choices=Discipline.choices
    )
    prize = models.CharField(
        _("prize"), max_length=40, blank=True, help_text=_("With its currency: “25 000 €”.")
    )
    bets = models.CharField(
        _("bets"), max_length=160, blank=True, help_text=_("Such as “Quarté, tiercé, couplé”.")
    )
    runners = models.TextField(_("runners"), blank=True)
    selection = models.TextField(_("our selection"), blank=True)
    status = models.CharField(
        _("state"), max_length=12, blank=True, choices=RaceStatus.choices, default=""
    )
    arrival = models.CharField(
        _("arrival"),
        max_length=120,
        blank=True,
        help_text=_("The numbers in the order of their arrival: 4 7 12 1 9."),
    )
    winning_time = models.CharField(
        _("time of the winner"), max_length=30, blank=True, help_text=_("Such as “1'12\"4”.")
    )
    dividends = models.TextField(_("dividends"), blank=True)

    panels = [
        FieldRowPanel([FieldPanel("number"), FieldPanel("name"), FieldPanel("starts_at")]),
        FieldRowPanel([FieldPanel("distance"), FieldPanel("discipline")]),
        FieldRowPanel([FieldPanel("prize"), FieldPanel("bets")]),
        FieldPanel("runners", widget=GridInput(RUNNERS, reads_lists=True)),
        FieldPanel("selection", widget=GridInput(SELECTION)),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [FieldPanel("arrival"), FieldPanel("status"), FieldPanel("winning_time")]
                ),
                FieldPanel("dividends", widget=GridInput(DIVIDENDS)),
            ],
            heading=_("Results"),
        ),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("race")
        verbose_name_plural = _("races")

    def __str__(self) -> str:
        parts = [self.short_name, self.runners, self.selection, self.arrival, self.dividends]
        return "\n".join(filter(None, parts))

    def clean(self) -> None:
        """Bring what was typed into the form in which it is stored."""
        super().clean()
        self.runners = RUNNERS.normal(self.runners)
        self.selection = SELECTION.normal(self.selection)
        self.dividends = DIVIDENDS.normal(self.dividends)
        self.arrival = normal_order(self.arrival)

    @property
    def short_name(self) -> str:
        name = gettext("Race %(number)d") % {"number": self.number}
        return f"{name}, {self.name}" if self.name else name

    @property
    def anchor(self) -> str:
        """Its place on the page of the meeting."""
        return f"course-{self.number}"

    @property
    def is_cancelled(self) -> bool:
        return self.status == RaceStatus.CANCELLED

    @property
    def is_provisional(self) -> bool:
        return self.status == RaceStatus.PROVISIONAL

    @cached_property
    def runners_typed(self) -> list[Runner]:
        return runners_in(self.runners)

    @cached_property
    def choices_typed(self) -> list[Choice]:
        return selection_in(self.selection)

    @cached_property
    def by_number(self) -> dict[int | None, Runner]:
        return {runner.number: runner for runner in self.runners_typed}

    @property
    def placed(self) -> list[Placed]:
        """The arrival, with its horses."""
        numbers = numbers_in(self.arrival)
        return [Placed(place, n, self.by_number.get(n)) for place, n in enumerate(numbers, start=1)]

    @property
    def chosen(self) -> list[Chosen]:
        return [Chosen(choice, self.by_number.get(choice.number)) for choice in self.choices_typed]

    @property
    def paid(self) -> list[Dividend]:
        return dividends_in(self.dividends)

    @property
    def running(self) -> int:
        return sum(not runner.is_out for runner in self.runners_typed)

    @property
    def places(self) -> dict[int, int]:
        """The place of each number of the arrival."""
        return {one.number: one.place for one in self.placed}

    @property
    def winner(self) -> Runner | None:
        return next((one.runner for one in self.placed), None)

    @property
    def names(self) -> str:
        """Horses, jockeys and trainers, for the search."""
        runners = self.runners_typed
        return "\n".join(f"{one.horse}, {one.jockey}, {one.trainer}" for one in runners)

    def starts(self, day: date | None) -> datetime | None:
        """The moment of its start on that day, in the time of the newsroom."""
        if day is None or self.starts_at is None:
            return None
        return timezone.make_aware(datetime.combine(day, self.starts_at))


class RaceNotice(models.Model):
    """A change that readers are told of with its hour: a non-runner, a corrected arrival.

    Written when the changed version goes online, so that nobody has to think of it.
    """

    page = models.ForeignKey(RaceMeetingPage, on_delete=models.CASCADE, related_name="race_notices")
    at = models.DateTimeField(default=timezone.now)
    race = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=255)
    before = models.CharField(max_length=120, blank=True)
    after = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name = _("notice on a race")
        verbose_name_plural = _("notices on races")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.text

    @property
    def anchor(self) -> str:
        return f"course-{self.race}"


class RaceStart(models.Model):
    """A horse in a race that is online: what the pages of horses and jockeys are made of.

    Derived from the page whenever it is published (`news.races.starts`).

    place: in the arrival; None before it and for those that are not named in it.
    """

    page = models.ForeignKey(RaceMeetingPage, on_delete=models.CASCADE, related_name="starts")
    day = models.DateField()
    race = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    horse = models.CharField(max_length=80)
    horse_key = models.SlugField(max_length=80, db_index=False)
    jockey = models.CharField(max_length=80, blank=True)
    jockey_key = models.SlugField(max_length=80, blank=True, db_index=False)
    place = models.PositiveSmallIntegerField(null=True)
    is_out = models.BooleanField(default=False)
    has_arrival = models.BooleanField(default=False)
    arrival = models.CharField(max_length=120, blank=True)
    race_name = models.CharField(max_length=120, blank=True)
    distance = models.PositiveIntegerField(null=True)

    class Meta:
        verbose_name = _("start of a horse")
        verbose_name_plural = _("starts of horses")
        indexes: ClassVar = [
            models.Index(fields=["horse_key", "-day"], name="news_start_of_horse"),
            models.Index(fields=["jockey_key", "-day"], name="news_start_of_jockey"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.race}-{self.number} {self.horse}"
