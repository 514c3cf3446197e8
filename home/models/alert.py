"""« Flash info »: one line on every page, from a set time to a set time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Page

USUAL_LENGTH = timedelta(hours=6)


def usual_end() -> datetime:
    return (timezone.now() + USUAL_LENGTH).replace(second=0, microsecond=0)


class AlertQuerySet(models.QuerySet["Alert"]):
    def not_over(self, at: datetime) -> AlertQuerySet:
        return self.filter(ends_at__gt=at).order_by("-starts_at", "-pk")


class Alert(models.Model):
    text = models.CharField(
        _("text"),
        max_length=160,
        help_text=_("One sentence, understood without the article: who, what, where."),
    )
    page = models.ForeignKey(
        Page,
        verbose_name=_("article or page"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Where the bar leads. Without one it is a plain line."),
    )
    starts_at = models.DateTimeField(_("from"), default=timezone.now)
    ends_at = models.DateTimeField(
        _("until"),
        default=usual_end,
        db_index=True,
        help_text=_(
            "The bar leaves every page at that minute. "
            "The list of alerts has a button to end it now."
        ),
    )
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = AlertQuerySet.as_manager()

    panels: ClassVar[list[Any]] = [
        FieldPanel("text"),
        FieldPanel("page"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")])], heading=_("When")
        ),
    ]

    class Meta:
        verbose_name = _("news alert")
        verbose_name_plural = _("news alerts")
        ordering = ["-starts_at", "-pk"]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("It has to end after it starts.")})

    @cached_property
    def url(self) -> str:
        """Where it leads, if readers can go there."""
        page = self.page
        if page is None or not page.live or page.get_view_restrictions().exists():
            return ""
        return str(page.url or "")

    @property
    def mark(self) -> str:
        """What a reader has dismissed: this alert, as it was worded then."""
        return f"{self.pk}-{int(self.changed_at.timestamp())}"

    @property
    def runs(self) -> bool:
        return self.starts_at <= timezone.now() < self.ends_at

    def end_now(self) -> bool:
        """Take it off every page, if it runs; whether it did."""
        if not self.runs:
            return False
        self.ends_at = timezone.now()
        self.save(update_fields=["ends_at", "changed_at"])
        return True

    def state(self) -> str:
        now = timezone.now()
        if self.ends_at <= now:
            return str(_("over"))
        return str(_("on every page") if self.starts_at <= now else _("to come"))

    state.short_description = _("state")  # type: ignore[attr-defined]
