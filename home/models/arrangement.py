"""The arrangements of la Une: each change is a version that is kept on record."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NoReturn, Self

from django.conf import settings
from django.db import models
from django.db.models import Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from home.models.home import HomePage
from home.plan import Plan


class FrontPageVersionQuerySet(models.QuerySet["FrontPageVersion"]):
    def standing(self) -> Self:
        """Without those that were cancelled before their time; the latest to hold comes first."""
        return self.filter(cancelled_at=None).order_by("-valid_from", "-pk")

    def in_force(self, at: datetime) -> FrontPageVersion | None:
        return self.standing().filter(valid_from__lte=at).first()

    def in_force_and_next(self, at: datetime) -> tuple[FrontPageVersion | None, datetime | None]:
        """The version that holds at `at`, and when the next one does, in one query."""
        holding = self.standing().filter(valid_from__lte=at).values("pk")[:1]
        found = list(
            self.standing().filter(Q(valid_from__gt=at) | Q(pk=Subquery(holding))).reverse()
        )
        current = found.pop(0) if found and found[0].valid_from <= at else None
        return current, found[0].valid_from if found else None

    def to_come(self, after: datetime) -> Self:
        return self.filter(cancelled_at=None, valid_from__gt=after).order_by("valid_from", "pk")


class FrontPageVersion(models.Model):
    """Written once; what changes la Une afterwards is another version."""

    home = models.ForeignKey(
        HomePage,
        verbose_name=_("front page"),
        on_delete=models.CASCADE,
        related_name="versions",
    )
    content = models.JSONField(_("content"))
    valid_from = models.DateTimeField(_("from"), db_index=True)
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    copy_of = models.ForeignKey(
        "self", verbose_name=_("copy of"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    cancelled_at = models.DateTimeField(_("cancelled"), null=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("cancelled by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = FrontPageVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("arrangement of la Une")
        verbose_name_plural = _("arrangements of la Une")
        default_permissions = ("add",)

    def __str__(self) -> str:
        return f"{self.home} ({timezone.localtime(self.valid_from):%d/%m/%Y %H:%M})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("An arrangement is never changed: make another one.")
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> NoReturn:
        raise TypeError("An arrangement is never deleted.")

    @property
    def plan(self) -> Plan:
        return Plan.from_json(self.content)
