"""Browsers that a person has signed in with."""

from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.devices.user_agents import in_words


class DeviceQuerySet(models.QuerySet["Device"]):
    def with_token(self, token: str) -> "DeviceQuerySet":
        """Those whose cookie holds `token`; several persons may share a computer."""
        return self.filter(token_hash=hash_of(token))

    def forgotten_since(self, moment: datetime) -> "DeviceQuerySet":
        return self.filter(seen_at__lt=moment)


class Device(models.Model):
    """A browser that has signed in to an account, known by a cookie.

    Only the hash of the cookie is kept: who reads the database cannot pass for the browser.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="devices"
    )
    token_hash = models.CharField(max_length=64)
    browser = models.CharField(max_length=40, blank=True)
    system = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = DeviceQuerySet.as_manager()

    class Meta:
        app_label = "accounts"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "token_hash"], name="accounts_device_once_per_user"
            )
        ]
        indexes = [models.Index(fields=["token_hash"], name="accounts_device_token")]

    def __str__(self) -> str:
        return in_words(self.browser, self.system)


def hash_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()
