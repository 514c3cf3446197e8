"""Withdrawals: what readers are told at the address of an article that is gone."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

NOTE_LENGTH = 300


class Withdrawal(models.Model):
    """An article that was withdrawn, or deleted after its publication; gone once it is live again.

    Who withdrew it and why is in the page's history, for the newsroom alone.
    """

    # None once the article is deleted: its address is all that is left of it.
    page = models.OneToOneField(
        "news.ArticlePage",
        verbose_name=_("article"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="withdrawal",
    )
    url_path = models.CharField(_("address"), max_length=1000, db_index=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), default=timezone.now)
    note = models.CharField(_("what readers are told"), max_length=NOTE_LENGTH, blank=True)

    class Meta:
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")

    def __str__(self) -> str:
        return self.url_path
