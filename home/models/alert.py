"""Alerts (« Flash info »): one line on every page, from a set time to a set time.

Readers get the line as it was approved, which is kept beside the line as it is typed. Who approves
it is the desk's to decide (`editorial/alerts/`).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel
from wagtail.models import Page

from accounts.models import User

USUAL_LENGTH = timedelta(hours=6)


def usual_end() -> datetime:
    return (timezone.now() + USUAL_LENGTH).replace(second=0, microsecond=0)


class AlertQuerySet(models.QuerySet["Alert"]):
    def not_over(self, at: datetime) -> AlertQuerySet:
        return self.filter(ends_at__gt=at).order_by("-starts_at", "-pk")

    def running(self, at: datetime) -> AlertQuerySet:
        """The approved ones of that moment; readers see the first."""
        return self.not_over(at).approved().filter(starts_at__lte=at)

    def approved(self) -> AlertQuerySet:
        """Those that readers get, be it as they were worded before."""
        return self.filter(approved_at__isnull=False)


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
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("worded by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    approved_text = models.CharField(
        _("text that readers get"), max_length=160, blank=True, editable=False
    )
    approved_page = models.ForeignKey(
        Page,
        verbose_name=_("where it leads readers"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("approved by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    approved_at = models.DateTimeField(_("approved"), null=True, editable=False)

    objects = AlertQuerySet.as_manager()

    panels: ClassVar[list[Panel]] = [
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
        """The address it leads to, if readers can open it."""
        page = self.approved_page
        if page is None or not page.live:
            return ""
        if page.specific_deferred.get_view_restrictions().exists():
            return ""
        return str(page.url or "")

    @property
    def mark(self) -> str:
        """The mark under which a reader dismisses this alert, as it is worded now."""
        return f"{self.pk}-{int(self.approved_at.timestamp())}" if self.approved_at else ""

    @property
    def runs(self) -> bool:
        """Whether readers see it, be it in an earlier wording."""
        approved = self.approved_at is not None
        return approved and self.starts_at <= timezone.now() < self.ends_at

    @property
    def shown_instead(self) -> Alert | None:
        """The newer alert that readers see as long as both run."""
        newest = Alert.objects.running(timezone.now()).first() if self.runs else None
        return newest if newest != self else None

    @property
    def is_over(self) -> bool:
        return self.ends_at <= timezone.now()

    @property
    def is_as_approved(self) -> bool:
        """Whether the line that is typed is the one that was approved."""
        typed = (self.text, self.page_id)
        return self.approved_at is not None and typed == (self.approved_text, self.approved_page_id)

    @property
    def waits(self) -> bool:
        """Whether its line, as it is typed, is still to be approved."""
        return not self.is_over and not self.is_as_approved

    def approve(self, user: User | None = None) -> None:
        """Give readers the line as it is typed."""
        self.approved_text, self.approved_page_id = self.text, self.page_id
        self.approved_by, self.approved_at = user, timezone.now()
        self.save()

    def end_now(self) -> bool:
        """Take it off every page, if it runs; whether it did."""
        if not self.runs:
            return False
        self.ends_at = timezone.now()
        self.save(update_fields=["ends_at", "changed_at"])
        return True

    def state(self) -> str:
        if self.is_over:
            return str(_("Over") if self.approved_at else _("Over, never online"))
        if self.approved_at is None:
            return str(_("Waits for a second person"))
        if newer := self.shown_instead:
            hidden = _("Not shown as long as a newer one is online: “%(text)s”")
            return str(hidden % {"text": newer.approved_text})
        if self.waits:
            online = _("Online as it was worded before; the change waits for a second person")
            to_come = _("To come as it was worded before; the change waits for a second person")
            return str(online if self.runs else to_come)
        return str(_("Online") if self.runs else _("Approved, to come"))

    state.short_description = _("state")  # type: ignore[attr-defined]
