"""The people of the newsroom."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.counts import TryCount
from accounts.devices.models import Device
from accounts.sessions.models import SignIn

__all__ = ["Device", "SignIn", "TryCount", "User"]


class User(AbstractUser):
    """Someone who signs in: staff of the newsroom, never a reader."""

    job_title = models.CharField(
        _("position"),
        max_length=120,
        blank=True,
        help_text=_("As it stands in the newsroom, such as “Chief of the politics desk”."),
    )

    class Meta(AbstractUser.Meta):
        verbose_name = _("user")  # type: ignore[assignment]
        verbose_name_plural = _("users")  # type: ignore[assignment]

    def __str__(self) -> str:
        return self.get_full_name() or self.username


from accounts.second_factor.models import (  # noqa: E402, F401 (they hang on to the user above)
    CodeAttempts,
    ResetRequest,
    SecondFactorDuty,
)
