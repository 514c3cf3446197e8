"""The user model."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PeopleManager(UserManager["User"]):
    """The accounts that have not been deleted.

    What refers to a user finds the others as well: foreign keys do not ask this manager.
    """

    use_in_migrations = False

    def get_queryset(self) -> models.QuerySet["User"]:
        return super().get_queryset().filter(deleted_at=None)


class User(AbstractUser):
    """Someone who signs in: staff of the newsroom, never a reader.

    deleted_at: when the account was deleted. Of such an account only the name is left, which the
    records of the newsroom refer to.
    """

    job_title = models.CharField(
        _("position"),
        max_length=120,
        blank=True,
        help_text=_("As it stands in the newsroom, such as “Chief of the politics desk”."),
    )
    deleted_at = models.DateTimeField(_("deleted"), null=True, editable=False)

    objects: ClassVar[UserManager["User"]] = PeopleManager()

    class Meta(AbstractUser.Meta):
        verbose_name = _("user")  # type: ignore[assignment]
        verbose_name_plural = _("users")  # type: ignore[assignment]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def keep_name_alone(self) -> None:
        """Take everything else from the account; its user name is free for somebody else."""
        if not self.get_full_name():
            self.last_name = self.username
        # No user name that somebody would choose.
        self.username = f"{self.pk}@deleted"
        self.email = self.job_title = ""
        self.set_unusable_password()
        self.is_active = self.is_staff = self.is_superuser = False
        self.last_login = None
        self.deleted_at = timezone.now()
        self.save()
