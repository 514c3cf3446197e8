"""Records of scheduled publications and withdrawals that failed."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision

from jobs.retrying import RetryPolicy

RETRIES = RetryPolicy(first_wait=timedelta(seconds=5), longest_wait=timedelta(minutes=5))


class ScheduledAction(models.TextChoices):
    PUBLISH = "publish", _("Publish")
    EXPIRE = "expire", _("Withdraw at expiry")


class PublishingFailureQuerySet(models.QuerySet["PublishingFailure"]):
    def current(self) -> "PublishingFailureQuerySet":
        """Failures of what is still scheduled, at the time it was scheduled for.

        A cancelled or changed schedule leaves a failure that means nothing any more.
        """
        return self.filter(
            Q(action=ScheduledAction.PUBLISH, revision__approved_go_live_at=F("due_at"))
            | Q(action=ScheduledAction.EXPIRE, page__live=True, page__expire_at=F("due_at"))
        )

    def backing_off(self, now: datetime) -> "PublishingFailureQuerySet":
        """Failures whose next try is still to come.

        One further away than can be was written before this machine's time was set back.
        """
        return self.current().filter(
            next_try_at__gt=now, next_try_at__lte=now + RETRIES.longest_wait
        )


class PublishingFailure(models.Model):
    """A scheduled page that the clock could not publish or withdraw, and keeps trying."""

    page = models.ForeignKey(
        Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="publishing_failures"
    )
    revision = models.ForeignKey(
        Revision, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    action = models.CharField(_("action"), max_length=8, choices=ScheduledAction.choices)
    due_at = models.DateTimeField(_("scheduled for"))
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    first_failed_at = models.DateTimeField(_("first failed"))
    last_failed_at = models.DateTimeField(_("last failed"))
    next_try_at = models.DateTimeField(_("next try"))
    last_error = models.TextField(_("reason"))
    traceback = models.TextField(_("technical detail"), blank=True)

    objects = PublishingFailureQuerySet.as_manager()

    class Meta:
        verbose_name = _("publication that failed")
        verbose_name_plural = _("publications that failed")
        ordering = ["due_at", "pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["page", "action"], name="one_failure_per_page_action")
        ]

    def __str__(self) -> str:
        return f"{self.get_action_display()}: {self.page}"
