"""The log of what has changed of what readers see, and how far it was told."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class ContentChange(models.Model):
    """A change that readers can see, written by a trigger in the transaction of the change.

    tag: what has changed, such as `page:12` (`delivery.pages.tables`).
    withdraws: whether readers may no longer see what they saw.
    transaction: the number of the transaction, where those may end in another order than rows are
    numbered (PostgreSQL).
    """

    tag = models.CharField(max_length=100)
    withdraws = models.BooleanField(default=False)
    transaction = models.BigIntegerField(null=True, db_index=True)
    at = models.DateTimeField(db_default=Now(), db_index=True)

    class Meta:
        verbose_name = _("change of what readers see")
        verbose_name_plural = _("changes of what readers see")

    def __str__(self) -> str:
        return self.tag


class Purge(models.Model):
    """How far the caches in front of the site were told what has changed; one row.

    Each change is told at once, and once more half a minute later: a cache may have fetched at the
    same moment what was being sent. told, settled: what had been told, and told twice
    (`delivery.pages.log`). next_settled: what will have been told twice at `settles_at`.
    claimed_until: while a process tells it, until when nobody else does.
    """

    told = models.TextField(blank=True)
    settled = models.TextField(blank=True)
    next_settled = models.TextField(blank=True)
    settles_at = models.DateTimeField(null=True)
    claimed_until = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    retry_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)

    class Meta:
        verbose_name = _("purge of caches")
        verbose_name_plural = _("purges of caches")

    def __str__(self) -> str:
        return self.told
