"""Announcements: the record of events of which users are notified."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from editorial.events.kinds import Event


class DetailsEncoder(DjangoJSONEncoder):
    def default(self, value: object) -> object:
        """Encode what JSON does not know as text, so that a detail prevents no announcement."""
        try:
            return super().default(value)
        except TypeError:
            return str(value)


class Announcement(models.Model):
    """An event at the desk, of which users are notified.

    The database has no constraint on page and actor: one that fails at the commit would undo the
    act itself.
    """

    event = models.CharField(_("event"), max_length=16, choices=Event.choices)
    page = models.ForeignKey(
        Page,
        verbose_name=_("page"),
        null=True,
        on_delete=models.CASCADE,
        db_constraint=False,
        related_name="+",
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        db_constraint=False,
        related_name="+",
    )
    details = models.JSONField(default=dict, encoder=DetailsEncoder)
    once = models.CharField(max_length=160, blank=True, default="")
    announced_at = models.DateTimeField(_("time"), auto_now_add=True, db_index=True)
    spread_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        ordering = ["-announced_at", "-pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["once"], condition=~Q(once=""), name="announced_once_per_key"
            )
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.page_id or ''}".strip()
