"""Sessions of staff, one row each."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.devices.models import Device
from accounts.devices.user_agents import in_words


class SignInQuerySet(models.QuerySet["SignIn"]):
    def over(self, now: datetime) -> "SignInQuerySet":
        """Those that have lasted too long, or that nobody has used for too long."""
        return self.filter(
            Q(started_at__lte=now - longest()) | Q(used_at__lte=now - longest_idle())
        )

    def end(self) -> int:
        """Sign these out, and forget their browsers: the next sign-in with one is new again."""
        devices = list(self.exclude(device=None).values_list("device", flat=True))
        ended = self.delete()[0]
        Device.objects.filter(pk__in=devices).delete()
        return ended


class SignIn(models.Model):
    """One session of one person: since when, with what, and from roughly where."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sign_ins"
    )
    device = models.ForeignKey(
        Device, on_delete=models.SET_NULL, null=True, related_name="sign_ins"
    )
    browser = models.CharField(max_length=40, blank=True)
    system = models.CharField(max_length=40, blank=True)
    network = models.CharField(max_length=50, blank=True)
    started_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = SignInQuerySet.as_manager()

    class Meta:
        app_label = "accounts"
        ordering = ["-used_at"]

    def __str__(self) -> str:
        return in_words(self.browser, self.system)

    def is_over(self, now: datetime) -> bool:
        return now - self.started_at >= longest() or now - self.used_at >= longest_idle()


def longest() -> timedelta:
    return timedelta(seconds=settings.SESSION_COOKIE_AGE)


def longest_idle() -> timedelta:
    return timedelta(hours=settings.SESSION_IDLE_HOURS)
