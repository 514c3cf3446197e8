"""A change by the last reviewer of a text, which waits for somebody else to confirm it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision, TaskState


class ConfirmationRequestQuerySet(models.QuerySet["ConfirmationRequest"]):
    def open(self) -> "ConfirmationRequestQuerySet":
        """Requests that nobody has answered; their text may have changed meanwhile."""
        return self.filter(answered_at=None).exclude(
            task_state__isnull=False, task_state__status__in=ENDED
        )


ENDED = [
    status for status, _label in TaskState.STATUS_CHOICES if status != TaskState.STATUS_IN_PROGRESS
]


class ConfirmationRequest(models.Model):
    """Asks any other reviewer to read one change and to let the text go out.

    task_state: the last step of a review; None for the correction of a live page.
    """

    page = models.ForeignKey(
        Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="confirmations"
    )
    task_state = models.ForeignKey(TaskState, on_delete=models.CASCADE, null=True, related_name="+")
    before = models.ForeignKey(
        Revision, verbose_name=_("before"), on_delete=models.CASCADE, related_name="+"
    )
    revision = models.ForeignKey(
        Revision, verbose_name=_("version"), on_delete=models.CASCADE, related_name="+"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("asked by"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("answered by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    answered_at = models.DateTimeField(_("answered at"), null=True)
    note = models.TextField(_("note"), blank=True)

    objects = ConfirmationRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("change to confirm")
        verbose_name_plural = _("changes to confirm")
        ordering = ["asked_at", "pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.page}, {self.asked_by}"
