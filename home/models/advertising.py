"""Campaigns that the newsroom has sold, and the days on which they were seen and followed."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Sum
from django.db.models.functions import Coalesce
from django.forms import CheckboxSelectMultiple
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel

from news.models import ArticleIndexPage
from news.public_pictures import shown_when_saved


class Place(models.TextChoices):
    """A place on a page: the name of the field by which a campaign is shown there."""

    TOP = "on_top", _("top")
    LIST = "in_lists", _("in the list")
    ARTICLE = "in_articles", _("in the article")
    SIDE = "at_side", _("side")
    FOOT = "at_foot", _("foot")


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def with_figures(self) -> Self:
        return self.annotate(
            views=Coalesce(Sum("days__views"), 0), clicks=Coalesce(Sum("days__clicks"), 0)
        )

    def not_over(self, at: datetime) -> Self:
        """Those that may be shown at `at` or later; one that has had its views rests."""
        current = self.with_figures().filter(paused=False, ends_at__gt=at)
        return current.exclude(cap__isnull=False, views__gte=models.F("cap"))


@shown_when_saved
class Campaign(models.Model):
    picture_shapes: ClassVar = {"picture": ("advert",)}

    name = models.CharField(_("name"), max_length=120, help_text=_("For the newsroom only."))
    advertiser = models.CharField(
        _("advertiser"), max_length=80, help_text=_("Readers see it beside the label.")
    )
    url = models.URLField(_("address"), max_length=500)
    picture = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    title = models.CharField(
        _("text"),
        max_length=90,
        help_text=_("The message; with a picture, what it says to those who cannot see it."),
    )
    detail = models.CharField(_("second line"), max_length=160, blank=True)
    starts_at = models.DateTimeField(_("from"), default=timezone.now)
    ends_at = models.DateTimeField(_("until"))
    on_top = models.BooleanField(_("top of every page"), default=False)
    in_lists = models.BooleanField(_("in lists of articles"), default=False)
    in_articles = models.BooleanField(_("in the text of articles"), default=False)
    at_side = models.BooleanField(_("at the side"), default=False)
    at_foot = models.BooleanField(_("foot of every page"), default=False)
    sections = models.ManyToManyField(
        ArticleIndexPage,
        verbose_name=_("sections"),
        blank=True,
        related_name="+",
        help_text=_("Only there and in their articles. Without any, everywhere."),
    )
    weight = models.PositiveSmallIntegerField(
        _("weight"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(20)],
        help_text=_("With a weight of 2 it comes twice as often as one with 1."),
    )
    cap = models.PositiveIntegerField(
        _("views at most"), null=True, blank=True, help_text=_("Left empty, as many as there are.")
    )
    paused = models.BooleanField(_("paused"), default=False)

    objects = CampaignQuerySet.as_manager()

    panels: ClassVar[list[Panel]] = [
        MultiFieldPanel(
            [FieldPanel("name"), FieldPanel("advertiser"), FieldPanel("url")],
            heading=_("Campaign"),
        ),
        MultiFieldPanel(
            [FieldPanel("title"), FieldPanel("detail"), FieldPanel("picture")],
            heading=_("What readers see"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                FieldRowPanel([FieldPanel("weight"), FieldPanel("cap")]),
                FieldPanel("paused"),
            ],
            heading=_("When and how often"),
        ),
        MultiFieldPanel([FieldPanel(place.value) for place in Place], heading=_("Where")),
        FieldPanel("sections", widget=CheckboxSelectMultiple),
    ]

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ["-ends_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("It has to end after it starts.")})
        if not any(getattr(self, place.value) for place in Place):
            raise ValidationError({Place.TOP.value: _("Choose at least one place.")})

    def state(self) -> str:
        now = timezone.now()
        if self.ends_at <= now:
            return str(_("over"))
        if self.starts_at > now:
            return str(_("to come"))
        if self.paused:
            return str(_("paused"))
        views = getattr(self, "views", None)
        if self.cap is not None and views is not None and views >= self.cap:
            return str(_("all views delivered"))
        return str(_("running"))

    state.short_description = _("state")  # type: ignore[attr-defined]

    def view_count(self) -> int:
        return getattr(self, "views", 0)

    view_count.short_description = _("views")  # type: ignore[attr-defined]

    def click_count(self) -> int:
        return getattr(self, "clicks", 0)

    click_count.short_description = _("clicks")  # type: ignore[attr-defined]

    def click_rate(self) -> str:
        views = self.view_count()
        return f"{self.click_count() / views:.1%}".replace(".", ",") if views else ""

    click_rate.short_description = _("clicks per view")  # type: ignore[attr-defined]


class CampaignDay(models.Model):
    """The views and clicks of a campaign on a day of the newsroom's time zone."""

    campaign = models.ForeignKey(
        Campaign, verbose_name=_("campaign"), on_delete=models.CASCADE, related_name="days"
    )
    day = models.DateField(_("day"))
    views = models.PositiveIntegerField(_("views"), default=0)
    clicks = models.PositiveIntegerField(_("clicks"), default=0)

    class Meta:
        verbose_name = _("day of a campaign")
        verbose_name_plural = _("days of campaigns")
        default_permissions = ()
        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "day"], name="one_row_a_campaign_and_day")
        ]

    def __str__(self) -> str:
        return f"{self.campaign} ({self.day:%d/%m/%Y})"
