"""Records about second factors; the factors themselves are django-allauth's."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

CONFIRMED_WITHIN = timedelta(hours=24)


class SecondFactorDuty(models.Model):
    """Since when a person is asked for a second factor, and by when a reset one is set up anew."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="second_factor_duty"
    )
    asked_since = models.DateTimeField(null=True)
    set_up_by = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.user)


class CodeAttempts(models.Model):
    """The wrong codes of one kind that a person has entered in a row."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    failures = models.PositiveIntegerField(default=0)
    closed_until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "kind"], name="one_count_of_codes")
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.kind}: {self.failures}"


class ResetState(models.TextChoices):
    OPEN = "open", _("Waits for a second person")
    DONE = "done", _("Reset")
    REFUSED = "refused", _("Refused")


class ResetRequestQuerySet(models.QuerySet["ResetRequest"]):
    def open(self) -> "ResetRequestQuerySet":
        """Those that somebody may still confirm."""
        return self.filter(state=ResetState.OPEN, asked_at__gt=timezone.now() - CONFIRMED_WITHIN)


class ResetRequest(models.Model):
    """One person asks that another one's second factor be taken away; a third one decides."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person")
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    reason = models.TextField(_("reason"), max_length=500)
    asked_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=ResetState, default=ResetState.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    objects = ResetRequestQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="reset_is_never_alone",
                condition=~models.Q(user=models.F("asked_by"))
                & ~models.Q(user=models.F("decided_by"))
                & ~models.Q(asked_by=models.F("decided_by")),
            )
        ]
        ordering: ClassVar[list[str]] = ["-asked_at"]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def ends_at(self) -> datetime:
        return self.asked_at + CONFIRMED_WITHIN
