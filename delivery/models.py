"""The log of what has changed of what readers see."""

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
