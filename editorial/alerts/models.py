"""Alerts that were published without approval."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from home.models import Alert


class UrgentAlert(models.Model):
    """One alert published with a reason and no approval, to be reviewed afterwards."""

    alert = models.ForeignKey(
        Alert, verbose_name=_("news alert"), on_delete=models.SET_NULL, null=True, related_name="+"
    )
    text = models.CharField(_("text"), max_length=160)
    reason = models.TextField(_("reason"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("published by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    published_at = models.DateTimeField(_("published at"))
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("read afterwards by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    reviewed_at = models.DateTimeField(_("read afterwards at"), null=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("alert to read afterwards")
        verbose_name_plural = _("alerts to read afterwards")
        ordering = ["published_at", "pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["reviewed_at", "published_at"], name="alerts_to_read")]

    def __str__(self) -> str:
        return self.text
