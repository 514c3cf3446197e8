"""Webhooks, and what was sent to each: a chat bridge, or any other service."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from editorial.events.kinds import Event
from editorial.events.models import Announcement

SECRET_LENGTH = 43  # about 256 bits of letters and digits


def new_secret() -> str:
    return get_random_string(SECRET_LENGTH)


def all_events() -> list[str]:
    return list(Event.values)


class Webhook(models.Model):
    """An address to which events are sent, signed; `docs/webhook.md` is for the receiver."""

    name = models.CharField(_("name"), max_length=80, help_text=_("Such as “Newsroom chat”."))
    address = models.URLField(
        _("address"), max_length=500, help_text=_("Every event is sent there, by POST, as JSON.")
    )
    secret = models.CharField(
        _("secret"),
        max_length=200,
        default=new_secret,
        help_text=_("Signs what is sent. Give it to the receiving service, and to nobody else."),
    )
    events = models.JSONField(_("events"), default=all_events)
    names_drafts = models.BooleanField(
        _("names texts that are not public"),
        default=False,
        help_text=_(
            "Only for a channel that nobody outside the newsroom reads. Otherwise a text that "
            "readers cannot see yet is sent by its number, without its title."
        ),
    )
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class WebhookDelivery(models.Model):
    """One event sent to one webhook; without an announcement, a test."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    announcement = models.ForeignKey(
        Announcement, null=True, on_delete=models.CASCADE, related_name="deliveries"
    )
    created_at = models.DateTimeField(_("time"), default=timezone.now)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    last_attempt_at = models.DateTimeField(_("last attempt"), null=True)
    status = models.PositiveSmallIntegerField(_("answer"), null=True)
    error = models.CharField(_("error"), max_length=300, blank=True, default="")
    delivered_at = models.DateTimeField(_("delivered"), null=True)

    class Meta:
        verbose_name = _("webhook delivery")
        verbose_name_plural = _("webhook deliveries")
        ordering = ["-created_at", "-pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["webhook", "announcement"], name="one_delivery_per_webhook"
            )
        ]

    def __str__(self) -> str:
        return f"{self.webhook}: {self.announcement or self.key}"
