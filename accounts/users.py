"""The user model."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


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
