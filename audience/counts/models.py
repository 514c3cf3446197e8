"""Figures of articles: by day, in all, as readers see them; and what is read most."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from news.models import ArticleIndexPage, ArticlePage


class Channel(models.TextChoices):
    """Where a reader came from, or where an article was shared."""

    DIRECT = "direct", _("Direct")
    SITE = "site", _("From another page of the site")
    SEARCH = "search", _("Search engines")
    WHATSAPP = "whatsapp", "WhatsApp"
    FACEBOOK = "facebook", "Facebook"
    X = "x", "X"
    TELEGRAM = "telegram", "Telegram"
    NEWSLETTER = "newsletter", _("Newsletter")
    EMAIL = "email", _("Email")
    COPY = "copy", _("Copied link")
    OTHER = "other", _("Other sites")
    # Figures of another system, which were loaded from a file.
    IMPORTED = "imported", _("Loaded from a file")


class DailyFigures(models.Model):
    """The figures of an article, on a day, by channel.

    views: by persons, those of the same reader within half an hour counted once. filtered: by
    machines, as far as that can be told. repeated: what was left out because it was the same reader
    again. shares: by this channel. depths, seconds: of the views whose end was told: how far they
    went, in quarters, and for how long, both summed up; ended: how many these were.
    """

    article = models.ForeignKey(
        ArticlePage, on_delete=models.CASCADE, related_name="daily_figures", db_index=False
    )
    day = models.DateField()
    channel = models.CharField(max_length=10, choices=Channel.choices)
    views = models.PositiveIntegerField(default=0)
    filtered = models.PositiveIntegerField(default=0)
    repeated = models.PositiveIntegerField(default=0)
    shares = models.PositiveIntegerField(default=0)
    ended = models.PositiveIntegerField(default=0)
    quarters = models.PositiveIntegerField(default=0)
    seconds = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("figures of a day")
        verbose_name_plural = _("figures of days")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["article", "day", "channel"], name="audience_figures_once"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["day", "article"], name="audience_by_day")]

    def __str__(self) -> str:
        return f"{self.article_id} {self.day} {self.channel}: {self.views}"


class ArticleFigures(models.Model):
    """The figures of an article in all.

    score: log2 of the sum of w · 2^(t / half-life) over its views, shares and comments, each of
    weight w, at t, in seconds since 1970: with it, what is read now is above what was read long
    ago, and nothing has to be computed again as time goes by (forward decay: Cormode, Shkapenyuk,
    Srivastava, Xu, 2009).
    """

    article = models.OneToOneField(
        ArticlePage, on_delete=models.CASCADE, related_name="figures", primary_key=True
    )
    views = models.PositiveIntegerField(default=0)
    shares = models.PositiveIntegerField(default=0)
    score = models.FloatField(default=0, db_index=True)
    # What readers see of it has to be looked at.
    has_moved = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("figures of an article")
        verbose_name_plural = _("figures of articles")
        indexes: ClassVar = [
            models.Index(fields=["-views"], name="audience_by_views"),
            models.Index(
                fields=["article"], condition=models.Q(has_moved=True), name="audience_moved"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.views}"


class ShownFigures(models.Model):
    """The figures that readers see on an article, which move now and then: its page is kept."""

    article = models.OneToOneField(
        ArticlePage, on_delete=models.CASCADE, related_name="shown_figures", primary_key=True
    )
    views = models.PositiveIntegerField(default=0)
    shares = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("figures that readers see")
        verbose_name_plural = _("figures that readers see")

    def __str__(self) -> str:
        return f"{self.article_id}: {self.views}"


class RecentView(models.Model):
    """Views of half an hour that look alike: a digest of network, browser and article.

    It is made with the random salt of the day, and leads to nobody. Many persons may be behind one:
    a mobile network shows them all under one address, and their browsers have one name. at: of the
    first one, in seconds since 1970. number: how many were counted.
    """

    digest = models.BinaryField(max_length=16, primary_key=True)
    at = models.BigIntegerField(db_index=True)
    number = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("recent view")
        verbose_name_plural = _("recent views")

    def __str__(self) -> str:
        return bytes(self.digest).hex()


class TrendingList(models.Model):
    """What is read most now, on the whole site or in a section; written when it has changed.

    section: none for the whole site. is_week: it holds the most read of the week, as there are too
    few figures for more. articles: their keys, the most read first.
    """

    section = models.OneToOneField(
        ArticleIndexPage, null=True, on_delete=models.CASCADE, related_name="trending_list"
    )
    is_week = models.BooleanField(default=False)
    articles: Any = models.JSONField(default=list)

    class Meta:
        verbose_name = _("list of what is read most")
        verbose_name_plural = _("lists of what is read most")

    def __str__(self) -> str:
        return f"{self.section_id or '*'}: {self.articles}"


@register_setting(icon="view")
class TrendSettings(BaseGenericSetting):
    """What is counted, how it weighs, and what of it readers see."""

    half_life_hours = models.PositiveSmallIntegerField(
        _("half-life, in hours"),
        default=8,
        validators=[MinValueValidator(1), MaxValueValidator(168)],
        help_text=_("After so many hours, a view weighs half as much in what is read most."),
    )
    view_weight = models.PositiveSmallIntegerField(
        _("weight of a view"), default=1, validators=[MaxValueValidator(100)]
    )
    share_weight = models.PositiveSmallIntegerField(
        _("weight of a share"), default=5, validators=[MaxValueValidator(100)]
    )
    comment_weight = models.PositiveSmallIntegerField(
        _("weight of a comment"), default=3, validators=[MaxValueValidator(100)]
    )
    shows_views = models.BooleanField(_("readers see the number of views"), default=True)
    shows_comments = models.BooleanField(_("readers see the number of comments"), default=True)
    shows_shares = models.BooleanField(_("readers see the number of shares"), default=True)
    shown_from = models.PositiveIntegerField(
        _("views are shown from"),
        default=100,
        help_text=_("Below it, an article shows no number of views, and no shares below a tenth."),
    )

    panels: ClassVar = [
        MultiFieldPanel(
            [
                FieldPanel("half_life_hours"),
                FieldPanel("view_weight"),
                FieldPanel("share_weight"),
                FieldPanel("comment_weight"),
            ],
            heading=_("What is read most"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("shows_views"),
                FieldPanel("shows_comments"),
                FieldPanel("shows_shares"),
                FieldPanel("shown_from"),
            ],
            heading=_("On the article"),
        ),
    ]

    class Meta:
        verbose_name = _("figures and trends")

    @classmethod
    def current(cls) -> Self:
        """What the newsroom has set, or what is usual; unlike `load`, it writes nothing."""
        return cls.objects.first() or cls()

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
